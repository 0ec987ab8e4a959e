package io.github.stepnet.jobs.config;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.learning.Drift;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.FlowText;
import io.github.stepnet.network.spec.SpecReader;
import java.util.List;
import java.util.Optional;

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
 * @param committee several learners in place of the one that the other keys tell of; those are then left out
 */
public record LearningConfig(
        @Default("backprop") LearningRule rule,
        @Default("{adam: {rate: 0.001}}") Optimizer optimizer,
        @Default("sweep") Execution execution,
        @Default("none") GradientShaping shaping,
        @Default("10") int truncation,
        @Default("1") int cadence,
        @Default("[]") List<Technique> techniques,
        @Default("never") HandOver handOver,
        Optional<CommitteeConfig> committee) {

    /** @throws IllegalArgumentException if the engine would refuse it whatever the network */
    public LearningConfig {
        try {
            new NetworkLearner(null, rule, optimizer, shaping, execution, truncation, cadence, techniques, handOver);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replace("NetworkLearner.", "LearningConfig."), e);
        }
        if (committee.isPresent()
                && !Usual.LEARNING.equals(new LearningConfig(
                        rule,
                        optimizer,
                        execution,
                        shaping,
                        truncation,
                        cadence,
                        techniques,
                        handOver,
                        Optional.empty()))) {
            throw new IllegalArgumentException(
                    "LearningConfig.committee is given together with how a single network learns; say rule, optimizer and the"
                            + " like of each member, in a list, or leave one of both out");
        }
    }

    /** Whether there is anything that changes how a network learns on its own account, and tells of it. */
    public boolean tellsEvents() {
        return committee
                .map(CommitteeConfig::tellsEvents)
                .orElse(!(handOver instanceof HandOver.Never)
                        || techniques.stream().anyMatch(Technique::tells));
    }

    /** Whether drifts are watched for. */
    public boolean watchesDrifts() {
        return committee.map(CommitteeConfig::watchesDrifts).orElse(watchesDrifts(techniques));
    }

    static boolean watchesDrifts(List<Technique> techniques) {
        return techniques.stream().anyMatch(Drift.class::isInstance);
    }

    /** The engine's learner of a network. */
    public LearnerSpec learner(NetworkSpec network) {
        if (committee.isPresent()) {
            return committee.get().committee(network);
        }
        return new NetworkLearner(
                network, rule, optimizer, shaping, execution, truncation, cadence, techniques, handOver);
    }

    /** Read on demand, since it is an instance of the class that asks for it. */
    private static final class Usual {

        static final LearningConfig LEARNING =
                SpecReader.read(FlowText.parse("the usual learning", "{}"), LearningConfig.class);
    }
}
