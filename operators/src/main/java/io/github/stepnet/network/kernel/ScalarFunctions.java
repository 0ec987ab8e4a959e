package io.github.stepnet.network.kernel;

/** The element-wise functions of the scalar kernel, their slopes, and softmax; {@link Polynomials} has the formulas. */
final class ScalarFunctions {

    private ScalarFunctions() {}

    /** The factor is picked by bits: a branch on the sign of an activation is mispredicted half of the time. */
    static void piecewiseLinear(int n, float positive, float negative, float[] v, int vAt, float[] y, int yAt) {
        int positiveBits = Float.floatToRawIntBits(positive);
        int difference = positiveBits ^ Float.floatToRawIntBits(negative);
        for (int i = 0; i < n; i++) {
            float vi = v[vAt + i];
            y[yAt + i] = pick(vi, positiveBits, difference) * vi;
        }
    }

    /** The positive factor for {@code v >= 0}, else the negative one; adding 0 turns -0 into 0. */
    private static float pick(float v, int positiveBits, int difference) {
        int negativeMask = Float.floatToRawIntBits(v + 0f) >> 31;
        return Float.intBitsToFloat(positiveBits ^ (difference & negativeMask));
    }

    static void piecewiseLinearSlope(
            int n,
            float positive,
            float negative,
            float atZero,
            float[] v,
            int vAt,
            float[] d,
            int dAt,
            float[] out,
            int outAt) {
        int positiveBits = Float.floatToRawIntBits(positive);
        int difference = positiveBits ^ Float.floatToRawIntBits(negative);
        for (int i = 0; i < n; i++) {
            float vi = v[vAt + i];
            float slope = Math.abs(vi) > 0f ? pick(vi, positiveBits, difference) : atZero;
            out[outAt + i] = d[dAt + i] * slope;
        }
    }

    static void exp(int n, float[] v, int vAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Polynomials.exp(v[vAt + i]);
        }
    }

    static void tanh(int n, float[] v, int vAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Polynomials.tanh(v[vAt + i]);
        }
    }

    static void sigmoid(int n, float[] v, int vAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Polynomials.sigmoid(v[vAt + i]);
        }
    }

    static void softplus(int n, float[] v, int vAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Polynomials.softplus(v[vAt + i]);
        }
    }

    static void silu(int n, float[] v, int vAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Polynomials.silu(v[vAt + i]);
        }
    }

    static void gelu(int n, float[] v, int vAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Polynomials.gelu(v[vAt + i]);
        }
    }

    static void sigmoidSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        for (int i = 0; i < n; i++) {
            float yi = y[yAt + i];
            out[outAt + i] = d[dAt + i] * Math.fma(yi, 1f - yi, epsilon);
        }
    }

    static void tanhSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        float top = 1f + epsilon;
        for (int i = 0; i < n; i++) {
            float yi = y[yAt + i];
            out[outAt + i] = d[dAt + i] * Math.fma(-yi, yi, top);
        }
    }

    static void softplusSlope(int n, float epsilon, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = d[dAt + i] * (Polynomials.sigmoid(v[vAt + i]) + epsilon);
        }
    }

    static void siluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = d[dAt + i] * Polynomials.siluSlope(v[vAt + i]);
        }
    }

    static void geluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = d[dAt + i] * Polynomials.geluSlope(v[vAt + i]);
        }
    }

    static void softmax(int n, float[] v, int vAt, float[] y, int yAt) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            highest = Math.max(highest, v[vAt + i]);
        }
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            float e = Polynomials.exp(v[vAt + i] - highest);
            y[yAt + i] = e;
            sum += e;
        }
        ScalarArithmetic.scale(n, 1f / sum, y, yAt);
    }
}
