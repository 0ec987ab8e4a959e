package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.equilibrium.Equilibrium;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.HolomorphicLoss;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;

/**
 * One equilibrium network and how it learns: an event settles from where the key's last one did, and a truth teaches by equilibrium propagation.
 *
 * @param network what it is
 * @param propagation how gradients are estimated
 * @param settling how states are brought to their fixed points
 * @param optimizer how a gradient becomes a step
 * @param shaping what bounds a gradient in between
 * @param contraction bound of the map's Lipschitz constant, to which weights are projected after every update: within (0, 1); 0 for none, with which settling
 *     is not guaranteed
 * @param cadence samples per update; at more than 1, their gradients are summed up in the key's state and the update goes along the mean
 * @param audit one update of a key in so many has the energy and gradient of its samples audited for milestones, the first one and so on; 0 for none. An audit costs as
 *     much again as the event
 */
public record EquilibriumLearner(
        EquilibriumSpec network,
        @Default("{centred: {}}") EquilibriumPropagation propagation,
        @Default("{}") Settling settling,
        @Default("{adam: {rate: 0.01}}") Optimizer optimizer,
        @Default("none") GradientShaping shaping,
        @Default("0.95") float contraction,
        @Default("1") int cadence,
        @Default("1000") int audit)
        implements LearnerSpec {

    private static final int MOST = 1_000_000;

    /** @throws IllegalArgumentException if a number is out of its range, or the propagation is not for such a model */
    public EquilibriumLearner {
        if (!(contraction >= 0f && contraction < 1f)) {
            throw new IllegalArgumentException("EquilibriumLearner.contraction is " + contraction
                    + "; it must be within (0, 1), such as 0.95, or 0 for no bound");
        }
        check("cadence", cadence, 1);
        check("audit", audit, 0);
        if (propagation.needsEnergy() && !network.model().isConservative()) {
            throw new IllegalArgumentException("EquilibriumLearner.propagation compares energies, which the model "
                    + network.model() + " does not have; use asymmetric or adjoint, or symmetric weights");
        }
        if (propagation.needsComplexStates() && !isComplex(network)) {
            throw new IllegalArgumentException(
                    "EquilibriumLearner.propagation is holomorphic, which neither every model"
                            + " nor every loss is; use centred, or a looped, gated or by event toroidal model with"
                            + " softmax-cross-entropy or squared-error");
        }
    }

    private static boolean isComplex(EquilibriumSpec network) {
        return network.model().isComplex() && network.loss() instanceof HolomorphicLoss;
    }

    private static void check(String what, int count, int least) {
        if (count < least || count > MOST) {
            throw new IllegalArgumentException("EquilibriumLearner." + what + " is " + count + "; it must be within ["
                    + least + ", " + MOST + "]");
        }
    }

    /** A network that learns from centred nudges by Adam, with an update for every truth. */
    public static EquilibriumLearner of(EquilibriumSpec network) {
        return new EquilibriumLearner(
                network,
                new EquilibriumPropagation.Centred(0.1f),
                Settling.standard(),
                Adam.rate(0.01f),
                new GradientShaping.None(),
                0.95f,
                1,
                1000);
    }

    /** The same learner with another network. */
    public EquilibriumLearner network(EquilibriumSpec other) {
        return new EquilibriumLearner(other, propagation, settling, optimizer, shaping, contraction, cadence, audit);
    }

    /** The same learner with this estimate of gradients. */
    public EquilibriumLearner propagation(EquilibriumPropagation other) {
        return new EquilibriumLearner(network, other, settling, optimizer, shaping, contraction, cadence, audit);
    }

    /** The same learner that settles so. */
    public EquilibriumLearner settling(Settling other) {
        return new EquilibriumLearner(network, propagation, other, optimizer, shaping, contraction, cadence, audit);
    }

    /** The same learner with this optimiser. */
    public EquilibriumLearner optimizer(Optimizer other) {
        return new EquilibriumLearner(network, propagation, settling, other, shaping, contraction, cadence, audit);
    }

    /** The same learner with this shaping. */
    public EquilibriumLearner shaping(GradientShaping other) {
        return new EquilibriumLearner(network, propagation, settling, optimizer, other, contraction, cadence, audit);
    }

    /** The same learner with weights bounded so. */
    public EquilibriumLearner contraction(float other) {
        return new EquilibriumLearner(network, propagation, settling, optimizer, shaping, other, cadence, audit);
    }

    /** The same learner with an update for every so many samples. */
    public EquilibriumLearner cadence(int other) {
        return new EquilibriumLearner(network, propagation, settling, optimizer, shaping, contraction, other, audit);
    }

    /** The same learner with an audit every so many updates. */
    public EquilibriumLearner audit(int other) {
        return new EquilibriumLearner(network, propagation, settling, optimizer, shaping, contraction, cadence, other);
    }

    /** What the engine makes of it. */
    Equilibrium.Parts parts() {
        return new Equilibrium.Parts(
                network.inputs(),
                network.outputs(),
                network.model(),
                network.loss(),
                settling,
                propagation,
                contraction == 0f ? Double.POSITIVE_INFINITY : contraction);
    }

    @Override
    public boolean updatesAtEveryTruth() {
        return cadence == 1;
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
        return network.loss().answers(network.outputs());
    }

    @Override
    public EquilibriumNetwork compile(StateLayout layout, Kernel kernel) {
        return new EquilibriumNetwork(this, layout, kernel);
    }

    @Override
    public String canonicalText() {
        return CanonicalText.of(LearnerSpec.class, this);
    }
}
