package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/** {@link ModernTied} and {@link ModernTiedLayerNorm} at work: {@code f(h) = Wx x + b + W1^T tanh(W1 q + b1)}, {@code q} the readout of {@code h}. */
final class Tied implements Dynamics {

    private static final float FIRST_NORM = 0.9f;
    private static final double LOG_TWO = 0.6931471805599453;

    private final int inputs;
    private final int n;
    private final int width;
    private final Readout readout;
    private final Kernel kernel;
    private final int origin;
    private final int inputWeightsAt;
    private final int biasesAt;
    private final int weightsAt;
    private final int innerBiasesAt;
    private final SpectralNorm norm;

    private final float[] x;
    private final float[] drive;
    private final float[] q;
    private final float[] inner;
    private final float[] otherQ;
    private final float[] otherInner;
    private final float[] scratch;
    private final float[] innerScratch;
    private float[] floats;

    Tied(int inputs, int width, Readout readout, int parametersAt, Kernel kernel, StateLayout layout) {
        this.inputs = inputs;
        this.width = width;
        this.readout = readout;
        this.kernel = kernel;
        n = readout.hidden();
        origin = parametersAt;
        inputWeightsAt = parametersAt;
        biasesAt = inputWeightsAt + inputs * n;
        weightsAt = biasesAt + n;
        innerBiasesAt = weightsAt + n * width;
        norm = new SpectralNorm(kernel, n, width, weightsAt, layout);
        x = new float[inputs];
        drive = new float[n];
        q = new float[n];
        inner = new float[width];
        otherQ = new float[n];
        otherInner = new float[width];
        scratch = new float[n];
        innerScratch = new float[width];
    }

    static void check(String model, int hidden, int width) {
        Sizes.check(model + ".hidden", hidden);
        Sizes.check(model + ".width", width);
        if (width < hidden) {
            throw new IllegalArgumentException(model + ".width is " + width + "; it must be at least the " + hidden
                    + " hidden units, usually four times as many");
        }
    }

    static List<ParameterBlock> blocks(int inputs, int hidden, int width) {
        int products = Math.multiplyExact(inputs, hidden);
        int weightsAt = Math.addExact(products, hidden);
        int weights = Math.multiplyExact(hidden, width);
        return List.of(
                new ParameterBlock("input-weights", 0, products, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("biases", products, hidden, ParameterBlock.Role.BIAS),
                new ParameterBlock("weights", weightsAt, weights, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("inner-biases", Math.addExact(weightsAt, weights), width, ParameterBlock.Role.BIAS));
    }

    @Override
    public int size() {
        return n;
    }

    @Override
    public void initialize(NetworkState state, SplitMix64 random) {
        Drawing.uniform(inputs * n, inputs, random, state.floats, inputWeightsAt);
        Drawing.uniform(n, inputs, random, state.floats, biasesAt);
        double[] w = Drawing.orthogonal(n, width, FIRST_NORM, random);
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < width; o++) {
                state.floats[weightsAt + Kernel.weightIndex(n, width, i, o)] = (float) w[i * width + o];
            }
        }
        Drawing.uniform(width, n, random, state.floats, innerBiasesAt);
        norm.initialize(state, random);
    }

    @Override
    public void attach(NetworkState state) {
        floats = state.floats;
    }

    @Override
    public void drive(float[] features, int at, float[] memory, int memoryAt) {
        System.arraycopy(features, at, x, 0, inputs);
        kernel.affine(inputs, n, floats, inputWeightsAt, floats, biasesAt, x, 0, drive, 0);
    }

    /** {@code q} of {@code h} and {@code inner = tanh(W1 q + b1)}. */
    private void look(float[] h, float[] q, float[] inner) {
        readout.read(h, q);
        kernel.affine(n, width, floats, weightsAt, floats, innerBiasesAt, q, 0, inner, 0);
        kernel.tanh(width, inner, 0, inner, 0);
    }

    @Override
    public void target(float[] state, Pull pull, float[] target) {
        look(state, q, inner);
        kernel.affineTransposed(n, width, floats, weightsAt, inner, 0, target, 0);
        kernel.add(n, drive, 0, target, 0);
        pull.add(q, target);
    }

    @Override
    public void readout(float[] state, float[] out) {
        readout.read(state, out);
    }

    @Override
    public double energy(float[] h) {
        readout.read(h, q);
        kernel.affine(n, width, floats, weightsAt, floats, innerBiasesAt, q, 0, inner, 0);
        double energy = readout.primitive(h, q);
        for (int i = 0; i < n; i++) {
            energy -= (double) q[i] * drive[i];
        }
        for (int o = 0; o < width; o++) {
            energy -= logCosh(inner[o]);
        }
        return energy;
    }

    private static double logCosh(double a) {
        double magnitude = Math.abs(a);
        return magnitude + StrictMath.log1p(StrictMath.exp(-2 * magnitude)) - LOG_TWO;
    }

    @Override
    public void addContrast(float[] up, float[] down, float factor, float[] gradient) {
        look(up, q, inner);
        look(down, otherQ, otherInner);
        turnIntoDifferenceAndSum(q, otherQ);
        turnIntoDifferenceAndSum(inner, otherInner);
        addInputs(q, -factor, gradient);
        // t q^T of up minus that of down is (dt sq^T + st dq^T) / 2, without the cancellation.
        addInner(otherQ, inner, -0.5f * factor, gradient);
        addInner(q, otherInner, -0.5f * factor, gradient);
        kernel.addScaled(width, -factor, inner, 0, gradient, innerBiasesAt - origin);
    }

    private static void turnIntoDifferenceAndSum(float[] up, float[] down) {
        for (int i = 0; i < up.length; i++) {
            float difference = up[i] - down[i];
            down[i] += up[i];
            up[i] = difference;
        }
    }

    private void addInputs(float[] signal, float factor, float[] gradient) {
        kernel.addOuterProduct(
                inputs, n, factor, x, 0, signal, 0, gradient, inputWeightsAt - origin, gradient, biasesAt - origin);
    }

    private void addInner(float[] from, float[] to, float factor, float[] gradient) {
        kernel.addOuterProduct(n, width, factor, from, 0, to, 0, gradient, weightsAt - origin, innerScratch, 0);
    }

    @Override
    public void adjoint(float[] settled, float[] g, float[] p, float[] next) {
        look(settled, q, inner);
        innerSignal(p);
        kernel.affineTransposed(n, width, floats, weightsAt, otherInner, 0, scratch, 0);
        kernel.add(n, g, 0, scratch, 0);
        readout.pullback(settled, q, scratch, next);
    }

    /** {@code otherInner = (1 - inner^2) W1 p}. */
    private void innerSignal(float[] p) {
        Arrays.fill(innerScratch, 0f);
        kernel.affine(n, width, floats, weightsAt, innerScratch, 0, p, 0, otherInner, 0);
        kernel.tanhSlope(width, 0f, inner, 0, otherInner, 0, otherInner, 0);
    }

    @Override
    public void addAdjoint(float[] settled, float[] p, float factor, float[] gradient) {
        look(settled, q, inner);
        innerSignal(p);
        addInputs(p, factor, gradient);
        addInner(p, inner, factor, gradient);
        addInner(q, otherInner, factor, gradient);
        kernel.addScaled(width, factor, otherInner, 0, gradient, innerBiasesAt - origin);
    }

    @Override
    public double gain(NetworkState state) {
        double sigma = norm.sigma(state);
        return sigma * sigma * readout.gain();
    }

    @Override
    public boolean constrain(NetworkState state, double most) {
        return norm.project(state, Math.sqrt(most / readout.gain()));
    }
}
