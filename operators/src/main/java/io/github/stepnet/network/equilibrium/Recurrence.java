package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * {@link LoopedMlp} at work, and the core of the models that add to it: they use its verbs on the first {@code hidden} floats of their states, and
 * may add to {@link #drive()} and {@link #preActivations()} in between.
 */
final class Recurrence implements ComplexDynamics {

    private static final float FIRST_NORM = 0.9f;

    private final int inputs;
    private final int n;
    private final boolean isSymmetric;
    private final Kernel kernel;
    private final int inputWeightsAt;
    private final int biasesAt;
    private final int weightsAt;
    /** Of a gradient's positions. */
    private final int origin;

    private final SpectralNorm norm;

    private final float[] x;
    private final float[] drive;
    private final float[] u;
    private final float[] difference;
    private final float[] sum;
    private final float[] scratch;
    private final float[] imaginary;
    private float[] floats;
    /** What is added to {@code W^T h} while the map is mirrored. */
    private final float[] mirroredDrive;

    private boolean isMirrored;

    Recurrence(int inputs, int hidden, boolean isSymmetric, int parametersAt, Kernel kernel, StateLayout layout) {
        this.inputs = inputs;
        n = hidden;
        this.isSymmetric = isSymmetric;
        this.kernel = kernel;
        origin = parametersAt;
        inputWeightsAt = parametersAt;
        biasesAt = inputWeightsAt + inputs * n;
        weightsAt = biasesAt + n;
        norm = new SpectralNorm(kernel, n, n, weightsAt, layout);
        x = new float[inputs];
        drive = new float[n];
        u = new float[n];
        difference = new float[n];
        sum = new float[n];
        scratch = new float[n];
        imaginary = new float[n];
        mirroredDrive = new float[n];
    }

    static List<ParameterBlock> blocks(int inputs, int hidden) {
        int products = Math.multiplyExact(inputs, hidden);
        return List.of(
                new ParameterBlock("input-weights", 0, products, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("biases", products, hidden, ParameterBlock.Role.BIAS),
                new ParameterBlock(
                        "weights",
                        Math.addExact(products, hidden),
                        Math.multiplyExact(hidden, hidden),
                        ParameterBlock.Role.WEIGHT));
    }

    @Override
    public int size() {
        return n;
    }

    @Override
    public void initialize(NetworkState state, SplitMix64 random) {
        Drawing.uniform(inputs * n, inputs, random, state.floats, inputWeightsAt);
        Drawing.uniform(n, inputs, random, state.floats, biasesAt);
        double[] w = Drawing.orthogonal(n, n, FIRST_NORM, random);
        for (int i = 0; i < w.length; i++) {
            state.floats[weightsAt + i] = (float) w[i];
        }
        norm.initialize(state, random);
    }

    @Override
    public void attach(NetworkState state) {
        floats = state.floats;
    }

    /** The drive of the present event, into which a model may add. */
    float[] drive() {
        return drive;
    }

    /** What {@link #preActivate} has computed, into which a model may add before {@link #activate}. */
    float[] preActivations() {
        return u;
    }

    @Override
    public void drive(float[] features, int at, float[] memory, int memoryAt) {
        System.arraycopy(features, at, x, 0, inputs);
        kernel.affine(inputs, n, floats, inputWeightsAt, floats, biasesAt, x, 0, drive, 0);
    }

    /** {@code u = drive + W h}, or its mirror image. */
    void preActivate(float[] h) {
        if (isMirrored) {
            kernel.affineTransposed(n, n, floats, weightsAt, h, 0, u, 0);
            kernel.add(n, mirroredDrive, 0, u, 0);
        } else {
            kernel.affine(n, n, floats, weightsAt, drive, 0, h, 0, u, 0);
        }
    }

    /** {@code target = tanh(u + pull)}. */
    void activate(float[] h, Pull pull, float[] target) {
        pull.add(h, u);
        kernel.tanh(n, u, 0, target, 0);
    }

    @Override
    public void target(float[] state, Pull pull, float[] target) {
        preActivate(state);
        activate(state, pull, target);
    }

    @Override
    public void readout(float[] state, float[] readout) {
        System.arraycopy(state, 0, readout, 0, n);
    }

    @Override
    public double energy(float[] h) {
        preActivate(h);
        double energy = 0;
        for (int i = 0; i < n; i++) {
            energy += entropy(1.0 + h[i]) + entropy(1.0 - h[i]) - 0.5 * h[i] * ((double) u[i] + drive[i]);
        }
        return energy;
    }

    /** {@code s ln s / 2}: half of it for {@code 1 + h} and half for {@code 1 - h} is {@code h artanh h + ln(1 - h^2) / 2}. */
    private static double entropy(double s) {
        return s > 0 ? 0.5 * s * StrictMath.log(s) : 0;
    }

    @Override
    public void addContrast(float[] up, float[] down, float factor, float[] gradient) {
        for (int i = 0; i < n; i++) {
            difference[i] = up[i] - down[i];
            sum[i] = up[i] + down[i];
        }
        addInputs(difference, -factor, gradient);
        // up up^T - down down^T = (d s^T + s d^T) / 2, without the cancellation.
        addWeights(sum, difference, -0.25f * factor, gradient);
        addWeights(difference, sum, -0.25f * factor, gradient);
    }

    @Override
    public void target(float[] re, float[] im, ComplexPull pull, float[] targetRe, float[] targetIm) {
        Arrays.fill(scratch, 0f);
        kernel.affine(n, n, floats, weightsAt, drive, 0, re, 0, u, 0);
        kernel.affine(n, n, floats, weightsAt, scratch, 0, im, 0, imaginary, 0);
        pull.add(re, im, u, imaginary);
        for (int i = 0; i < n; i++) {
            // tanh(a + i b) = (t + i s) / (1 + i t s) with t = tanh a and s = tan b.
            double t = StrictMath.tanh(u[i]);
            double s = StrictMath.tan(imaginary[i]);
            double size = 1 + t * t * s * s;
            targetRe[i] = (float) (t * (1 + s * s) / size);
            targetIm[i] = (float) (s * (1 - t * t) / size);
        }
    }

    /** The imaginary part of {@code h h^T} is {@code re im^T + im re^T}. */
    @Override
    public void addImaginary(float[] re, float[] im, float factor, float[] gradient) {
        addInputs(im, -factor, gradient);
        addWeights(re, im, -0.5f * factor, gradient);
        addWeights(im, re, -0.5f * factor, gradient);
    }

    private void addInputs(float[] signal, float factor, float[] gradient) {
        kernel.addOuterProduct(
                inputs, n, factor, x, 0, signal, 0, gradient, inputWeightsAt - origin, gradient, biasesAt - origin);
    }

    private void addWeights(float[] from, float[] to, float factor, float[] gradient) {
        kernel.addOuterProduct(n, n, factor, from, 0, to, 0, gradient, weightsAt - origin, scratch, 0);
    }

    @Override
    public void adjoint(float[] h, float[] g, float[] p, float[] next) {
        adjoint(h, g, p, 0f, next);
    }

    /** With {@code echo} times the identity added to {@code W}. */
    void adjoint(float[] h, float[] g, float[] p, float echo, float[] next) {
        kernel.affineTransposed(n, n, floats, weightsAt, p, 0, scratch, 0);
        kernel.addScaled(n, echo, p, 0, scratch, 0);
        kernel.add(n, g, 0, scratch, 0);
        kernel.tanhSlope(n, 0f, h, 0, scratch, 0, next, 0);
    }

    @Override
    public void addAdjoint(float[] h, float[] p, float factor, float[] gradient) {
        addInputs(p, factor, gradient);
        if (isSymmetric) {
            addWeights(h, p, 0.5f * factor, gradient);
            addWeights(p, h, 0.5f * factor, gradient);
        } else {
            addWeights(h, p, factor, gradient);
        }
    }

    @Override
    public void mirror(float[] settled) {
        if (isSymmetric) {
            return;
        }
        kernel.affineTransposed(n, n, floats, weightsAt, settled, 0, scratch, 0);
        kernel.affine(n, n, floats, weightsAt, drive, 0, settled, 0, mirroredDrive, 0);
        kernel.addScaled(n, -1f, scratch, 0, mirroredDrive, 0);
        isMirrored = true;
    }

    @Override
    public void unmirror() {
        isMirrored = false;
    }

    @Override
    public double gain(NetworkState state) {
        return norm.sigma(state);
    }

    @Override
    public boolean constrain(NetworkState state, double most) {
        if (isSymmetric) {
            symmetrize(state.floats);
        }
        return norm.project(state, most);
    }

    private void symmetrize(float[] w) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                float mean = 0.5f * (w[weightsAt + i * n + j] + w[weightsAt + j * n + i]);
                w[weightsAt + i * n + j] = mean;
                w[weightsAt + j * n + i] = mean;
            }
        }
    }
}
