package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.Arrays;

/** {@link ToroidalMlp} whose ring moves once per event: while an event settles, the ring is a part of its drive. */
final class EventRing implements ComplexDynamics {

    private final Recurrence recurrence;
    private final Feedback feedback;
    private final int n;
    /** The decayed sum of the ring. */
    private final float[] recalled;

    private float[] floats;

    EventRing(Recurrence recurrence, Feedback feedback) {
        this.recurrence = recurrence;
        this.feedback = feedback;
        n = recurrence.size();
        recalled = new float[n];
    }

    @Override
    public int size() {
        return n;
    }

    @Override
    public int memory() {
        return Math.multiplyExact(feedback.slots(), n);
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
        Arrays.fill(recalled, 0f);
        feedback.addRing(1f, memory, memoryAt, recalled);
        float[] drive = recurrence.drive();
        float gamma = feedback.gamma(floats);
        for (int i = 0; i < n; i++) {
            drive[i] += gamma * recalled[i];
        }
    }

    @Override
    public void target(float[] state, Pull pull, float[] target) {
        recurrence.target(state, pull, target);
    }

    @Override
    public void readout(float[] state, float[] readout) {
        recurrence.readout(state, readout);
    }

    @Override
    public void remember(float[] settled, float[] memory, int memoryAt) {
        System.arraycopy(memory, memoryAt, memory, memoryAt + n, memory() - n);
        System.arraycopy(settled, 0, memory, memoryAt, n);
    }

    @Override
    public double energy(float[] state) {
        return recurrence.energy(state);
    }

    @Override
    public void addContrast(float[] up, float[] down, float factor, float[] gradient) {
        recurrence.addContrast(up, down, factor, gradient);
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            sum += (up[i] - down[i]) * recalled[i];
        }
        feedback.add(-factor * sum, gradient);
    }

    @Override
    public void target(float[] re, float[] im, ComplexPull pull, float[] targetRe, float[] targetIm) {
        recurrence.target(re, im, pull, targetRe, targetIm);
    }

    @Override
    public void addImaginary(float[] re, float[] im, float factor, float[] gradient) {
        recurrence.addImaginary(re, im, factor, gradient);
        feedback.add(-factor * recalled(im), gradient);
    }

    private float recalled(float[] signal) {
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            sum += signal[i] * recalled[i];
        }
        return sum;
    }

    @Override
    public void adjoint(float[] settled, float[] g, float[] p, float[] next) {
        recurrence.adjoint(settled, g, p, next);
    }

    @Override
    public void addAdjoint(float[] settled, float[] p, float factor, float[] gradient) {
        recurrence.addAdjoint(settled, p, factor, gradient);
        feedback.add(factor * recalled(p), gradient);
    }

    @Override
    public void mirror(float[] settled) {
        recurrence.mirror(settled);
    }

    @Override
    public void unmirror() {
        recurrence.unmirror();
    }

    /** With the ring, since what an event settles at comes back in the next. */
    @Override
    public double gain(NetworkState state) {
        return recurrence.gain(state) + feedback.gain(state.floats);
    }

    @Override
    public boolean constrain(NetworkState state, double most) {
        return recurrence.constrain(state, feedback.constrain(state, most));
    }
}
