package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;
import java.util.List;

/**
 * Normalisation by the root of the mean square: {@code y[i] = gain[i] x[i] / sqrt(mean(x^2) + epsilon)}.
 *
 * <p>The mean is that of the {@code size} values that are normalised together: of each step by itself for an input {@code steps x size},
 * of all values for any other shape; the output has the input's shape. State: {@code size} gains, which start at 1. Tape: 1 float per
 * step. Work: {@code size} floats.
 *
 * <p>Cheaper than {@link LayerNorm}, and as good where the mean carries nothing, as in blocks of attention and {@link SwiGlu}. Not right
 * behind the features, whose magnitude it would hide.
 *
 * <p>Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", section 4; section 1.11 of the stepping specification.
 *
 * @param epsilon added to the mean square, above 0
 */
public record RmsNorm(@Default("1e-6") float epsilon) implements LayerSpec {

    /** @throws IllegalArgumentException if {@code epsilon} is not positive and finite */
    public RmsNorm {
        if (!(epsilon > 0f) || Float.isInfinite(epsilon)) {
            throw new IllegalArgumentException(
                    "RmsNorm.epsilon is " + epsilon + "; it must be above 0 and finite, such as 1e-6");
        }
    }

    /** With the usual epsilon of 1e-6. */
    public RmsNorm() {
        this(1e-6f);
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
            return List.of(new ParameterBlock("gain", 0, n, ParameterBlock.Role.GAIN));
        }

        @Override
        public int parameterFloats() {
            return n;
        }

        /** Inverse root of the mean square of each step. */
        @Override
        public int tape() {
            return steps;
        }

        @Override
        public int scratch() {
            return n;
        }

        /** An input has one output of its own; what it does to the others is of the order of {@code 1 / n}. */
        @Override
        public int fanOut() {
            return 1;
        }

        @Override
        public void initialize(float[] parameters, int at, SplitMix64 random) {
            Arrays.fill(parameters, at, at + n, 1f);
        }

        @Override
        public void forward(Frame f) {
            float[] v = f.values;
            for (int t = 0; t < steps; t++) {
                int x = f.inputAt + t * n;
                int y = f.outputAt + t * n;
                float inverse = 1f / (float) Math.sqrt(f.kernel.sumOfSquares(n, v, x) / n + epsilon);
                v[f.tapeAt + t] = inverse;
                f.kernel.multiply(n, v, x, f.parameters, f.parametersAt, v, y);
                f.kernel.scale(n, inverse, v, y);
            }
        }

        /** The tape says it all. */
        @Override
        public void delta(Frame f, float epsilon) {}

        @Override
        public void addGradient(Frame f, float factor, float[] to, int at) {
            for (int t = 0; t < steps; t++) {
                int product = f.scratchAt;
                f.kernel.multiply(n, f.work, f.outputSignalAt + t * n, f.values, f.inputAt + t * n, f.work, product);
                f.kernel.scale(n, f.values[f.tapeAt + t], f.work, product);
                f.kernel.addScaled(n, factor, f.work, product, to, at);
            }
        }

        /** {@code dx = (g - z mean(g z)) / root}, where {@code g = d gain} and {@code z = x / root}. */
        @Override
        public void pullback(Frame f) {
            for (int t = 0; t < steps; t++) {
                int x = f.inputAt + t * n;
                int dx = f.inputSignalAt + t * n;
                float inverse = f.values[f.tapeAt + t];
                f.kernel.multiply(n, f.work, f.outputSignalAt + t * n, f.parameters, f.parametersAt, f.work, dx);
                float slope = f.kernel.dot(n, f.work, dx, f.values, x) * inverse / n;
                f.kernel.addScaled(n, -slope * inverse, f.values, x, f.work, dx);
                f.kernel.scale(n, inverse, f.work, dx);
            }
        }

        /** A normalised value is at most {@code sqrt(n)}, and a mean of magnitudes at most the largest. */
        @Override
        public double signalGain(double parameterBound) {
            return (1.0 + StrictMath.sqrt(n)) * parameterBound / StrictMath.sqrt(epsilon);
        }

        @Override
        public double gradientGain(double inputBound) {
            return steps * StrictMath.sqrt(n);
        }
    }
}
