package io.github.stepnet.network.layer;

import io.github.stepnet.network.kernel.Kernel;

/**
 * The function that follows an affine map, element by element, with its slope.
 *
 * <p>A slope is taken from the output where that loses nothing, else from the pre-activation ({@link #slopesFromOutput});
 * the one it needs is called its basis. An epsilon above 0 is added to the slope of the curved monotone functions
 * (sigmoid, tanh, softplus): the stability term of the tween's compatible setting, section 1.2 of the specification.
 */
public enum Activation {
    /** {@code v}. */
    IDENTITY {
        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            if (v != y || vAt != yAt) {
                System.arraycopy(v, vAt, y, yAt, n);
            }
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            System.arraycopy(d, dAt, out, outAt, n);
        }
    },

    /** {@code max(0, v)}. */
    RELU {
        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.piecewiseLinear(n, 1f, 0f, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.piecewiseLinearSlope(n, 1f, 0f, 0f, basis, basisAt, d, dAt, out, outAt);
        }
    },

    /** {@code max(0, 1.1 v)}, the ReLU of the specification. */
    SCALED_RELU {
        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.piecewiseLinear(n, 1.1f, 0f, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.piecewiseLinearSlope(n, 1.1f, 0f, 0f, basis, basisAt, d, dAt, out, outAt);
        }
    },

    /** {@code v} for {@code v >= 0}, else {@code 0.1 v}. */
    LEAKY_RELU {
        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.piecewiseLinear(n, 1f, 0.1f, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.piecewiseLinearSlope(n, 1f, 0.1f, 1f, basis, basisAt, d, dAt, out, outAt);
        }
    },

    /** {@code 1 / (1 + e^-v)}. */
    SIGMOID {
        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.sigmoid(n, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.sigmoidSlope(n, epsilon, basis, basisAt, d, dAt, out, outAt);
        }
    },

    /** {@code tanh v}. */
    TANH {
        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.tanh(n, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.tanhSlope(n, epsilon, basis, basisAt, d, dAt, out, outAt);
        }
    },

    /** {@code ln(1 + e^v)}; its slope {@code 1 - e^-y} would lose digits for small outputs, so it is taken before. */
    SOFTPLUS {
        @Override
        public boolean slopesFromOutput() {
            return false;
        }

        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.softplus(n, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.softplusSlope(n, epsilon, basis, basisAt, d, dAt, out, outAt);
        }
    },

    /** The tanh form of GELU; not monotone, so its slope cannot come from the output. */
    GELU {
        @Override
        public boolean slopesFromOutput() {
            return false;
        }

        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.gelu(n, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.geluSlope(n, basis, basisAt, d, dAt, out, outAt);
        }
    },

    /** {@code v / (1 + e^-v)}; not monotone, so its slope cannot come from the output. */
    SILU {
        @Override
        public boolean slopesFromOutput() {
            return false;
        }

        @Override
        public void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt) {
            kernel.silu(n, v, vAt, y, yAt);
        }

        @Override
        public void slope(
                Kernel kernel,
                int n,
                float epsilon,
                float[] basis,
                int basisAt,
                float[] d,
                int dAt,
                float[] out,
                int outAt) {
            kernel.siluSlope(n, basis, basisAt, d, dAt, out, outAt);
        }
    };

    /** No activation here is steeper anywhere; GELU comes nearest with 1.13. */
    static final double LARGEST_SLOPE = 1.2;

    /** Whether the basis of {@link #slope} is the output; otherwise it is the pre-activation, which a tape must keep. */
    public boolean slopesFromOutput() {
        return true;
    }

    /** The least sensible target of an output: not quite the edge of a range that is never reached. */
    float lowestTarget() {
        return switch (this) {
            case RELU, SCALED_RELU, LEAKY_RELU -> 0f;
            case SIGMOID -> 0.05f;
            case TANH -> -0.95f;
            default -> Float.NEGATIVE_INFINITY;
        };
    }

    /** The greatest sensible target of an output. */
    float highestTarget() {
        return switch (this) {
            case RELU, SCALED_RELU, LEAKY_RELU -> 10f;
            case SIGMOID, TANH -> 0.95f;
            default -> Float.POSITIVE_INFINITY;
        };
    }

    /** {@code y = f(v)} for {@code n} values; may be done in place. */
    public abstract void apply(Kernel kernel, int n, float[] v, int vAt, float[] y, int yAt);

    /** {@code out = d (f'(v) + epsilon)} for {@code n} values. */
    public abstract void slope(
            Kernel kernel,
            int n,
            float epsilon,
            float[] basis,
            int basisAt,
            float[] d,
            int dAt,
            float[] out,
            int outAt);
}
