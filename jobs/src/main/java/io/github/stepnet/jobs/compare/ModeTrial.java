package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.stream.XorNoise;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.Backprop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What one learner came to with one seed: it learned 500 samples again and again, each epoch in an order of its own, and was then asked for
 * samples that it had not seen.
 *
 * @param training share of right answers on the 500 samples, after the last gradient
 * @param trainingMajority share of the most frequent label among them
 * @param trainingPrevious share of them that repeat the label before
 * @param fresh share of right answers on fresh samples
 * @param freshMajority share of the most frequent label among these
 * @param freshPrevious share of these that repeat the label before
 * @param half sample gradients until half of the 500 were first answered rightly; 0 for never
 * @param most sample gradients until nine in ten were; 0 for never
 * @param updates steps of the weights
 * @param refused steps that would have left a value that is not finite
 * @param parameters parameters of the network
 * @param seconds of the processor for learning, without those for asking: they hardly depend on what else the machine does
 */
record ModeTrial(
        double training,
        double trainingMajority,
        double trainingPrevious,
        double fresh,
        double freshMajority,
        double freshPrevious,
        long half,
        long most,
        long updates,
        long refused,
        int parameters,
        double seconds) {

    static final int SAMPLES = 500;
    static final int FRESH = 5_000;
    static final int EVALUATE_EVERY = 1_000;

    private static final double HALF = 0.5;
    private static final double MOST = 0.9;

    /**
     * Runs it.
     *
     * @param budget sample gradients
     */
    static ModeTrial run(NetworkLearner unseeded, long seed, long budget, Kernel kernel) {
        XorNoise stream = new XorNoise(unseeded.inputs(), 1, seed);
        SampleSet samples = new SampleSet(stream, SAMPLES);
        SampleSet fresh = new SampleSet(stream, FRESH);
        NetworkLearner learner = unseeded.network(unseeded.network().seed(seed));
        StateLayout layout = new StateLayout();
        Network network = learner.compile(layout, kernel);
        NetworkState state = layout.newState();
        network.initialize(state);
        Twin twin = new Twin(learner, kernel);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        int[] order = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            order[i] = i;
        }
        SplitMix64 random = new SplitMix64(seed);
        long half = 0;
        long most = 0;
        long gradients = 0;
        double training = 0;
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        long since = clock.getCurrentThreadCpuTime();
        for (long n = 0; gradients < budget; n++) {
            if (n < budget) {
                int place = (int) (n % SAMPLES);
                if (place == 0) {
                    shuffle(order, random);
                }
                samples.fill(order[place], true, example);
                network.tick(state, example, answer);
            } else {
                network.bubble(state, answer);
            }
            if (!answer.present) {
                continue;
            }
            gradients++;
            if (gradients % EVALUATE_EVERY == 0 || gradients == budget) {
                nanos += clock.getCurrentThreadCpuTime() - since;
                training = twin.accuracy(network, state, samples);
                half = half == 0 && training >= HALF ? gradients : half;
                most = most == 0 && training >= MOST ? gradients : most;
                since = clock.getCurrentThreadCpuTime();
            }
        }
        return new ModeTrial(
                training,
                samples.majority(),
                samples.previous(),
                twin.accuracy(network, state, fresh),
                fresh.majority(),
                fresh.previous(),
                half,
                most,
                network.updates(state),
                network.refusedUpdates(state),
                network.plan().parameterFloats(),
                nanos / 1e9);
    }

    /** Fisher and Yates. */
    private static void shuffle(int[] order, SplitMix64 random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = (int) (random.nextDouble() * (i + 1));
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /**
     * The same network in SWEEP, which answers with the weights of the one that learns and leaves its key alone. Weights are all that an answer
     * depends on: the nets neither scale features nor carry memory from one event to the next.
     */
    private static final class Twin {

        private final Network network;
        private final NetworkState state;
        private final Example example;
        private final Answer answer;

        Twin(NetworkLearner learner, Kernel kernel) {
            StateLayout layout = new StateLayout();
            network = learner.rule(new Backprop()).execution(Execution.SWEEP).compile(layout, kernel);
            state = layout.newState();
            example = network.newExample();
            answer = network.newAnswer();
        }

        double accuracy(Network learned, NetworkState by, SampleSet samples) {
            System.arraycopy(
                    by.floats,
                    learned.parametersAt(),
                    state.floats,
                    network.parametersAt(),
                    network.plan().parameterFloats());
            return samples.accuracy(network, state, example, answer);
        }
    }
}
