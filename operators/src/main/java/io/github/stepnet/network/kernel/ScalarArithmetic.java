package io.github.stepnet.network.kernel;

/** Sums, scaling and checks of the scalar kernel. */
final class ScalarArithmetic {

    /** Everything but the sign; the bits of magnitudes are ordered like the magnitudes, NaN above infinity. */
    private static final int MAGNITUDE_MASK = 0x7FFFFFFF;

    private ScalarArithmetic() {}

    static void add(int n, float[] a, int aAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += a[aAt + i];
        }
    }

    static void addScaled(int n, float factor, float[] a, int aAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.fma(factor, a[aAt + i], y[yAt + i]);
        }
    }

    static void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i];
        }
    }

    static void addMultiplied(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.fma(a[aAt + i], b[bAt + i], y[yAt + i]);
        }
    }

    static float sum(int n, float[] a, int aAt) {
        float sum0 = 0f;
        float sum1 = 0f;
        float sum2 = 0f;
        float sum3 = 0f;
        int i = 0;
        for (; i < n - 3; i += 4) {
            sum0 += a[aAt + i];
            sum1 += a[aAt + i + 1];
            sum2 += a[aAt + i + 2];
            sum3 += a[aAt + i + 3];
        }
        for (; i < n; i++) {
            sum0 += a[aAt + i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    static float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        float sum0 = 0f;
        float sum1 = 0f;
        float sum2 = 0f;
        float sum3 = 0f;
        int i = 0;
        for (; i < n - 3; i += 4) {
            sum0 = Math.fma(a[aAt + i], b[bAt + i], sum0);
            sum1 = Math.fma(a[aAt + i + 1], b[bAt + i + 1], sum1);
            sum2 = Math.fma(a[aAt + i + 2], b[bAt + i + 2], sum2);
            sum3 = Math.fma(a[aAt + i + 3], b[bAt + i + 3], sum3);
        }
        for (; i < n; i++) {
            sum0 = Math.fma(a[aAt + i], b[bAt + i], sum0);
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    static void scale(int n, float factor, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] *= factor;
        }
    }

    static void clamp(int n, float bound, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.max(-bound, Math.min(bound, y[yAt + i]));
        }
    }

    static float sumOfSquares(int n, float[] a, int aAt) {
        return dot(n, a, aAt, a, aAt);
    }

    static float maxMagnitude(int n, float[] a, int aAt) {
        int highest = 0;
        for (int i = 0; i < n; i++) {
            highest = Math.max(highest, Float.floatToRawIntBits(a[aAt + i]) & MAGNITUDE_MASK);
        }
        return Float.intBitsToFloat(highest);
    }
}
