package io.github.stepnet.jobs.config;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.Default;
import java.util.List;
import java.util.Optional;

/** A member of a committee: {@code net: {optimizer: ...}}, or {@code persistence}. */
public sealed interface MemberConfig permits MemberConfig.Net, MemberConfig.Persistence {

    /**
     * The member.
     *
     * @param network that of the section {@code network}
     */
    LearnerSpec learner(NetworkSpec network);

    /** Whether there is anything that may change how it learns, and would be told of. */
    boolean tellsEvents();

    /** Whether it watches for drifts. */
    boolean watchesDrifts();

    /**
     * A network, with the keys of {@link LearningConfig}.
     *
     * @param rule how an error becomes a gradient
     * @param optimizer how a gradient becomes a step
     * @param execution when the stages see an event
     * @param shaping what bounds a gradient in between
     * @param truncation events of a key that a gradient reaches back over, through memory that layers carry
     * @param cadence samples per update
     * @param techniques what else there is to how the network learns
     * @param handOver when the rule gives way to another
     * @param network if it is another one than that of the section {@code network}
     */
    record Net(
            @Default("backprop") LearningRule rule,
            @Default("{adam: {rate: 0.001}}") Optimizer optimizer,
            @Default("sweep") Execution execution,
            @Default("none") GradientShaping shaping,
            @Default("10") int truncation,
            @Default("1") int cadence,
            @Default("[]") List<Technique> techniques,
            @Default("never") HandOver handOver,
            Optional<NetworkSpec> network)
            implements MemberConfig {

        /** @throws IllegalArgumentException if the engine would refuse it whatever the network */
        public Net {
            try {
                LearningConfig.ofLayers(rule, optimizer, execution, shaping, truncation, cadence, techniques, handOver);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage().replace("LearningConfig.", "Net."), e);
            }
            network.ifPresent(own -> NetworkCheck.outputs("Net.network", own));
        }

        private LearningConfig learning() {
            return LearningConfig.ofLayers(
                    rule, optimizer, execution, shaping, truncation, cadence, techniques, handOver);
        }

        @Override
        public LearnerSpec learner(NetworkSpec common) {
            return learning().learner(network.orElse(common));
        }

        @Override
        public boolean tellsEvents() {
            return learning().tellsEvents();
        }

        @Override
        public boolean watchesDrifts() {
            return learning().watchesDrifts();
        }
    }

    /** {@link io.github.stepnet.network.Persistence}. */
    record Persistence() implements MemberConfig {

        @Override
        public LearnerSpec learner(NetworkSpec network) {
            int outputs = network.plan().output().floats();
            return new io.github.stepnet.network.Persistence(
                    network.inputs(), network.loss().task(), network.loss().answers(outputs));
        }

        @Override
        public boolean tellsEvents() {
            return false;
        }

        @Override
        public boolean watchesDrifts() {
            return false;
        }
    }
}
