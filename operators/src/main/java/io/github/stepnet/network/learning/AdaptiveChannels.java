package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * A number of channels that adapts to a key's losses, as {@link AveragedSignals} says: few while there is much to learn, many when noise
 * prevails. State: three longs, three doubles.
 */
public final class AdaptiveChannels {

    private static final double STILL_FALLING = 0.98;

    private final int least;
    private final int most;
    private final LearningWindow window;
    private final int channelsAt;

    /** A number within {@code [least, most]}. */
    public AdaptiveChannels(int least, int most, StateLayout layout) {
        this.least = least;
        this.most = most;
        window = new LearningWindow(AveragedSignals.WINDOW, layout);
        channelsAt = layout.reserveLongs(1);
    }

    /** The least number, for a new key. */
    public void initialize(NetworkState state) {
        window.initialize(state);
        state.longs[channelsAt] = least;
    }

    /** The number as it is now; within the bounds, whatever they were when it was found. */
    public long channels(NetworkState state) {
        return Math.max(least, Math.min(most, state.longs[channelsAt]));
    }

    /** Takes in a labelled event. */
    public void observe(NetworkState state, double loss, boolean isHit) {
        if (window.add(state, loss, isHit)) {
            boolean falls = window.loss(state) < STILL_FALLING * window.previousLoss(state);
            long other = falls ? channels(state) / 2 : channels(state) * 2;
            state.longs[channelsAt] = Math.max(least, Math.min(most, other));
        }
    }
}
