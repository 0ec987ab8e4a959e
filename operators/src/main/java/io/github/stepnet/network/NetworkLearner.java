package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Clipping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;

/**
 * One network and how it learns.
 *
 * @param network what it is
 * @param rule how an error becomes a gradient
 * @param optimizer how a gradient becomes a step
 * @param clipping what bounds a gradient in between
 * @param execution when its stages see an event
 * @param truncation events that a gradient reaches back over through carried memory, the present one counted; a network that carries none
 *     has no use for it. Each takes the room of the network's values and tapes in a key's state, and the time of a backward pass
 */
public record NetworkLearner(
        NetworkSpec network,
        LearningRule rule,
        Optimizer optimizer,
        Clipping clipping,
        Execution execution,
        @Default("10") int truncation)
        implements LearnerSpec {

    /** Reach of a gradient if nothing else is said. */
    public static final int DEFAULT_TRUNCATION = 10;

    /** @throws IllegalArgumentException if {@code truncation} is outside its range */
    public NetworkLearner {
        if (truncation < 1 || truncation > 1000) {
            throw new IllegalArgumentException(
                    "NetworkLearner.truncation is " + truncation + "; it must be within [1, 1000]");
        }
    }

    /** A network that learns by backpropagation in sweeps, without clipping. */
    public static NetworkLearner of(NetworkSpec network, Optimizer optimizer) {
        return new NetworkLearner(
                network, new Backprop(), optimizer, new Clipping.None(), Execution.SWEEP, DEFAULT_TRUNCATION);
    }

    /** The same way to learn for another network. */
    public NetworkLearner network(NetworkSpec other) {
        return new NetworkLearner(other, rule, optimizer, clipping, execution, truncation);
    }

    /** The same learner with this rule. */
    public NetworkLearner rule(LearningRule other) {
        return new NetworkLearner(network, other, optimizer, clipping, execution, truncation);
    }

    /** The same learner with this clipping. */
    public NetworkLearner clipping(Clipping other) {
        return new NetworkLearner(network, rule, optimizer, other, execution, truncation);
    }

    /** The same learner with this execution. */
    public NetworkLearner execution(Execution other) {
        return new NetworkLearner(network, rule, optimizer, clipping, other, truncation);
    }

    /** The same learner with gradients that reach back over this many events. */
    public NetworkLearner truncation(int other) {
        return new NetworkLearner(network, rule, optimizer, clipping, execution, other);
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
