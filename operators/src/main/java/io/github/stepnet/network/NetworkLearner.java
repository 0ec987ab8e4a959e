package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * One network and how it learns.
 *
 * @param network what it is
 * @param rule how an error becomes a gradient
 * @param optimizer how a gradient becomes a step
 * @param shaping what bounds a gradient in between
 * @param execution when its stages see an event
 * @param truncation events that a gradient reaches back over through carried memory, the present one counted; a network that carries none
 *     has no use for it. Each takes the room of the network's values and tapes in a key's state, and the time of a backward pass
 * @param cadence samples per update; at more than 1, their gradients are summed up in the key's state and the update goes along the mean
 * @param techniques what else there is to how it learns, in the order in which it acts
 * @param handOver when the rule gives way to another
 */
public record NetworkLearner(
        NetworkSpec network,
        LearningRule rule,
        Optimizer optimizer,
        GradientShaping shaping,
        Execution execution,
        @Default("10") int truncation,
        @Default("1") int cadence,
        @Default("[]") List<Technique> techniques,
        @Default("never") HandOver handOver)
        implements LearnerSpec {

    /** Reach of a gradient if nothing else is said. */
    public static final int DEFAULT_TRUNCATION = 10;

    /** @throws IllegalArgumentException if {@code truncation} is outside its range */
    public NetworkLearner {
        if (truncation < 1 || truncation > 1000) {
            throw new IllegalArgumentException(
                    "NetworkLearner.truncation is " + truncation + "; it must be within [1, 1000]");
        }
        if (cadence < 1 || cadence > 1_000_000) {
            throw new IllegalArgumentException(
                    "NetworkLearner.cadence is " + cadence + "; it must be within [1, 1000000] samples");
        }
        techniques = List.copyOf(techniques);
        Technique.checkGoTogether(techniques);
        if (execution == Execution.PIPELINE
                && (cadence > 1 || !techniques.isEmpty() || !(handOver instanceof HandOver.Never))) {
            throw new IllegalArgumentException(
                    "NetworkLearner.execution is pipeline, where a tick's update belongs to no single"
                            + " sample, together with a cadence above 1, techniques or a hand-over; leave these out, or use step");
        }
    }

    /** A network that learns by backpropagation in sweeps, without shaping. */
    public static NetworkLearner of(NetworkSpec network, Optimizer optimizer) {
        return new NetworkLearner(
                network,
                new Backprop(),
                optimizer,
                new GradientShaping.None(),
                Execution.SWEEP,
                DEFAULT_TRUNCATION,
                1,
                List.of(),
                new HandOver.Never());
    }

    /** The same way to learn for another network. */
    public NetworkLearner network(NetworkSpec other) {
        return new NetworkLearner(
                other, rule, optimizer, shaping, execution, truncation, cadence, techniques, handOver);
    }

    /** The same learner with this rule. */
    public NetworkLearner rule(LearningRule other) {
        return new NetworkLearner(
                network, other, optimizer, shaping, execution, truncation, cadence, techniques, handOver);
    }

    /** The same learner with this optimizer. */
    public NetworkLearner optimizer(Optimizer other) {
        return new NetworkLearner(network, rule, other, shaping, execution, truncation, cadence, techniques, handOver);
    }

    /** The same learner with this shaping. */
    public NetworkLearner shaping(GradientShaping other) {
        return new NetworkLearner(
                network, rule, optimizer, other, execution, truncation, cadence, techniques, handOver);
    }

    /** The same learner with this execution. */
    public NetworkLearner execution(Execution other) {
        return new NetworkLearner(network, rule, optimizer, shaping, other, truncation, cadence, techniques, handOver);
    }

    /** The same learner with gradients that reach back over this many events. */
    public NetworkLearner truncation(int other) {
        return new NetworkLearner(network, rule, optimizer, shaping, execution, other, cadence, techniques, handOver);
    }

    /** The same learner with an update for every so many samples. */
    public NetworkLearner cadence(int other) {
        return new NetworkLearner(
                network, rule, optimizer, shaping, execution, truncation, other, techniques, handOver);
    }

    /** The same learner with these techniques and no others. */
    public NetworkLearner techniques(Technique... others) {
        return new NetworkLearner(
                network, rule, optimizer, shaping, execution, truncation, cadence, List.of(others), handOver);
    }

    /** The same learner whose rule gives way to another. */
    public NetworkLearner handOver(HandOver other) {
        return new NetworkLearner(network, rule, optimizer, shaping, execution, truncation, cadence, techniques, other);
    }

    @Override
    public boolean updatesAtEveryTruth() {
        return cadence == 1 && techniques.isEmpty() && execution != Execution.PIPELINE;
    }

    /** Ticks from an event's own to the one that answers it. */
    int latency() {
        return execution == Execution.SWEEP ? 0 : network.plan().latency() - 1;
    }

    @Override
    public int inputs() {
        return network.inputs();
    }

    @Override
    public Loss.Task task() {
        return network.loss().task();
    }

    @Override
    public int answers() {
        return network.loss().answers(network.plan().output().floats());
    }

    @Override
    public Network compile(StateLayout layout, Kernel kernel) {
        return new Network(this, layout, kernel);
    }

    @Override
    public String canonicalText() {
        return CanonicalText.of(LearnerSpec.class, this);
    }
}
