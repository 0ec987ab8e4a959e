package io.github.stepnet.network.loss;

import io.github.stepnet.network.kernel.Kernel;

/**
 * Softmax cross-entropy: the answer is {@code p = softmax(raw)}, the loss {@code -ln p[label]}, its gradient {@code p - onehot}.
 *
 * <p>The last layer should have no activation. A probability below the smallest normal float counts as that float. Fewer than two outputs are an
 * error; for two classes from one output there is {@link BinaryCrossEntropy}. Not where labels are often wrong: nothing bounds the loss of one
 * confident answer, and its gradient stays near 1. The source is Bridle 1990, Probabilistic interpretation of feedforward classification network
 * outputs.
 */
public record SoftmaxCrossEntropy() implements Loss, HolomorphicLoss {

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public int answers(int n) {
        return Classes.atLeastTwo("softmax-cross-entropy", n);
    }

    @Override
    public void answer(Kernel kernel, int n, float[] raw, int rawAt, float[] answer, int answerAt) {
        kernel.softmax(n, raw, rawAt, answer, answerAt);
    }

    @Override
    public float value(int n, float[] raw, int rawAt, float[] answer, int answerAt, float[] truth, int truthAt) {
        return Classes.negativeLog(answer[answerAt + (int) truth[truthAt]]);
    }

    @Override
    public void gradient(
            int n,
            float[] raw,
            int rawAt,
            float[] answer,
            int answerAt,
            float[] truth,
            int truthAt,
            float[] d,
            int dAt) {
        System.arraycopy(answer, answerAt, d, dAt, n);
        d[dAt + (int) truth[truthAt]] -= 1f;
    }

    /** By {@code e^(a + i b) = e^a (cos b + i sin b)}. */
    @Override
    public void gradient(int n, float[] re, float[] im, float[] truth, float[] dRe, float[] dIm) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int o = 0; o < n; o++) {
            largest = Math.max(largest, re[o]);
        }
        double sumRe = 0;
        double sumIm = 0;
        for (int o = 0; o < n; o++) {
            double size = StrictMath.exp(re[o] - largest);
            dRe[o] = (float) (size * StrictMath.cos(im[o]));
            dIm[o] = (float) (size * StrictMath.sin(im[o]));
            sumRe += dRe[o];
            sumIm += dIm[o];
        }
        double square = sumRe * sumRe + sumIm * sumIm;
        for (int o = 0; o < n; o++) {
            double a = dRe[o];
            double b = dIm[o];
            dRe[o] = (float) ((a * sumRe + b * sumIm) / square);
            dIm[o] = (float) ((b * sumRe - a * sumIm) / square);
        }
        dRe[(int) truth[0]] -= 1f;
    }
}
