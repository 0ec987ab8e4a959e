package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;

/**
 * One contest with one seed: predict, then learn, for as many samples as the budget has gradients.
 *
 * @param accuracy share of right answers among the last
 * @param majority what always answering the most frequent class would have had, known afterwards
 * @param previous what answering the last class again would have had
 * @param ceiling what no learner can beat
 * @param parameters parameters of the network
 * @param seconds time of the run
 */
record Trial(double accuracy, double majority, double previous, double ceiling, int parameters, double seconds) {

    /**
     * Runs it.
     *
     * @param budget samples that teach
     * @param last how many of the last answers count
     */
    static Trial run(Contest contest, long seed, long budget, long last, Kernel kernel) {
        StateLayout layout = new StateLayout();
        NetworkLearner learner = contest.learner();
        Network network = learner.network(learner.network().seed(seed)).compile(layout, kernel);
        NetworkState state = layout.newState();
        network.initialize(state);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        SampleStream stream = contest.stream().apply(seed);
        long[] classes = new long[stream.classes()];
        long hits = 0;
        long repeats = 0;
        long counted = 0;
        int before = -1;
        long start = System.nanoTime();
        LateTruths late = new LateTruths(network, contest.delay());
        for (long n = 0; n < budget || network.inFlight(state) > 0; n++) {
            if (n < budget && contest.delay() > 0) {
                late.tick(state, example, stream.next(example.features), answer);
            } else if (n < budget) {
                example.label(stream.next(example.features));
                network.tick(state, example, answer);
            } else {
                network.bubble(state, answer);
            }
            if (!answer.present) {
                continue;
            }
            int label = (int) answer.truth[0];
            if (answer.sequence > budget - last) {
                counted++;
                hits += answer.predictedClass == label ? 1 : 0;
                repeats += before == label ? 1 : 0;
                classes[label]++;
            }
            before = label;
        }
        long most = 0;
        for (long count : classes) {
            most = Math.max(most, count);
        }
        double all = counted;
        return new Trial(
                hits / all,
                most / all,
                repeats / all,
                stream.ceiling(),
                network.plan().parameterFloats(),
                (System.nanoTime() - start) / 1e9);
    }
}
