package io.github.stepnet.jobs.config;

import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.learning.Drift;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.FlowText;
import io.github.stepnet.network.spec.SpecReader;
import java.util.Arrays;
import java.util.Collection;
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
 * @param propagation how a model that settles estimates gradients
 * @param settling how its states are brought to their fixed points
 * @param contraction bound of its map's Lipschitz constant
 * @param audit one of so many of its updates is audited for milestones
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
        Optional<EquilibriumPropagation> propagation,
        Optional<Settling> settling,
        Optional<Float> contraction,
        Optional<Integer> audit,
        Optional<CommitteeConfig> committee) {

    private static final String OF_LAYERS =
            "the network is one of layers, which does not settle; leave it out, or give network.model";
    private static final String SETTLES =
            "the network is a model that settles; leave it out (allowed: optimizer, shaping, cadence, propagation, settling, contraction, audit)";

    private static final EquilibriumPropagation USUAL_PROPAGATION = new EquilibriumPropagation.Centred(0.1f);
    private static final float USUAL_CONTRACTION = 0.95f;
    private static final int USUAL_AUDIT = 1000;

    /** @throws IllegalArgumentException if the engine would refuse it whatever the network */
    public LearningConfig {
        try {
            new NetworkLearner(null, rule, optimizer, shaping, execution, truncation, cadence, techniques, handOver);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replace("NetworkLearner.", "LearningConfig."), e);
        }
        if (committee.isPresent()
                && !(Usual.LEARNING.equals(ofLayers(
                                rule, optimizer, execution, shaping, truncation, cadence, techniques, handOver))
                        && areAbsent(propagation, settling, contraction, audit))) {
            throw new IllegalArgumentException(
                    "LearningConfig.committee is given together with how a single network learns; say rule, optimizer and the"
                            + " like of each member, in a list, or leave one of both out");
        }
    }

    private static boolean areAbsent(Optional<?>... values) {
        return Arrays.stream(values).allMatch(Optional::isEmpty);
    }

    /** How a network of layers learns. */
    static LearningConfig ofLayers(
            LearningRule rule,
            Optimizer optimizer,
            Execution execution,
            GradientShaping shaping,
            int truncation,
            int cadence,
            List<Technique> techniques,
            HandOver handOver) {
        return new LearningConfig(
                rule,
                optimizer,
                execution,
                shaping,
                truncation,
                cadence,
                techniques,
                handOver,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Checks that every key that is given is for one of the networks at least.
     *
     * @param what the component that holds it, such as {@code JobConfig.learning}
     * @throws IllegalArgumentException if one is not, or cannot be
     */
    public void check(String what, Collection<NetworkConfig> networks) {
        if (networks.stream().noneMatch(SettlingNetwork.class::isInstance)) {
            forbid(what, "propagation", propagation.isPresent(), OF_LAYERS);
            forbid(what, "settling", settling.isPresent(), OF_LAYERS);
            forbid(what, "contraction", contraction.isPresent(), OF_LAYERS);
            forbid(what, "audit", audit.isPresent(), OF_LAYERS);
        } else {
            forbid(what, "committee", committee.isPresent(), SETTLES);
        }
        if (networks.stream().noneMatch(LayeredNetwork.class::isInstance)) {
            LearningConfig usual = Usual.LEARNING;
            forbid(what, "rule", !rule.equals(usual.rule), SETTLES);
            forbid(what, "execution", execution != usual.execution, SETTLES);
            forbid(what, "truncation", truncation != usual.truncation, SETTLES);
            forbid(what, "techniques", !techniques.isEmpty(), SETTLES);
            forbid(what, "handOver", !handOver.equals(usual.handOver), SETTLES);
        }
        for (NetworkConfig network : networks) {
            try {
                if (network instanceof SettlingNetwork settles) {
                    learner(settles.network());
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage().replace("EquilibriumLearner.", what + "."), e);
            }
        }
    }

    private static void forbid(String what, String key, boolean isGiven, String why) {
        if (isGiven) {
            throw new IllegalArgumentException(what + "." + key + " is given, but " + why);
        }
    }

    /** The same with what is not said at its default, if there is a model that settles. */
    LearningConfig filled(Networks networks) {
        if (!networks.anySettles()) {
            return this;
        }
        return new LearningConfig(
                rule,
                optimizer,
                execution,
                shaping,
                truncation,
                cadence,
                techniques,
                handOver,
                Optional.of(propagation.orElse(USUAL_PROPAGATION)),
                Optional.of(settling.orElse(Settling.standard())),
                Optional.of(contraction.orElse(USUAL_CONTRACTION)),
                Optional.of(audit.orElse(USUAL_AUDIT)),
                committee);
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

    /** The engine's learner of a model that settles. */
    private EquilibriumLearner learner(EquilibriumSpec network) {
        return new EquilibriumLearner(
                network,
                propagation.orElse(USUAL_PROPAGATION),
                settling.orElse(Settling.standard()),
                optimizer,
                shaping,
                contraction.orElse(USUAL_CONTRACTION),
                cadence,
                audit.orElse(USUAL_AUDIT));
    }

    /** The engine's learner of a network of either kind. */
    public LearnerSpec learner(NetworkConfig network) {
        return network instanceof SettlingNetwork settles
                ? learner(settles.network())
                : learner(((LayeredNetwork) network).network());
    }

    /** Read on demand, since it is an instance of the class that asks for it. */
    private static final class Usual {

        static final LearningConfig LEARNING =
                SpecReader.read(FlowText.parse("the usual learning", "{}"), LearningConfig.class);
    }
}
