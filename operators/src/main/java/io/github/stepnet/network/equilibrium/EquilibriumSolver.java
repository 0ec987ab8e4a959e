package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.kernel.Kernel;

/**
 * Brings a state to a fixed point as {@link Settling} says, from wherever it is: the better the start, the fewer iterations.
 *
 * <p>An iteration is one evaluation of the map. A state has settled if the residual {@code |f(h) - h|} of its last evaluation is below the tolerance; it then is that
 * state, not the next one, so that a settled state settles at itself, bit for bit. What the solver says holds until it is used again. It knows the model by its {@link Dynamics} only.
 */
final class EquilibriumSolver {

    /** By how much a residual grows over its least before it counts as diverging. */
    private static final float DIVERGING = 10f;

    private final Settling settling;
    private final Kernel kernel;
    private final float[] target;
    private final float[] residuals;
    /** Null for Picard iteration. */
    private final Anderson anderson;

    private int iterations;
    private float residual;
    private double highestRise;

    EquilibriumSolver(Settling settling, int size, Kernel kernel) {
        this.settling = settling;
        this.kernel = kernel;
        target = new float[size];
        residuals = new float[size];
        anderson = settling.acceleration() == Settling.Acceleration.ANDERSON ? new Anderson(kernel, size) : null;
    }

    /** The free phase. */
    Settlement settle(Dynamics dynamics, float[] state) {
        return settle(dynamics, state, Dynamics.Pull.NONE, settling.iterations(), settling.tolerance(), false);
    }

    /** The free phase, at each step of which the energy is looked at. */
    Settlement settleWatched(Dynamics dynamics, float[] state) {
        return settle(dynamics, state, Dynamics.Pull.NONE, settling.iterations(), settling.tolerance(), true);
    }

    /** A nudged phase: all of its iterations, whatever its residual. */
    Settlement nudge(Dynamics dynamics, float[] state, Dynamics.Pull pull) {
        return settle(dynamics, state, pull, settling.nudgedIterations() + 1, 0f, false);
    }

    /** A nudged phase of complex states, by damped steps; false if it has left the finite ones. */
    boolean nudge(ComplexDynamics dynamics, float[] re, float[] im, ComplexDynamics.ComplexPull pull) {
        for (int i = 0; i < settling.nudgedIterations(); i++) {
            dynamics.target(re, im, pull, target, residuals);
            for (int j = 0; j < re.length; j++) {
                re[j] += settling.damping() * (target[j] - re[j]);
                im[j] += settling.damping() * (residuals[j] - im[j]);
            }
        }
        return kernel.isFinite(re.length, re, 0) && kernel.isFinite(im.length, im, 0);
    }

    private Settlement settle(
            Dynamics dynamics, float[] state, Dynamics.Pull pull, int most, float tolerance, boolean isWatched) {
        float least = Float.POSITIVE_INFINITY;
        double energy = Double.POSITIVE_INFINITY;
        highestRise = Double.NEGATIVE_INFINITY;
        if (anderson != null) {
            anderson.restart();
        }
        for (iterations = 1; ; iterations++) {
            dynamics.target(state, pull, target);
            measure(state);
            if (isWatched) {
                double now = dynamics.energy(state);
                highestRise = Math.max(highestRise, now - energy);
                energy = now;
            }
            if (residual < tolerance) {
                return Settlement.CONVERGED;
            }
            boolean isLarge = residual > DIVERGING * settling.tolerance();
            if (!Float.isFinite(residual) || (isLarge && isGrowing(residual, least))) {
                return Settlement.DIVERGED;
            }
            if (iterations == most) {
                return Settlement.CAPPED;
            }
            move(dynamics, state, residual > least);
            least = Math.min(least, residual);
        }
    }

    /** Whether what an iteration has moved has grown so far over its least that it diverges. */
    static boolean isGrowing(float moved, float least) {
        return moved > DIVERGING * least;
    }

    private void measure(float[] state) {
        for (int i = 0; i < state.length; i++) {
            residuals[i] = target[i] - state[i];
        }
        residual = (float) Math.sqrt(kernel.sumOfSquares(state.length, residuals, 0));
    }

    /** Where mixing has made the residual larger, plain steps take over until there are new ones to mix. */
    private void move(Dynamics dynamics, float[] state, boolean hasRisen) {
        if (anderson == null) {
            dynamics.relax(state, target, settling.damping());
        } else if (hasRisen) {
            anderson.restart();
            dynamics.relax(state, target, settling.damping());
        } else {
            anderson.move(state, target, residuals);
        }
    }

    int iterations() {
        return iterations;
    }

    float residual() {
        return residual;
    }

    /** By how much the energy has risen at most from one iteration to the next; negative infinity if there was but one, or nobody watched. */
    double highestRise() {
        return highestRise;
    }
}
