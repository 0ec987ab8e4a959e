package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * Truths in the form in which they teach: targets standardised by the key's statistics where {@link FeatureScaling} says so, and all else as it is.
 *
 * <p>State: that of a {@link RunningScaler} if targets are scaled.
 */
final class TargetScaling {

    /** Null if truths are not scaled. */
    private final RunningScaler scaler;

    private final float[] taught;

    /**
     * Truths of so many floats.
     *
     * @param isScaled whether they are values that are to be standardised
     */
    TargetScaling(int truths, boolean isScaled, StateLayout layout) {
        scaler = isScaled ? new RunningScaler(truths, layout) : null;
        taught = new float[truths];
    }

    /** The truth that was scaled last. */
    float[] taught() {
        return taught;
    }

    /** Takes a truth into the statistics, and scales it; {@link #forget} undoes the last call. */
    void take(NetworkState state, float[] truth) {
        if (scaler != null) {
            scaler.observe(state, truth);
        }
        scale(state, truth);
    }

    void scale(NetworkState state, float[] truth) {
        if (scaler != null) {
            scaler.transform(state, truth, taught, 0);
        } else {
            System.arraycopy(truth, 0, taught, 0, taught.length);
        }
    }

    void forget(NetworkState state) {
        if (scaler != null) {
            scaler.forget(state);
        }
    }

    /** Turns answers into the user's units. */
    void invert(NetworkState state, float[] answers) {
        if (scaler != null) {
            scaler.invert(state, answers);
        }
    }
}
