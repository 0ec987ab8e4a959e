package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import java.util.List;

/**
 * Features in the form in which a network sees them: standardised by the key's statistics where {@link FeatureScaling} says so, and all else as it is.
 *
 * <p>State: that of a {@link RunningScaler} if features are scaled.
 */
final class FeatureIntake {

    /** Null if features are not scaled. */
    private final RunningScaler scaler;

    /**
     * Features of so many floats.
     *
     * @param unscaled positions of those that stay as they are
     */
    FeatureIntake(int features, FeatureScaling scaling, List<Integer> unscaled, StateLayout layout) {
        scaler = scaling == FeatureScaling.NONE ? null : new RunningScaler(features, unscaled, scaling.reach(), layout);
    }

    /** Takes an event into the statistics, and writes what the network sees of it; {@link #forget} undoes the last call. */
    void take(NetworkState state, float[] features, float[] out, int outAt) {
        if (scaler != null) {
            scaler.observe(state, features);
            scaler.transform(state, features, out, outAt);
        } else {
            System.arraycopy(features, 0, out, outAt, features.length);
        }
    }

    void forget(NetworkState state) {
        if (scaler != null) {
            scaler.forget(state);
        }
    }
}
