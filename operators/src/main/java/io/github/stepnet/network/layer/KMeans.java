package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;
import java.util.List;

/**
 * Soft assignment to learned centres: {@code p_k = softmax_k(-|x - c_k|^2 / (2 temperature^2))}.
 *
 * <p>{@code x: inputs}, of any shape, as the vector of its values; {@code c: clusters x inputs}. The output is the assignments {@code p:
 * clusters}, or the features {@code sum_k p_k c_k} in the input's shape: where the input lies, as far as the centres tell. Centres are
 * parameters like others; the loss moves them, there is no inner clustering. State: {@code clusters inputs} floats, which start standard normal, as
 * standardised inputs lie. Tape: {@code clusters} floats for features, else none. Work: {@code max(inputs, clusters)} floats.
 *
 * <p>An error is a number out of its range. Not for wide inputs at temperature 1: distances grow with the width, assignments become
 * one-hot, and their slopes vanish; a temperature near {@code sqrt(inputs)} keeps them alive. Section 1.17 of the stepping specification.
 *
 * @param clusters number of centres, at least 1
 * @param temperature distance at which a centre loses its pull, above 1e-6
 * @param output what comes out
 */
public record KMeans(
        int clusters,
        @Default("1") float temperature,
        @Default("assignments") Output output) implements LayerSpec {

    /** What comes out of the assignment. */
    public enum Output {
        /** The share of each centre. */
        ASSIGNMENTS,
        /** The mixture of the centres by their shares. */
        FEATURES
    }

    /** @throws IllegalArgumentException if a number is out of its range */
    public KMeans {
        if (clusters < 1) {
            throw new IllegalArgumentException("KMeans.clusters is " + clusters + "; it must be at least 1");
        }
        if (!(temperature > 1e-6f && temperature < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "KMeans.temperature is " + temperature + "; it must be above 1e-6 and finite");
        }
    }

    /** Assignments at temperature 1. */
    public KMeans(int clusters) {
        this(clusters, 1f, Output.ASSIGNMENTS);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        return wiring.through(new Compiled(this, from.shape()), from);
    }

    private static final class Compiled implements Stage {

        private final Shape input;
        private final Shape output;
        private final boolean isMixed;
        private final int n;
        private final int clusters;
        private final int centres;
        /** {@code 1 / temperature^2}. */
        private final float sharpness;

        Compiled(KMeans spec, Shape input) {
            this.input = input;
            isMixed = spec.output == Output.FEATURES;
            output = isMixed ? input : Shape.of(spec.clusters);
            n = input.floats();
            clusters = spec.clusters;
            centres = Math.multiplyExact(clusters, n);
            sharpness = (float) (1.0 / ((double) spec.temperature * spec.temperature));
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
            return List.of(new ParameterBlock("centres", 0, centres, ParameterBlock.Role.BIAS));
        }

        @Override
        public int tape() {
            return isMixed ? clusters : 0;
        }

        @Override
        public int scratch() {
            return Math.max(n, clusters);
        }

        @Override
        public int fanOut() {
            return clusters;
        }

        @Override
        public void initialize(float[] parameters, int at, SplitMix64 random) {
            for (int p = 0; p < centres; p++) {
                parameters[at + p] = (float) random.nextGaussian();
            }
        }

        private int shares(Frame f) {
            return isMixed ? f.tapeAt : f.outputAt;
        }

        private int centre(Frame f, int k) {
            return f.parametersAt + k * n;
        }

        @Override
        public void forward(Frame f) {
            int difference = f.scratchAt;
            int shares = shares(f);
            for (int k = 0; k < clusters; k++) {
                System.arraycopy(f.values, f.inputAt, f.work, difference, n);
                f.kernel.addScaled(n, -1f, f.parameters, centre(f, k), f.work, difference);
                f.values[shares + k] = -0.5f * sharpness * f.kernel.sumOfSquares(n, f.work, difference);
            }
            f.kernel.softmax(clusters, f.values, shares, f.values, shares);
            if (isMixed) {
                Arrays.fill(f.values, f.outputAt, f.outputAt + n, 0f);
                for (int k = 0; k < clusters; k++) {
                    f.kernel.addScaled(n, f.values[shares + k], f.parameters, centre(f, k), f.values, f.outputAt);
                }
            }
        }

        /** Leaves {@code s_k / temperature^2} for the signals {@code s_k} at the values before the softmax, which sum to 0. */
        @Override
        public void delta(Frame f, float epsilon) {
            float[] w = f.work;
            int s = f.scratchAt;
            int shares = shares(f);
            for (int k = 0; k < clusters; k++) {
                w[s + k] = isMixed
                        ? f.kernel.dot(n, w, f.outputSignalAt, f.parameters, centre(f, k))
                        : w[f.outputSignalAt + k];
            }
            float mean = f.kernel.dot(clusters, f.values, shares, w, s);
            for (int k = 0; k < clusters; k++) {
                w[s + k] = sharpness * f.values[shares + k] * (w[s + k] - mean);
            }
        }

        /** {@code c_k}'s gradient is {@code s_k (x - c_k) / temperature^2}, and in a mixture {@code p_k d} besides. */
        @Override
        public void accumulate(Frame f, float scale) {
            int shares = shares(f);
            for (int k = 0; k < clusters; k++) {
                float pull = scale * f.work[f.scratchAt + k];
                int g = f.gradientAt + k * n;
                f.kernel.addScaled(n, pull, f.values, f.inputAt, f.gradient, g);
                f.kernel.addScaled(n, -pull, f.parameters, centre(f, k), f.gradient, g);
                if (isMixed) {
                    f.kernel.addScaled(n, scale * f.values[shares + k], f.work, f.outputSignalAt, f.gradient, g);
                }
            }
        }

        /** {@code dx = sum_k s_k (c_k - x) / temperature^2}, in which the {@code x} cancel. */
        @Override
        public void pullback(Frame f) {
            Arrays.fill(f.work, f.inputSignalAt, f.inputSignalAt + n, 0f);
            f.kernel.addProduct(
                    1, clusters, n, f.work, f.scratchAt, f.parameters, f.parametersAt, f.work, f.inputSignalAt);
        }
    }
}
