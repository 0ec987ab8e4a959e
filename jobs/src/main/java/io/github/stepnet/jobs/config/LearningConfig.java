package io.github.stepnet.jobs.config;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * The section {@code learning}: how the network learns.
 *
 * @param rule how an error becomes a gradient
 * @param optimizer how a gradient becomes a step
 * @param execution when the stages see an event
 * @param shaping what bounds a gradient in between
 * @param truncation events of a key that a gradient reaches back over, through memory that layers carry
 * @param cadence samples per update
 * @param techniques what else there is to how the network learns
 * @param handOver when the rule gives way to another
 */
public record LearningConfig(
        @Default("backprop") LearningRule rule,
        @Default("{adam: {rate: 0.001}}") Optimizer optimizer,
        @Default("sweep") Execution execution,
        @Default("none") GradientShaping shaping,
        @Default("10") int truncation,
        @Default("1") int cadence,
        @Default("[]") List<Technique> techniques,
        @Default("never") HandOver handOver) {

    /** @throws IllegalArgumentException if the engine would refuse it whatever the network */
    public LearningConfig {
        try {
            new NetworkLearner(null, rule, optimizer, shaping, execution, truncation, cadence, techniques, handOver);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replace("NetworkLearner.", "LearningConfig."), e);
        }
    }

    /** Whether there is anything that changes how a network learns on its own account, and tells of it. */
    public boolean tellsEvents() {
        return !(handOver instanceof HandOver.Never) || techniques.stream().anyMatch(Technique::tells);
    }

    /** The engine's learner of a network. */
    public NetworkLearner learner(NetworkSpec network) {
        return new NetworkLearner(
                network, rule, optimizer, shaping, execution, truncation, cadence, techniques, handOver);
    }
}
