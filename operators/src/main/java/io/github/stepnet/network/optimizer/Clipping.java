package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.kernel.Kernel;
import java.io.Serializable;

/** What bounds a gradient before the optimiser sees it. */
public sealed interface Clipping extends Serializable {

    /** Bounds the first {@code n} values of {@code gradient}. */
    void apply(Kernel kernel, int n, float[] gradient);

    /** No bound. */
    record None() implements Clipping {

        @Override
        public void apply(Kernel kernel, int n, float[] gradient) {}
    }

    /**
     * Scales the gradient down to a Euclidean norm over all parameters (Pascanu, Mikolov and Bengio 2013).
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
            if (norm > bound) {
                kernel.scale(n, (float) (bound / norm), gradient, 0);
            }
        }
    }

    /**
     * Clamps every value of the gradient.
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
