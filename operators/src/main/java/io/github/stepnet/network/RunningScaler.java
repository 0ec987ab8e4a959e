package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import java.util.Arrays;
import java.util.List;

/**
 * Standardises values, features or targets, by their running mean and variance (Welford 1962), kept as doubles in the key's header.
 *
 * <p>{@code out[i] = (v[i] - mean[i]) / std[i]}, cut to [-10, 10]; 0 where all values so far are equal. Once {@value #TRUSTED}
 * events were seen, a value further than 10 standard deviations from the mean enters the statistics as if it were just there.
 *
 * <p>The reason: the statistics never forget, so without a bound one glitch (a sensor's 1e30, a missing value written as -999999) would set the
 * mean and the deviation for the life of the model, and all later values would be one and the same number. With it, an outlier in event
 * {@code n} adds at most {@code 100 / n} of the variance, which the following events dilute; a stream that has truly moved is followed, by
 * that share per event. The first events have no such judge: {@code n} values are never further than {@code sqrt(n - 1)} standard deviations
 * from their own mean, so an outlier among them cannot be told from the scale of the feature. Nor can one in a feature that has been constant.
 *
 * <p>Not for features or targets that are the same in more than 99 of 100 events and far away in the others: by this rule those are outliers for
 * ever, all of them count as 10, and an answer cannot go beyond.
 *
 * <p>With a reach of {@code r}, the {@code r}-th event and all after it are weighed by {@code 1 / r}, and what was before by {@code 1 - 1 / r}.
 *
 * <p>State: one long (events seen, at most {@code r}) and {@code 2 n} doubles (mean and sum of squared deviations of each value). A value that is not finite is
 * the caller's error, who refuses such events.
 */
public final class RunningScaler {

    /** Standard deviations from the mean that an outlier counts for, and that a standardised value is cut to. */
    public static final double FURTHEST = 10;

    /** Events from which on an outlier is known to be one. */
    public static final long TRUSTED = 100;

    /** Events that statistics which forget reach back over. */
    static final long RECENT = 1_000;

    private final int n;
    private final long reach;
    private final boolean[] isScaled;
    private final int countAt;
    private final int meanAt;
    private final int deviationAt;
    private final double[] before;
    private long countBefore;

    /** A scaler of so many values, all of them, which forgets nothing. */
    RunningScaler(int values, StateLayout layout) {
        this(values, List.of(), Long.MAX_VALUE, layout);
    }

    /**
     * A scaler of so many values.
     *
     * @param unscaled positions of those that pass as they are
     * @param reach events after which an event counts for {@code 1 / e}
     */
    RunningScaler(int values, List<Integer> unscaled, long reach, StateLayout layout) {
        n = values;
        this.reach = reach;
        isScaled = new boolean[values];
        Arrays.fill(isScaled, true);
        unscaled.forEach(value -> isScaled[value] = false);
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
        boolean forgets = countBefore == reach;
        long count = forgets ? reach : countBefore + 1;
        double share = 1.0 / count;
        double kept = forgets ? 1.0 - share : 1.0;
        state.longs[countAt] = count;
        for (int i = 0; i < n; i++) {
            double mean = d[meanAt + i];
            double value = values[i];
            if (countBefore >= TRUSTED) {
                double variance = d[deviationAt + i] / countBefore;
                double furthest = FURTHEST * FURTHEST * variance;
                boolean isOutlier = (value - mean) * (value - mean) > furthest && variance > 0;
                value = isOutlier ? within(value, mean, Math.sqrt(furthest)) : value;
            }
            double deviation = value - mean;
            d[meanAt + i] += deviation * share;
            d[deviationAt + i] = kept * d[deviationAt + i] + deviation * (value - d[meanAt + i]);
        }
    }

    /** Undoes the last {@link #observe}, which must have been of the same state. */
    void forget(NetworkState state) {
        System.arraycopy(before, 0, state.doubles, meanAt, 2 * n);
        state.longs[countAt] = countBefore;
    }

    /** Writes the standardised values, within [-10, 10], to {@code out}. */
    void transform(NetworkState state, float[] values, float[] out, int outAt) {
        double[] d = state.doubles;
        double count = Math.max(1, state.longs[countAt]);
        for (int i = 0; i < n; i++) {
            if (!isScaled[i]) {
                out[outAt + i] = values[i];
                continue;
            }
            double variance = d[deviationAt + i] / count;
            double scaled = variance > 0 ? (values[i] - d[meanAt + i]) / Math.sqrt(variance) : 0.0;
            out[outAt + i] = (float) within(scaled, 0, FURTHEST);
        }
    }

    private static double within(double value, double mean, double reach) {
        return Math.max(mean - reach, Math.min(mean + reach, value));
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
