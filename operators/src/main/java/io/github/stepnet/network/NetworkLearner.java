package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Clipping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.CanonicalText;

/**
 * One network and how it learns.
 *
 * @param network what it is
 * @param rule how an error becomes a gradient
 * @param optimizer how a gradient becomes a step
 * @param clipping what bounds a gradient in between
 * @param execution when its stages see an event
 */
public record NetworkLearner(
        NetworkSpec network, LearningRule rule, Optimizer optimizer, Clipping clipping, Execution execution)
        implements LearnerSpec {

    /** A network that learns by backpropagation in sweeps, without clipping. */
    public static NetworkLearner of(NetworkSpec network, Optimizer optimizer) {
        return new NetworkLearner(network, new Backprop(), optimizer, new Clipping.None(), Execution.SWEEP);
    }

    /** The same learner with this rule. */
    public NetworkLearner rule(LearningRule other) {
        return new NetworkLearner(network, other, optimizer, clipping, execution);
    }

    /** The same learner with this clipping. */
    public NetworkLearner clipping(Clipping other) {
        return new NetworkLearner(network, rule, optimizer, other, execution);
    }

    /** The same learner with this execution. */
    public NetworkLearner execution(Execution other) {
        return new NetworkLearner(network, rule, optimizer, clipping, other);
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
