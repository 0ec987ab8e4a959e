package io.github.stepnet.jobs.config;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.optimizer.Clipping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.Default;

/**
 * The section {@code learning}: how the network learns.
 *
 * @param rule how an error becomes a gradient
 * @param optimizer how a gradient becomes a step
 * @param execution when the stages see an event
 * @param clipping what bounds a gradient in between
 */
public record LearningConfig(
        @Default("backprop") LearningRule rule,
        @Default("{adam: {rate: 0.001}}") Optimizer optimizer,
        @Default("sweep") Execution execution,
        @Default("none") Clipping clipping) {

    /** The engine's learner of a network. */
    public NetworkLearner learner(NetworkSpec network) {
        return new NetworkLearner(network, rule, optimizer, clipping, execution, NetworkLearner.DEFAULT_TRUNCATION);
    }
}
