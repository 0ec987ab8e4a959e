package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;

/**
 * {@link ToroidalMlp} whose ring moves at every iteration: the state is the present {@code hidden} floats and behind them the ring, newest first.
 *
 * <p>At the fixed point all slots are equal, and {@code h = tanh(Wx x + b + (W + gamma A I) h)}.
 */
final class IterationRing implements Dynamics {

    private final Recurrence recurrence;
    private final Feedback feedback;
    private final int n;
    private final int size;
    private float[] floats;

    IterationRing(Recurrence recurrence, Feedback feedback) {
        this.recurrence = recurrence;
        this.feedback = feedback;
        n = recurrence.size();
        size = Math.multiplyExact(n, 1 + feedback.slots());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void initialize(NetworkState state, SplitMix64 random) {
        recurrence.initialize(state, random);
        feedback.initialize(state.floats);
    }

    @Override
    public void attach(NetworkState state) {
        floats = state.floats;
        recurrence.attach(state);
    }

    @Override
    public void drive(float[] x, int xAt, float[] memory, int memoryAt) {
        recurrence.drive(x, xAt, memory, memoryAt);
    }

    @Override
    public void target(float[] state, Pull pull, float[] target) {
        recurrence.preActivate(state);
        feedback.addRing(feedback.gamma(floats), state, n, recurrence.preActivations());
        recurrence.activate(state, pull, target);
        System.arraycopy(state, 0, target, n, size - n);
    }

    /** Damps the present state; the ring moves on as it is. */
    @Override
    public void relax(float[] state, float[] target, float damping) {
        recurrence.relax(state, target, damping);
        System.arraycopy(target, n, state, n, size - n);
    }

    @Override
    public void readout(float[] state, float[] readout) {
        recurrence.readout(state, readout);
    }

    @Override
    public double energy(float[] state) {
        return recurrence.energy(state) - 0.5 * kappa() * squares(state);
    }

    private float kappa() {
        return feedback.gamma(floats) * feedback.decaySum();
    }

    private double squares(float[] state) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) state[i] * state[i];
        }
        return sum;
    }

    @Override
    public void addContrast(float[] up, float[] down, float factor, float[] gradient) {
        recurrence.addContrast(up, down, factor, gradient);
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            sum += (up[i] - down[i]) * (up[i] + down[i]);
        }
        feedback.add(-0.5f * feedback.decaySum() * factor * sum, gradient);
    }

    @Override
    public void adjoint(float[] settled, float[] g, float[] p, float[] next) {
        recurrence.adjoint(settled, g, p, kappa(), next);
    }

    @Override
    public void addAdjoint(float[] settled, float[] p, float factor, float[] gradient) {
        recurrence.addAdjoint(settled, p, factor, gradient);
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            sum += p[i] * settled[i];
        }
        feedback.add(feedback.decaySum() * factor * sum, gradient);
    }

    @Override
    public void mirror(float[] settled) {
        recurrence.mirror(settled);
    }

    @Override
    public void unmirror() {
        recurrence.unmirror();
    }

    @Override
    public double gain(NetworkState state) {
        return recurrence.gain(state) + feedback.gain(state.floats);
    }

    @Override
    public boolean constrain(NetworkState state, double most) {
        return recurrence.constrain(state, feedback.constrain(state, most));
    }
}
