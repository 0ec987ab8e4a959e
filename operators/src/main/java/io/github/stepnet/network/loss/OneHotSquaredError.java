package io.github.stepnet.network.loss;

import io.github.stepnet.network.kernel.Kernel;

/**
 * Squared error against the class as a one-hot vector {@code t}: the loss is {@code 1/2 sum (raw - t)^2}, its gradient {@code raw - t}.
 *
 * <p>The answer is {@code raw} cut to [0, 1] and scaled to the sum 1, or uniform if nothing is left of it. Fewer than two outputs are an
 * error. Not for a new network: behind the sigmoid layer that it needs, the gradient vanishes where the answer is most wrong; {@link
 * SoftmaxCrossEntropy} has no such place. It is the loss of the seeds (the stepping specification), known as the Brier score (Brier 1950).
 */
public record OneHotSquaredError() implements Loss {

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public int answers(int n) {
        return Classes.atLeastTwo("one-hot-squared-error", n);
    }

    @Override
    public void answer(Kernel kernel, int n, float[] raw, int rawAt, float[] answer, int answerAt) {
        for (int c = 0; c < n; c++) {
            answer[answerAt + c] = Math.min(1f, Math.max(0f, raw[rawAt + c]));
        }
        Classes.normalize(n, answer, answerAt);
    }

    @Override
    public float value(int n, float[] raw, int rawAt, float[] answer, int answerAt, float[] truth, int truthAt) {
        int label = (int) truth[truthAt];
        float sum = 0f;
        for (int c = 0; c < n; c++) {
            float error = raw[rawAt + c] - (c == label ? 1f : 0f);
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
        System.arraycopy(raw, rawAt, d, dAt, n);
        d[dAt + (int) truth[truthAt]] -= 1f;
    }
}
