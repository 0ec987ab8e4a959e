package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;
import java.util.List;

/**
 * Layer normalisation: {@code y[i] = gain[i] (x[i] - mean) / sqrt(variance + epsilon) + offset[i]}.
 *
 * <p>Mean and population variance are those of the {@code size} values that are normalised together: of each step by itself for an input
 * {@code steps x size}, of all values for any other shape; the output has the input's shape. State: {@code size} gains, which start at
 * 1, then {@code size} offsets, which start at 0. Tape: 2 floats per step. Work: one input and {@code size} floats.
 *
 * <p>Not for a step of one value, which always leaves as its offset; nor right behind the features, whose magnitude it would hide.
 *
 * <p>Ba, Kiros and Hinton 2016, "Layer Normalization", section 3; section 1.10 of the stepping specification.
 *
 * @param epsilon added to the variance, above 0
 */
public record LayerNorm(@Default("1e-5") float epsilon) implements LayerSpec {

    /** @throws IllegalArgumentException if {@code epsilon} is not positive and finite */
    public LayerNorm {
        if (!(epsilon > 0f) || Float.isInfinite(epsilon)) {
            throw new IllegalArgumentException(
                    "LayerNorm.epsilon is " + epsilon + "; it must be above 0 and finite, such as 1e-5");
        }
    }

    /** With the usual epsilon of 1e-5. */
    public LayerNorm() {
        this(1e-5f);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        return wiring.through(new Compiled(epsilon, from.shape()), from);
    }

    private static final class Compiled implements GradientSum {

        private final Shape shape;
        private final int steps;
        private final int n;
        private final float epsilon;

        Compiled(float epsilon, Shape shape) {
            this.epsilon = epsilon;
            this.shape = shape;
            steps = shape.rank() == 2 ? shape.size(0) : 1;
            n = shape.floats() / steps;
        }

        @Override
        public Shape input() {
            return shape;
        }

        @Override
        public Shape output() {
            return shape;
        }

        @Override
        public List<ParameterBlock> parameters() {
            return List.of(
                    new ParameterBlock("gain", 0, n, ParameterBlock.Role.GAIN),
                    new ParameterBlock("offset", n, n, ParameterBlock.Role.BIAS));
        }

        @Override
        public int parameterFloats() {
            return 2 * n;
        }

        /** Mean and inverse deviation of each step. */
        @Override
        public int tape() {
            return 2 * steps;
        }

        /** The normalised values, then the products of a step. */
        @Override
        public int scratch() {
            return steps * n + n;
        }

        /** An input has one output of its own; what it does to the others is of the order of {@code 1 / n}. */
        @Override
        public int fanOut() {
            return 1;
        }

        @Override
        public void initialize(float[] parameters, int at, SplitMix64 random) {
            Arrays.fill(parameters, at, at + n, 1f);
            Arrays.fill(parameters, at + n, at + 2 * n, 0f);
        }

        @Override
        public void forward(Frame f) {
            float[] v = f.values;
            float[] p = f.parameters;
            for (int t = 0; t < steps; t++) {
                int x = f.inputAt + t * n;
                int y = f.outputAt + t * n;
                float mean = f.kernel.sum(n, v, x) / n;
                for (int i = 0; i < n; i++) {
                    v[y + i] = v[x + i] - mean;
                }
                float inverse = 1f / (float) Math.sqrt(f.kernel.sumOfSquares(n, v, y) / n + epsilon);
                v[f.tapeAt + 2 * t] = mean;
                v[f.tapeAt + 2 * t + 1] = inverse;
                f.kernel.scale(n, inverse, v, y);
                f.kernel.multiply(n, v, y, p, f.parametersAt, v, y);
                f.kernel.add(n, p, f.parametersAt + n, v, y);
            }
        }

        @Override
        public void delta(Frame f, float epsilon) {
            float[] v = f.values;
            for (int t = 0; t < steps; t++) {
                int x = f.inputAt + t * n;
                int normalised = f.scratchAt + t * n;
                float mean = v[f.tapeAt + 2 * t];
                float inverse = v[f.tapeAt + 2 * t + 1];
                for (int i = 0; i < n; i++) {
                    f.work[normalised + i] = (v[x + i] - mean) * inverse;
                }
            }
        }

        @Override
        public void addGradient(Frame f, float factor, float[] to, int at) {
            int product = f.scratchAt + steps * n;
            for (int t = 0; t < steps; t++) {
                int d = f.outputSignalAt + t * n;
                f.kernel.multiply(n, f.work, d, f.work, f.scratchAt + t * n, f.work, product);
                f.kernel.addScaled(n, factor, f.work, product, to, at);
                f.kernel.addScaled(n, factor, f.work, d, to, at + n);
            }
        }

        /** {@code dx = (g - mean(g) - z mean(g z)) / deviation}, where {@code g = d gain} and {@code z} is normalised. */
        @Override
        public void pullback(Frame f) {
            float[] work = f.work;
            for (int t = 0; t < steps; t++) {
                int normalised = f.scratchAt + t * n;
                int dx = f.inputSignalAt + t * n;
                f.kernel.multiply(n, work, f.outputSignalAt + t * n, f.parameters, f.parametersAt, work, dx);
                float mean = f.kernel.sum(n, work, dx) / n;
                float slope = f.kernel.dot(n, work, dx, work, normalised) / n;
                float inverse = f.values[f.tapeAt + 2 * t + 1];
                for (int i = 0; i < n; i++) {
                    work[dx + i] = (work[dx + i] - mean - work[normalised + i] * slope) * inverse;
                }
            }
        }

        /** A normalised value is at most {@code sqrt(n)}, and a mean of magnitudes at most the largest. */
        @Override
        public double signalGain(double parameterBound) {
            return (2.0 + StrictMath.sqrt(n)) * parameterBound / StrictMath.sqrt(epsilon);
        }

        @Override
        public double gradientGain(double inputBound) {
            return steps * (1.0 + StrictMath.sqrt(n));
        }
    }
}
