package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * Standardises values, features or targets, by their running mean and variance (Welford 1962), kept as doubles in the key's header.
 *
 * <p>State: one long (events seen) and {@code 2 n} doubles (mean and sum of squared deviations of each value).
 */
final class RunningScaler {

    private final int n;
    private final int countAt;
    private final int meanAt;
    private final int deviationAt;
    private final double[] before;
    private long countBefore;

    RunningScaler(int values, StateLayout layout) {
        n = values;
        countAt = layout.reserveLongs(1);
        meanAt = layout.reserveDoubles(values);
        deviationAt = layout.reserveDoubles(values);
        before = new double[2 * values];
    }

    /** Takes an event into the statistics; {@link #forget} undoes the last call. */
    void observe(NetworkState state, float[] values) {
        double[] d = state.doubles;
        System.arraycopy(d, meanAt, before, 0, 2 * n);
        countBefore = state.longs[countAt];
        double share = 1.0 / (countBefore + 1);
        state.longs[countAt] = countBefore + 1;
        for (int i = 0; i < n; i++) {
            double deviation = values[i] - d[meanAt + i];
            d[meanAt + i] += deviation * share;
            d[deviationAt + i] += deviation * (values[i] - d[meanAt + i]);
        }
    }

    /** Undoes the last {@link #observe}, which must have been of the same state. */
    void forget(NetworkState state) {
        System.arraycopy(before, 0, state.doubles, meanAt, 2 * n);
        state.longs[countAt] = countBefore;
    }

    /** Writes the standardised values to {@code out}. */
    void transform(NetworkState state, float[] values, float[] out, int outAt) {
        double[] d = state.doubles;
        double count = Math.max(1, state.longs[countAt]);
        for (int i = 0; i < n; i++) {
            double variance = d[deviationAt + i] / count;
            double scaled = variance > 0 ? (values[i] - d[meanAt + i]) / Math.sqrt(variance) : 0.0;
            out[outAt + i] = (float) scaled;
        }
    }

    /** Turns standardised values back into the user's units, in place; before the first event it changes nothing. */
    void invert(NetworkState state, float[] values) {
        long count = state.longs[countAt];
        if (count == 0) {
            return;
        }
        double[] d = state.doubles;
        for (int i = 0; i < n; i++) {
            values[i] = (float) (d[meanAt + i] + values[i] * Math.sqrt(d[deviationAt + i] / count));
        }
    }
}
