package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.spec.Default;
import java.io.Serializable;

/**
 * How the gradient of the settled loss is estimated: by nudging the settled state and comparing, or by an adjoint state.
 *
 * <p>A nudged phase settles {@code h = f(h)} with {@code -beta dloss/dreadout} inside of the nonlinearity, taken live, from the settled state. A strength outside
 * (0, 1] is an error. To add one here: write the record, which says its estimate in the verbs of {@link Phases}, and add it to the {@code permits} clause.
 */
public sealed interface EquilibriumPropagation extends Serializable {

    /** Whether it compares energies, so that the model must have one. */
    boolean needsEnergy();

    /** Whether it takes states to complex numbers, for which {@link EquilibriumModel#isComplex} and a {@link io.github.stepnet.network.loss.HolomorphicLoss} are needed. */
    default boolean needsComplexStates() {
        return false;
    }

    /**
     * Adds {@code factor} times the estimate to a gradient of the body.
     *
     * @return false if a phase has diverged; then the gradient is of no use
     */
    boolean addGradient(Phases phases, float factor, float[] gradient);

    /**
     * Nudges both ways: {@code (dE(h+) - dE(h-)) / (2 beta)}, with an error of order {@code beta^2}, and without that of a free phase that has not quite settled (Laborieux et al.
     * 2021).
     *
     * @param beta strength of the nudge
     */
    record Centred(@Default("0.1") float beta) implements EquilibriumPropagation {

        public Centred {
            checkBeta("Centred.beta", beta);
        }

        @Override
        public boolean needsEnergy() {
            return true;
        }

        @Override
        public boolean addGradient(Phases phases, float factor, float[] gradient) {
            if (!phases.nudgeBothWays(beta)) {
                return false;
            }
            phases.addContrast(phases.up(), phases.down(), factor / (2 * beta), gradient);
            return true;
        }
    }

    /**
     * Nudges one way: {@code (dE(h+) - dE(h0)) / beta}, with an error of order {@code beta} (Scellier and Bengio 2017). Half the work of {@link Centred}; not where free phases
     * are capped, whose drift it takes for a gradient.
     *
     * @param beta strength of the nudge
     */
    record OneSided(@Default("0.1") float beta) implements EquilibriumPropagation {

        public OneSided {
            checkBeta("OneSided.beta", beta);
        }

        @Override
        public boolean needsEnergy() {
            return true;
        }

        @Override
        public boolean addGradient(Phases phases, float factor, float[] gradient) {
            if (!phases.nudge(beta)) {
                return false;
            }
            phases.addContrast(phases.up(), phases.settled(), factor / beta, gradient);
            return true;
        }
    }

    /**
     * Nudges both ways under the transposed derivative ({@link Dynamics#mirror}): exact for non-symmetric weights as {@code beta} goes to 0, and {@link Centred} for symmetric ones
     * (Scurria et al. 2026).
     *
     * @param beta strength of the nudge
     */
    record Asymmetric(@Default("0.1") float beta) implements EquilibriumPropagation {

        public Asymmetric {
            checkBeta("Asymmetric.beta", beta);
        }

        @Override
        public boolean needsEnergy() {
            return false;
        }

        @Override
        public boolean addGradient(Phases phases, float factor, float[] gradient) {
            if (!phases.nudgeBothWaysMirrored(beta)) {
                return false;
            }
            phases.addMoved(-factor / (2 * beta), gradient);
            return true;
        }
    }

    /**
     * Iterates {@code p = slope (g + J^T p)} (Almeida 1987; Pineda 1987): the exact gradient, to the digits of the tolerance if the iterations suffice, without a nudge.
     *
     * @param iterations most iterations
     * @param tolerance a change of {@code p} below it, relative to {@code p}, ends them
     */
    record Adjoint(
            @Default("100") int iterations, @Default("1e-5") float tolerance) implements EquilibriumPropagation {

        public Adjoint {
            Sizes.check("Adjoint.iterations", iterations, 1, 10_000);
            Sizes.check("Adjoint.tolerance", tolerance, 1e-6f, 1);
        }

        @Override
        public boolean needsEnergy() {
            return false;
        }

        @Override
        public boolean addGradient(Phases phases, float factor, float[] gradient) {
            return !Float.isNaN(phases.addAdjoint(iterations, tolerance, factor, gradient));
        }
    }

    /**
     * The mean over four nudges on a circle, {@code sum_k dE(h_k) / beta_k / 4} for {@code beta_k} of {@code beta, i beta, -beta, -i beta}, with an error of order {@code beta^4}:
     * half the centred estimate and half the imaginary part of one nudge across (Laborieux and Zenke 2022). For strong nudges, which stand out of the noise of
     * floats; it costs several times what {@link Centred} costs, since complex functions are computed one by one.
     *
     * @param beta radius of the circle
     */
    record Holomorphic(@Default("0.5") float beta) implements EquilibriumPropagation {

        public Holomorphic {
            checkBeta("Holomorphic.beta", beta);
        }

        @Override
        public boolean needsEnergy() {
            return true;
        }

        @Override
        public boolean needsComplexStates() {
            return true;
        }

        @Override
        public boolean addGradient(Phases phases, float factor, float[] gradient) {
            if (!phases.nudgeBothWays(beta)) {
                return false;
            }
            phases.addContrast(phases.up(), phases.down(), factor / (4 * beta), gradient);
            if (!phases.nudgeAcross(beta)) {
                return false;
            }
            phases.addImaginary(factor / (2 * beta), gradient);
            return true;
        }
    }

    private static void checkBeta(String what, float beta) {
        Sizes.check(what, beta, 1e-4f, 1);
    }
}
