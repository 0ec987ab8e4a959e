package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import java.util.List;

/**
 * The stage of {@link Dense} and {@link StepwiseDense}: one affine map from {@code n} to {@code m} values and an activation, for each of the
 * steps. A single step is pulled back and descended in one touch per weight.
 */
final class Affine implements GradientSum, TargetEstimate {

    /** Below it, weights say nothing about their input. */
    private static final float LEAST_MAGNITUDE = 0.01f;

    private final Shape input;
    private final Shape output;
    private final int steps;
    private final int n;
    private final int m;
    private final int outputs;
    private final int biases;
    private final Activation activation;
    private final Initializer initializer;

    Affine(Shape input, Shape output, int steps, Activation activation, Initializer initializer) {
        this.input = input;
        this.output = output;
        this.steps = steps;
        this.activation = activation;
        this.initializer = initializer;
        outputs = output.floats();
        n = input.floats() / steps;
        m = outputs / steps;
        biases = Math.multiplyExact(n, m);
    }

    @Override
    public Shape input() {
        return input;
    }

    @Override
    public Shape output() {
        return output;
    }

    @Override
    public List<ParameterBlock> parameters() {
        return List.of(
                new ParameterBlock("weights", 0, biases, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("biases", biases, m, ParameterBlock.Role.BIAS));
    }

    @Override
    public int parameterFloats() {
        return Math.addExact(biases, m);
    }

    @Override
    public int tape() {
        return activation.slopesFromOutput() ? 0 : outputs;
    }

    @Override
    public int scratch() {
        return outputs;
    }

    @Override
    public int deltas() {
        return outputs;
    }

    @Override
    public int fanOut() {
        return m;
    }

    @Override
    public void initialize(float[] parameters, int at, SplitMix64 random) {
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < m; o++) {
                parameters[at + Kernel.weightIndex(n, m, i, o)] = initializer.weight(random, n, m);
            }
        }
        for (int o = 0; o < m; o++) {
            parameters[at + biases + o] = initializer.bias(random);
        }
    }

    @Override
    public void forward(Frame f) {
        float[] p = f.parameters;
        int w = f.parametersAt;
        float[] v = f.values;
        int pre = activation.slopesFromOutput() ? f.outputAt : f.tapeAt;
        for (int t = 0; t < steps; t++) {
            f.kernel.affine(n, m, p, w, p, w + biases, v, f.inputAt + t * n, v, pre + t * m);
        }
        activation.apply(f.kernel, outputs, v, pre, v, f.outputAt);
    }

    @Override
    public void delta(Frame f, float epsilon) {
        int basis = activation.slopesFromOutput() ? f.outputAt : f.tapeAt;
        activation.slope(f.kernel, outputs, epsilon, f.values, basis, f.work, f.outputSignalAt, f.work, f.scratchAt);
    }

    @Override
    public void addGradient(Frame f, float factor, float[] to, int at) {
        for (int t = 0; t < steps; t++) {
            int x = f.inputAt + t * n;
            int d = f.scratchAt + t * m;
            f.kernel.addOuterProduct(n, m, factor, f.values, x, f.work, d, to, at, to, at + biases);
        }
    }

    @Override
    public void writeGradient(Frame f, float scale) {
        if (steps == 1) {
            int g = f.gradientAt;
            f.kernel.outerProduct(
                    n, m, scale, f.values, f.inputAt, f.work, f.scratchAt, f.gradient, g, f.gradient, g + biases);
        } else {
            GradientSum.super.writeGradient(f, scale);
        }
    }

    @Override
    public void pullback(Frame f) {
        float[] work = f.work;
        for (int t = 0; t < steps; t++) {
            int d = f.scratchAt + t * m;
            f.kernel.affineTransposed(n, m, f.parameters, f.parametersAt, work, d, work, f.inputSignalAt + t * n);
        }
    }

    @Override
    public void pullbackAndStep(Frame f, float rate) {
        if (steps > 1) {
            GradientSum.super.pullbackAndStep(f, rate);
            return;
        }
        delta(f, 0f);
        float[] p = f.parameters;
        int w = f.parametersAt;
        int d = f.scratchAt;
        if (f.inputSignalAt == Frame.NONE) {
            f.kernel.affineStep(n, m, rate, f.values, f.inputAt, f.work, d, p, w, p, w + biases);
        } else {
            f.kernel.affineTransposedAndStep(
                    n, m, rate, f.values, f.inputAt, f.work, d, p, w, p, w + biases, f.work, f.inputSignalAt);
        }
    }

    @Override
    public void gap(Frame f) {
        System.arraycopy(f.work, f.outputSignalAt, f.work, f.scratchAt, outputs);
    }

    @Override
    public void estimateInput(Frame f) {
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < n; i++) {
                float sum = 0f;
                float magnitudes = 0f;
                for (int o = 0; o < m; o++) {
                    float weight = f.parameters[f.parametersAt + Kernel.weightIndex(n, m, i, o)];
                    sum += weight * f.work[f.outputSignalAt + t * m + o];
                    magnitudes += Math.abs(weight);
                }
                f.work[f.inputSignalAt + t * n + i] = magnitudes > LEAST_MAGNITUDE ? sum / magnitudes : 0f;
            }
        }
    }

    @Override
    public float lowestTarget() {
        return activation.lowestTarget();
    }

    @Override
    public float highestTarget() {
        return activation.highestTarget();
    }

    @Override
    public double signalGain(double parameterBound) {
        return Activation.LARGEST_SLOPE * m * parameterBound;
    }

    @Override
    public double gradientGain(double inputBound) {
        return (1.0 + Activation.LARGEST_SLOPE) * steps * Math.max(1.0, inputBound);
    }
}
