package io.github.stepnet.network.loss;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;

/**
 * Huber's loss for regression: per value {@code 1/2 e^2} for {@code |e| <= delta}, else {@code delta (|e| - delta / 2)}, summed; its
 * gradient is {@code e} cut to {@code [-delta, delta]}, for {@code e = raw - t}. The answer is {@code raw}.
 *
 * <p>Less moved by outliers than squared error. An error is a delta that is not above 0 and finite; no number of outputs is. Not where the mean
 * of the target is asked for and its noise is lopsided: the answer leans towards the median, the more the smaller delta is. The source
 * is Huber, Annals of Mathematical Statistics 35, 1964.
 *
 * @param delta error at which the loss turns from quadratic to linear, in the units in which targets teach: standard deviations if they are
 *     scaled
 */
public record Huber(@Default("1") float delta) implements Loss {

    public Huber {
        if (!(delta > 0f && delta < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Huber.delta is " + delta + "; it must be above 0 and finite");
        }
    }

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
            float error = Math.abs(raw[rawAt + o] - truth[truthAt + o]);
            sum += error <= delta ? 0.5f * error * error : delta * (error - 0.5f * delta);
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
            float error = raw[rawAt + o] - truth[truthAt + o];
            d[dAt + o] = Math.max(-delta, Math.min(delta, error));
        }
    }
}
