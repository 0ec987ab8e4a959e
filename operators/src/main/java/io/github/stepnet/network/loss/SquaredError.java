package io.github.stepnet.network.loss;

import io.github.stepnet.network.kernel.Kernel;

/**
 * Squared error for regression: the loss is {@code 1/2 sum_o (raw[o] - t[o])^2}, its gradient {@code raw - t}; the answer is {@code raw}.
 *
 * <p>With scaled targets, {@code raw} and {@code t} are in running standard deviations, so that the loss is in halves of their squares. One output
 * is enough, and no number of outputs is an error; a target that is not finite makes a loss that is not, and its step is refused. Not for
 * targets with wild outliers, of which {@link Huber} takes the sign only. The source is Gauss, Theoria motus, 1809: it is the negative
 * log-likelihood of normal noise.
 */
public record SquaredError() implements Loss, HolomorphicLoss {

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public void answer(Kernel kernel, int n, float[] raw, int rawAt, float[] answer, int answerAt) {
        System.arraycopy(raw, rawAt, answer, answerAt, n);
    }

    @Override
    public float value(int n, float[] raw, int rawAt, float[] answer, int answerAt, float[] truth, int truthAt) {
        float sum = 0f;
        for (int o = 0; o < n; o++) {
            float error = raw[rawAt + o] - truth[truthAt + o];
            sum += error * error;
        }
        return 0.5f * sum;
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
        for (int o = 0; o < n; o++) {
            d[dAt + o] = raw[rawAt + o] - truth[truthAt + o];
        }
    }

    @Override
    public void gradient(int n, float[] re, float[] im, float[] truth, float[] dRe, float[] dIm) {
        gradient(n, re, 0, re, 0, truth, 0, dRe, 0);
        System.arraycopy(im, 0, dIm, 0, n);
    }
}
