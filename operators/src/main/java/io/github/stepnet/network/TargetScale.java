package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/** Squared errors in variances of the key's targets, for learners whose parts do not tell one loss. State: that of a {@link RunningScaler}. */
final class TargetScale {

    private final RunningScaler scaler;
    private final float[] answers;
    private final float[] truths;

    TargetScale(int values, StateLayout layout) {
        scaler = new RunningScaler(values, layout);
        answers = new float[values];
        truths = new float[values];
    }

    /** A target has come. */
    void observe(NetworkState state, float[] truth) {
        scaler.observe(state, truth);
    }

    /** Half the sum of the squared differences of the standardised answer and the standardised truth. */
    float loss(NetworkState state, float[] answer, float[] truth) {
        scaler.transform(state, answer, answers, 0);
        scaler.transform(state, truth, truths, 0);
        float sum = 0f;
        for (int i = 0; i < answers.length; i++) {
            float error = answers[i] - truths[i];
            sum += error * error;
        }
        return 0.5f * sum;
    }
}
