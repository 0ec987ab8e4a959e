package io.github.stepnet.network.layer;

/**
 * Sparsemax: the Euclidean projection onto the probability simplex, {@code y_i = max(0, x_i - tau)} with {@code tau} such that they sum to 1.
 *
 * <p>Values that are far behind get exactly 0 and no signal. The threshold is found by dropping what lies below it until nothing does
 * (Michelot 1986): no sorting, no work array, at most {@code n} rounds and in practice a few. Martins and Astudillo, ICML 2016.
 */
final class Simplex {

    private Simplex() {}

    /** Projects {@code n} values; in place if {@code yAt} is {@code xAt}. Negative infinity gets 0. */
    static void project(int n, float[] v, int xAt, int yAt) {
        float highest = v[xAt];
        for (int i = 1; i < n; i++) {
            highest = Math.max(highest, v[xAt + i]);
        }
        // below highest - 1 nothing is left, so the first round starts there: sums stay finite whatever the values are
        float threshold = -1f;
        int kept = n + 1;
        int keeps = n;
        while (keeps < kept) {
            kept = keeps;
            keeps = 0;
            float sum = 0f;
            for (int i = 0; i < n; i++) {
                float x = v[xAt + i] - highest;
                if (x > threshold) {
                    sum += x;
                    keeps++;
                }
            }
            threshold = (sum - 1f) / keeps;
        }
        for (int i = 0; i < n; i++) {
            v[yAt + i] = Math.max(0f, v[xAt + i] - highest - threshold);
        }
    }

    /** {@code dx_i += factor (d_i - mean of d over the support)} for the {@code i} of the support, where {@code y} is above 0. */
    static void addPullback(int n, float factor, float[] y, int yAt, float[] w, int dAt, int dxAt) {
        float sum = 0f;
        int support = 0;
        for (int i = 0; i < n; i++) {
            if (y[yAt + i] > 0f) {
                sum += w[dAt + i];
                support++;
            }
        }
        float mean = sum / support;
        for (int i = 0; i < n; i++) {
            if (y[yAt + i] > 0f) {
                w[dxAt + i] += factor * (w[dAt + i] - mean);
            }
        }
    }
}
