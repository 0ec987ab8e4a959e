package io.github.stepnet.network.loss;

/** What the losses of classification share. */
final class Classes {

    private Classes() {}

    /** {@code -ln p}, finite for {@code p = 0}; NaN stays NaN. */
    static float negativeLog(float p) {
        return (float) -StrictMath.log(Math.max(p, Float.MIN_NORMAL));
    }

    static int atLeastTwo(String loss, int n) {
        if (n < 2) {
            throw new IllegalArgumentException("loss " + loss + " got a network with " + n
                    + " output; it needs one output per class, so at least 2");
        }
        return n;
    }

    /** Turns non-negative scores into probabilities that add up to 1; all zero becomes uniform. */
    static void normalize(int n, float[] scores, int at) {
        float sum = 0f;
        for (int c = 0; c < n; c++) {
            sum += scores[at + c];
        }
        for (int c = 0; c < n; c++) {
            scores[at + c] = sum == 0f ? 1f / n : scores[at + c] / sum;
        }
    }
}
