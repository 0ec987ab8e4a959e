package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.kernel.Kernel;
import java.io.Serializable;

/**
 * What bounds a gradient before the optimiser sees it. No state; a bound that is not above 0 and finite is an error.
 */
public sealed interface Clipping extends Serializable {

    /** Bounds the first {@code n} values of {@code gradient}, in place. One with a value that is not finite may stay as it is. */
    void apply(Kernel kernel, int n, float[] gradient);

    /** No bound. The only choice with which plain SGD can take the short way that touches each weight once. */
    record None() implements Clipping {

        @Override
        public void apply(Kernel kernel, int n, float[] gradient) {}
    }

    /**
     * Scales the gradient down to a Euclidean norm over all parameters (Pascanu, Mikolov and Bengio 2013): {@code g = g min(1, bound / |g|)}.
     *
     * <p>It keeps the direction. Not before {@link Adam} or {@link RmsProp} unless gradients explode: they divide by the gradient's size anyway.
     *
     * @param bound largest norm
     */
    record Norm(float bound) implements Clipping {

        public Norm {
            Ranges.checkPositive("Norm.bound", bound);
        }

        @Override
        public void apply(Kernel kernel, int n, float[] gradient) {
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
    record Value(float bound) implements Clipping {

        public Value {
            Ranges.checkPositive("Value.bound", bound);
        }

        @Override
        public void apply(Kernel kernel, int n, float[] gradient) {
            kernel.clamp(n, bound, gradient, 0);
        }
    }
}
