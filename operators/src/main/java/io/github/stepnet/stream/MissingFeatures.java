package io.github.stepnet.stream;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * Puts means in the places of features that are missing: of each feature over the events of the key that had it.
 *
 * <p>State: for each feature one long, how many events had it, and one double, its mean over them.
 */
final class MissingFeatures {

    private final int features;
    private final int countsAt;
    private final int meansAt;

    MissingFeatures(int features, StateLayout layout) {
        this.features = features;
        countsAt = layout.reserveLongs(features);
        meansAt = layout.reserveDoubles(features);
    }

    /** Takes in an event's features, and replaces those that are NaN. */
    void fill(NetworkState state, float[] values) {
        for (int i = 0; i < features; i++) {
            double mean = state.doubles[meansAt + i];
            if (Float.isNaN(values[i])) {
                values[i] = (float) mean;
            } else {
                long count = ++state.longs[countsAt + i];
                state.doubles[meansAt + i] = mean + (values[i] - mean) / count;
            }
        }
    }
}
