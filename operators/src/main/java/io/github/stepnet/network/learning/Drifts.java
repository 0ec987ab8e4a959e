package io.github.stepnet.network.learning;

import io.github.stepnet.network.progress.drift.DriftDetector;

/**
 * The drifts of a key that one tick has shown, and what was done about them, without allocation. Reused for every tick of a subtask.
 *
 * <p>Room is for {@link #ROOM} of them; in a tick with more, such as many features at once, the last are not told but {@linkplain
 * #untold counted}.
 */
public final class Drifts {

    /** Drifts that one tick can tell. */
    public static final int ROOM = 8;

    private final DriftWatch[] watches = new DriftWatch[ROOM];
    private final int[] features = new int[ROOM];
    private final double[] statistics = new double[ROOM];
    private final DriftResponse[] responses = new DriftResponse[ROOM];
    private int count;
    private int untold;

    public int count() {
        return count;
    }

    /** Drifts that found no room. */
    public int untold() {
        return untold;
    }

    /** What was watched. */
    public DriftWatch watch(int drift) {
        return watches[drift];
    }

    /** What noticed it. */
    public DriftDetector detector(int drift) {
        return watches[drift].detector();
    }

    /** Index of the feature that drifted, or -1 if errors or losses did. */
    public int watched(int drift) {
        return features[drift];
    }

    /** The detector's {@link DriftDetector#statistic statistic}. */
    public double statistic(int drift) {
        return statistics[drift];
    }

    /** What was done; {@link DriftResponse.None} too where there was nothing to be done with, such as no snapshot. */
    public DriftResponse response(int drift) {
        return responses[drift];
    }

    /** Tells a drift. */
    void add(DriftWatch watch, int watched, double statistic, DriftResponse response) {
        if (count < ROOM) {
            watches[count] = watch;
            features[count] = watched;
            statistics[count] = statistic;
            responses[count] = response;
            count++;
        } else {
            untold++;
        }
    }

    /** Tells what another has to tell. */
    public void add(Drifts other) {
        for (int i = 0; i < other.count; i++) {
            add(other.watches[i], other.features[i], other.statistics[i], other.responses[i]);
        }
        untold += other.untold;
    }

    /** Nothing has drifted. */
    public void clear() {
        count = 0;
        untold = 0;
    }
}
