package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.kernel.Kernel;
import java.util.Arrays;

/** The phases that follow a settled one, and what their states say of the gradient: the vocabulary of {@link EquilibriumPropagation}. */
public final class Phases {

    private final Dynamics dynamics;
    private final Head head;
    private final EquilibriumSolver solver;
    private final Kernel kernel;
    private final int hidden;

    private final float[] settled;
    private final float[] up;
    private final float[] down;
    private final float[] readout;
    private final float[] moved;
    private final float[] signal;
    private final float[] p;
    private final float[] next;

    Phases(Dynamics dynamics, Head head, EquilibriumSolver solver, int hidden, Kernel kernel) {
        this.dynamics = dynamics;
        this.head = head;
        this.solver = solver;
        this.kernel = kernel;
        this.hidden = hidden;
        settled = new float[dynamics.size()];
        up = new float[dynamics.size()];
        down = new float[dynamics.size()];
        readout = new float[hidden];
        moved = new float[hidden];
        signal = new float[hidden];
        p = new float[hidden];
        next = new float[hidden];
    }

    /** The state of the free phase. */
    public float[] settled() {
        return settled;
    }

    /** The state of the last nudge towards less loss. */
    public float[] up() {
        return up;
    }

    /** The state of the last nudge towards more loss. */
    public float[] down() {
        return down;
    }

    /** Nudges a copy of the settled state towards less loss; false if it has diverged. */
    public boolean nudge(float beta) {
        return nudge(beta, up);
    }

    /** Nudges copies of the settled state towards less loss and towards more; false if one has diverged. */
    public boolean nudgeBothWays(float beta) {
        return nudge(beta, up) && nudge(-beta, down);
    }

    private boolean nudge(float beta, float[] state) {
        System.arraycopy(settled, 0, state, 0, state.length);
        head.pullBy(beta);
        return solver.nudge(dynamics, state, head) != Settlement.DIVERGED;
    }

    /** Nudges a copy of the settled state by {@code i beta} into complex states; false if it has diverged. */
    public boolean nudgeAcross(float beta) {
        System.arraycopy(settled, 0, up, 0, up.length);
        Arrays.fill(down, 0f);
        head.pullBy(beta);
        return solver.nudge((ComplexDynamics) dynamics, up, down, head);
    }

    /** {@code gradient += factor Im dE(h)} for the state {@code h} of the last nudge across. */
    public void addImaginary(float factor, float[] gradient) {
        ((ComplexDynamics) dynamics).addImaginary(up, down, factor, gradient);
    }

    /** Nudges both ways under the {@linkplain Dynamics#mirror mirror image} of the map about the settled state. */
    public boolean nudgeBothWaysMirrored(float beta) {
        dynamics.mirror(settled);
        boolean isSettled = nudgeBothWays(beta);
        dynamics.unmirror();
        return isSettled;
    }

    /** {@code gradient += factor (dE(high) - dE(low))}. */
    public void addContrast(float[] high, float[] low, float factor, float[] gradient) {
        dynamics.addContrast(high, low, factor, gradient);
    }

    /** Adds {@code factor} times the gradient of the change of the readout from the last nudge down to the last nudge up, as an adjoint state. */
    public void addMoved(float factor, float[] gradient) {
        dynamics.readout(up, moved);
        dynamics.readout(down, readout);
        kernel.addScaled(hidden, -1f, readout, 0, moved, 0);
        dynamics.addAdjoint(settled, moved, factor, gradient);
    }

    /**
     * Adds {@code factor} times the gradient by the adjoint iteration.
     *
     * @return the change of the last iteration, relative to the adjoint state: above the tolerance if the iterations ran out. NaN if it has diverged; then nothing is added
     */
    public float addAdjoint(int iterations, float tolerance, float factor, float[] gradient) {
        dynamics.readout(settled, readout);
        head.signal(readout, signal);
        Arrays.fill(p, 0f);
        float least = Float.POSITIVE_INFINITY;
        float change = Float.POSITIVE_INFINITY;
        for (int i = 0; i < iterations && change > tolerance; i++) {
            dynamics.adjoint(settled, signal, p, next);
            kernel.scale(hidden, -1f, p, 0);
            kernel.add(hidden, next, 0, p, 0);
            float moved = (float) Math.sqrt(kernel.sumOfSquares(hidden, p, 0));
            float size = (float) Math.sqrt(kernel.sumOfSquares(hidden, next, 0));
            if (!Float.isFinite(size) || EquilibriumSolver.isGrowing(moved, least)) {
                return Float.NaN;
            }
            least = Math.min(least, moved);
            change = size == 0f ? 0f : moved / size;
            System.arraycopy(next, 0, p, 0, hidden);
        }
        dynamics.addAdjoint(settled, p, factor, gradient);
        return change;
    }
}
