package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Shorthand;
import java.io.Serializable;
import java.util.List;

/**
 * What happens to a gradient before the optimiser sees it. No state; a bound that is not above 0 and finite is an error.
 */
public sealed interface GradientShaping extends Serializable {

    /**
     * Binds this shaping to parameters.
     *
     * @param parameters the blocks that are trained; the gradient of all others is 0 or left over and means nothing
     * @param floats number of all parameters of the plan, the length of a gradient
     */
    Shaper bind(List<ParameterBlock> parameters, int floats);

    /** A shaping bound to a plan's parameters. */
    @FunctionalInterface
    interface Shaper {

        /** Shapes the gradient in place. One with a value that is not finite may stay as it is. */
        void shape(Kernel kernel, float[] gradient);
    }

    /** No bound. The only choice with which plain SGD can take the short way that touches each weight once. */
    record None() implements GradientShaping {

        @Override
        public Shaper bind(List<ParameterBlock> parameters, int floats) {
            return (kernel, gradient) -> {};
        }
    }

    /**
     * Scales the gradient down to a Euclidean norm over all parameters (Pascanu, Mikolov and Bengio 2013): {@code g = g min(1, bound / |g|)}.
     *
     * <p>It keeps the direction. Not before {@link Adam} or {@link RmsProp} unless gradients explode: they divide by the gradient's size anyway.
     *
     * @param bound largest norm
     */
    record Norm(float bound) implements GradientShaping {

        public Norm {
            Ranges.checkPositive("Norm.bound", bound);
        }

        @Override
        public Shaper bind(List<ParameterBlock> parameters, int floats) {
            return (kernel, gradient) -> shape(kernel, floats, gradient);
        }

        private void shape(Kernel kernel, int n, float[] gradient) {
            double norm = Math.sqrt(kernel.sumOfSquares(n, gradient, 0));
            if (norm == Double.POSITIVE_INFINITY) {
                rescue(n, gradient);
            } else if (norm > bound) {
                kernel.scale(n, (float) (bound / norm), gradient, 0);
            }
        }

        /** For values from 1e19 up, whose squares are no floats; they still have a direction. Rare, so it need not be fast. */
        private void rescue(int n, float[] gradient) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (double) gradient[i] * gradient[i];
            }
            double scale = bound / Math.sqrt(sum);
            if (scale > 0 && scale < 1) {
                for (int i = 0; i < n; i++) {
                    gradient[i] = (float) (gradient[i] * scale);
                }
            }
        }
    }

    /**
     * Clamps every value of the gradient: {@code g[i] = max(-bound, min(bound, g[i]))}.
     *
     * <p>Turns the direction towards the diagonal where it acts; not for tight bounds, {@link Norm} keeps the direction.
     *
     * @param bound largest magnitude
     */
    record Value(float bound) implements GradientShaping {

        public Value {
            Ranges.checkPositive("Value.bound", bound);
        }

        @Override
        public Shaper bind(List<ParameterBlock> parameters, int floats) {
            return (kernel, gradient) -> kernel.clamp(floats, bound, gradient, 0);
        }
    }

    /**
     * Liquid gradients: every block of parameters for itself is rescaled by the softmax of its magnitudes, {@code g[i] = n s[i] g[i]} with
     * {@code s = softmax(|g|)} over its {@code n} values.
     *
     * <p>The mean factor is 1. Where all values are far below 1 nothing changes; a value that stands out by several units is multiplied by
     * up to {@code n}. It keeps no norm and bounds nothing: not where gradients may explode. Section 2.7 of the stepping specification.
     */
    record Liquid() implements GradientShaping {

        @Override
        public Shaper bind(List<ParameterBlock> parameters, int floats) {
            ParameterBlock[] blocks = parameters.toArray(new ParameterBlock[0]);
            int largest =
                    parameters.stream().mapToInt(ParameterBlock::floats).max().orElse(0);
            float[] share = new float[largest];
            return (kernel, gradient) -> {
                for (ParameterBlock block : blocks) {
                    shape(kernel, gradient, block.at(), block.floats(), share);
                }
            };
        }

        private static void shape(Kernel kernel, float[] gradient, int at, int n, float[] share) {
            for (int i = 0; i < n; i++) {
                share[i] = Math.abs(gradient[at + i]);
            }
            kernel.softmax(n, share, 0, share, 0);
            for (int i = 0; i < n; i++) {
                gradient[at + i] *= share[i] * n;
            }
        }
    }

    /**
     * Several shapings, one after the other.
     *
     * @param parts the shapings in the order in which they act, at least one
     */
    @Shorthand
    record InTurn(List<GradientShaping> parts) implements GradientShaping {

        public InTurn {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("InTurn.parts is empty; name at least one shaping, or use none");
            }
        }

        @Override
        public Shaper bind(List<ParameterBlock> parameters, int floats) {
            Shaper[] shapers =
                    parts.stream().map(part -> part.bind(parameters, floats)).toArray(Shaper[]::new);
            return (kernel, gradient) -> {
                for (Shaper shaper : shapers) {
                    shaper.shape(kernel, gradient);
                }
            };
        }
    }
}
