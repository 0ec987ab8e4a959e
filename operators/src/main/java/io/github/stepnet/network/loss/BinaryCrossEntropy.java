package io.github.stepnet.network.loss;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Polynomials;

/**
 * Binary cross-entropy of {@code q = sigmoid(raw)}.
 *
 * <p>With one raw output there are two classes, and the answer is {@code (1 - q, q)}. With more, each output is its own class
 * against the rest, and the answer is {@code q} scaled to the sum 1. The loss is {@code -sum (t ln q + (1 - t) ln(1 - q))} for the one-hot
 * target {@code t}, its gradient {@code q - t}. The last layer should have no activation.
 *
 * <p>No number of outputs is an error. A {@code q} below the smallest normal float counts as that float. Not for one of many classes: {@link
 * SoftmaxCrossEntropy} trains the probabilities that it answers, here their scaling is not trained. The source is Cox 1958, The regression
 * analysis of binary sequences: it is the negative log-likelihood of independent coins.
 */
public record BinaryCrossEntropy() implements Loss {

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public int answers(int n) {
        return Math.max(2, n);
    }

    @Override
    public void answer(Kernel kernel, int n, float[] raw, int rawAt, float[] answer, int answerAt) {
        if (n == 1) {
            answer[answerAt] = Polynomials.sigmoid(-raw[rawAt]);
            answer[answerAt + 1] = Polynomials.sigmoid(raw[rawAt]);
        } else {
            kernel.sigmoid(n, raw, rawAt, answer, answerAt);
            Classes.normalize(n, answer, answerAt);
        }
    }

    @Override
    public float value(int n, float[] raw, int rawAt, float[] answer, int answerAt, float[] truth, int truthAt) {
        float sum = 0f;
        for (int o = 0; o < n; o++) {
            float v = raw[rawAt + o];
            sum += Classes.negativeLog(Polynomials.sigmoid(isOn(n, o, truth[truthAt]) ? v : -v));
        }
        return sum;
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
            float on = isOn(n, o, truth[truthAt]) ? 1f : 0f;
            d[dAt + o] = Polynomials.sigmoid(raw[rawAt + o]) - on;
        }
    }

    private static boolean isOn(int n, int output, float label) {
        return n == 1 ? label == 1f : label == output;
    }
}
