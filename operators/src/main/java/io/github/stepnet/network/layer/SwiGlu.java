package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * A gated feed-forward block: {@code y = Down (silu(Gate x + bg) * (Up x + bu)) + bd}, the product taken element by element.
 *
 * <p>It works on {@code size} values at a time: on each step by itself for an input {@code steps x size}, on all values for any other
 * shape; the output has the input's shape. {@code Gate, Up: size x hidden}, {@code Down: hidden x size}. State: {@code 3 size hidden +
 * 2 hidden + size} floats, each matrix followed by its biases. Tape: {@code 2 hidden} floats per step. Work: {@code 3 hidden} floats per
 * step and one {@code hidden} or {@code size} more.
 *
 * <p>Biases start at 0, gate and up normal with variance {@code 1 / size} (LeCun et al. 1998), down normal with variance {@code 2.8 /
 * hidden}: for inputs of unit variance the product has a mean square of 0.356, and the block so neither amplifies nor shrinks.
 *
 * <p>Not as the last layer before a loss, which wants an affine map. Without a residual path around it a deep stack of such blocks learns
 * slowly.
 *
 * <p>Shazeer 2020, "GLU Variants Improve Transformer", equation 6 (with biases); section 1.12 of the stepping specification.
 *
 * @param hidden number of gated units, at least 1; with two thirds of the units of a plain feed-forward block it costs the same
 */
public record SwiGlu(int hidden) implements LayerSpec {

    /** Mean square of {@code silu(a) b} for independent standard normal {@code a} and {@code b}. */
    private static final double GATED_MEAN_SQUARE = 0.356;

    /** @throws IllegalArgumentException if {@code hidden} is below 1 */
    public SwiGlu {
        if (hidden < 1) {
            throw new IllegalArgumentException("SwiGlu.hidden is " + hidden + "; it must be at least 1");
        }
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        return wiring.through(new Compiled(hidden, from.shape()), from);
    }

    private static final class Compiled implements Stage {

        private final Shape shape;
        private final int steps;
        private final int n;
        private final int m;
        private final int gateBiases;
        private final int up;
        private final int upBiases;
        private final int down;
        private final int downBiases;

        /** Starts in the scratch, one behind the other: signals before gate and up, gated products, and one step's own. */
        private final int upDeltasAt;

        private final int productsAt;
        private final int stepAt;

        Compiled(int hidden, Shape shape) {
            this.shape = shape;
            steps = shape.rank() == 2 ? shape.size(0) : 1;
            n = shape.floats() / steps;
            m = hidden;
            gateBiases = Math.multiplyExact(n, m);
            up = Math.addExact(gateBiases, m);
            upBiases = Math.addExact(up, gateBiases);
            down = Math.addExact(upBiases, m);
            downBiases = Math.addExact(down, gateBiases);
            upDeltasAt = Math.multiplyExact(steps, m);
            productsAt = Math.multiplyExact(2, upDeltasAt);
            stepAt = Math.addExact(productsAt, upDeltasAt);
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
                    new ParameterBlock("gate", 0, n * m, ParameterBlock.Role.WEIGHT),
                    new ParameterBlock("gate-biases", gateBiases, m, ParameterBlock.Role.BIAS),
                    new ParameterBlock("up", up, n * m, ParameterBlock.Role.WEIGHT),
                    new ParameterBlock("up-biases", upBiases, m, ParameterBlock.Role.BIAS),
                    new ParameterBlock("down", down, n * m, ParameterBlock.Role.WEIGHT),
                    new ParameterBlock("down-biases", downBiases, n, ParameterBlock.Role.BIAS));
        }

        /** The arguments of the gate, then what is gated, of each step. */
        @Override
        public int tape() {
            return 2 * steps * m;
        }

        @Override
        public int scratch() {
            return stepAt + Math.max(n, m);
        }

        @Override
        public int fanOut() {
            return 2 * m;
        }

        @Override
        public void initialize(float[] parameters, int at, SplitMix64 random) {
            Arrays.fill(parameters, at, at + downBiases + n, 0f);
            draw(parameters, at, 1.0 / n, random);
            draw(parameters, at + up, 1.0 / n, random);
            draw(parameters, at + down, 1.0 / (GATED_MEAN_SQUARE * m), random);
        }

        private void draw(float[] parameters, int at, double variance, SplitMix64 random) {
            for (int i = 0; i < n * m; i++) {
                parameters[at + i] = (float) (random.nextGaussian() * StrictMath.sqrt(variance));
            }
        }

        @Override
        public void forward(Frame f) {
            float[] p = f.parameters;
            float[] v = f.values;
            int at = f.parametersAt;
            int product = f.scratchAt + productsAt;
            for (int t = 0; t < steps; t++) {
                int x = f.inputAt + t * n;
                int gated = f.tapeAt + 2 * t * m;
                f.kernel.affine(n, m, p, at, p, at + gateBiases, v, x, v, gated);
                f.kernel.affine(n, m, p, at + up, p, at + upBiases, v, x, v, gated + m);
                f.kernel.silu(m, v, gated, f.work, product);
                f.kernel.multiply(m, f.work, product, v, gated + m, f.work, product);
                f.kernel.affine(m, n, p, at + down, p, at + downBiases, f.work, product, v, f.outputAt + t * n);
            }
        }

        @Override
        public void delta(Frame f, float epsilon) {
            float[] v = f.values;
            float[] work = f.work;
            for (int t = 0; t < steps; t++) {
                int gated = f.tapeAt + 2 * t * m;
                int d = f.outputSignalAt + t * n;
                int gateDelta = f.scratchAt + t * m;
                int upDelta = gateDelta + upDeltasAt;
                int product = gateDelta + productsAt;
                int signal = f.scratchAt + stepAt;
                f.kernel.affineTransposed(m, n, f.parameters, f.parametersAt + down, work, d, work, signal);
                f.kernel.silu(m, v, gated, work, product);
                f.kernel.multiply(m, work, signal, work, product, work, upDelta);
                f.kernel.multiply(m, work, product, v, gated + m, work, product);
                f.kernel.multiply(m, work, signal, v, gated + m, work, signal);
                f.kernel.siluSlope(m, v, gated, work, signal, work, gateDelta);
            }
        }

        @Override
        public void accumulate(Frame f, float scale) {
            float[] g = f.gradient;
            float[] work = f.work;
            int at = f.gradientAt;
            for (int t = 0; t < steps; t++) {
                int x = f.inputAt + t * n;
                int d = f.outputSignalAt + t * n;
                int gateDelta = f.scratchAt + t * m;
                int upDelta = gateDelta + upDeltasAt;
                int product = gateDelta + productsAt;
                f.kernel.addOuterProduct(n, m, scale, f.values, x, work, gateDelta, g, at, g, at + gateBiases);
                f.kernel.addOuterProduct(n, m, scale, f.values, x, work, upDelta, g, at + up, g, at + upBiases);
                f.kernel.addOuterProduct(m, n, scale, work, product, work, d, g, at + down, g, at + downBiases);
            }
        }

        @Override
        public void pullback(Frame f) {
            float[] p = f.parameters;
            float[] work = f.work;
            int byUp = f.scratchAt + stepAt;
            for (int t = 0; t < steps; t++) {
                int dx = f.inputSignalAt + t * n;
                int gateDelta = f.scratchAt + t * m;
                f.kernel.affineTransposed(n, m, p, f.parametersAt, work, gateDelta, work, dx);
                f.kernel.affineTransposed(n, m, p, f.parametersAt + up, work, gateDelta + upDeltasAt, work, byUp);
                f.kernel.add(n, work, byUp, work, dx);
            }
        }
    }
}
