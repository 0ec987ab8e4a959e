package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * A symmetric {@link LoopedMlp} each of whose units moves at the rate of its own gate, {@code z = max(0.1, sigmoid(Wzx x + bz + Wzh h))} of the way per iteration.
 *
 * <p>It settles where the looped model does; gates change the way only, have no part in the energy and are not learned: they stay as they were drawn. The solver's
 * damping has no effect. State: that of {@code LoopedMlp} and {@code (inputs + 1 + hidden) hidden} floats of gates; an iteration costs twice as much. A size
 * below 1 is an error. Section 1.4 of the specification.
 *
 * @param hidden units
 */
public record GatedMlp(@Default("64") int hidden) implements EquilibriumModel {

    private static final float LOWEST = 0.1f;

    public GatedMlp {
        Sizes.check("GatedMlp.hidden", hidden);
    }

    @Override
    public List<ParameterBlock> learned(int inputs) {
        return Recurrence.blocks(inputs, hidden);
    }

    @Override
    public int drawn(int inputs) {
        return Math.multiplyExact(Math.addExact(inputs + 1, hidden), hidden);
    }

    @Override
    public boolean isComplex() {
        return true;
    }

    @Override
    public Dynamics compile(int inputs, int parametersAt, int drawnAt, Kernel kernel, StateLayout layout) {
        Recurrence recurrence = new Recurrence(inputs, hidden, true, parametersAt, kernel, layout);
        return new Gates(recurrence, inputs, drawnAt, kernel);
    }

    /** The model at work. */
    private static final class Gates implements ComplexDynamics {

        private final Recurrence recurrence;
        private final Kernel kernel;
        private final int inputs;
        private final int n;
        private final int inputWeightsAt;
        private final int biasesAt;
        private final int weightsAt;
        private final float[] drive;
        private final float[] z;
        private float[] floats;

        Gates(Recurrence recurrence, int inputs, int gatesAt, Kernel kernel) {
            this.recurrence = recurrence;
            this.kernel = kernel;
            this.inputs = inputs;
            n = recurrence.size();
            inputWeightsAt = gatesAt;
            biasesAt = inputWeightsAt + inputs * n;
            weightsAt = biasesAt + n;
            drive = new float[n];
            z = new float[n];
        }

        @Override
        public int size() {
            return n;
        }

        @Override
        public void initialize(NetworkState state, SplitMix64 random) {
            recurrence.initialize(state, random);
            Drawing.uniform(inputs * n, inputs, random, state.floats, inputWeightsAt);
            Drawing.uniform(n, inputs, random, state.floats, biasesAt);
            Drawing.uniform(n * n, n, random, state.floats, weightsAt);
        }

        @Override
        public void attach(NetworkState state) {
            floats = state.floats;
            recurrence.attach(state);
        }

        @Override
        public void drive(float[] x, int xAt, float[] memory, int memoryAt) {
            recurrence.drive(x, xAt, memory, memoryAt);
            kernel.affine(inputs, n, floats, inputWeightsAt, floats, biasesAt, x, xAt, drive, 0);
        }

        @Override
        public void target(float[] state, Pull pull, float[] target) {
            recurrence.target(state, pull, target);
        }

        @Override
        public void relax(float[] state, float[] target, float damping) {
            kernel.affine(n, n, floats, weightsAt, drive, 0, state, 0, z, 0);
            kernel.sigmoid(n, z, 0, z, 0);
            for (int i = 0; i < n; i++) {
                state[i] += Math.max(LOWEST, z[i]) * (target[i] - state[i]);
            }
        }

        @Override
        public void readout(float[] state, float[] readout) {
            recurrence.readout(state, readout);
        }

        @Override
        public double energy(float[] state) {
            return recurrence.energy(state);
        }

        @Override
        public void addContrast(float[] up, float[] down, float factor, float[] gradient) {
            recurrence.addContrast(up, down, factor, gradient);
        }

        @Override
        public void target(float[] re, float[] im, ComplexPull pull, float[] targetRe, float[] targetIm) {
            recurrence.target(re, im, pull, targetRe, targetIm);
        }

        @Override
        public void addImaginary(float[] re, float[] im, float factor, float[] gradient) {
            recurrence.addImaginary(re, im, factor, gradient);
        }

        @Override
        public void adjoint(float[] settled, float[] g, float[] p, float[] next) {
            recurrence.adjoint(settled, g, p, next);
        }

        @Override
        public void addAdjoint(float[] settled, float[] p, float factor, float[] gradient) {
            recurrence.addAdjoint(settled, p, factor, gradient);
        }

        @Override
        public double gain(NetworkState state) {
            return recurrence.gain(state);
        }

        /** Units that move at rates of their own may come apart in a step, though they settle. */
        @Override
        public double stepGain(NetworkState state, float damping) {
            return Double.NaN;
        }

        @Override
        public boolean constrain(NetworkState state, double most) {
            return recurrence.constrain(state, most);
        }
    }
}
