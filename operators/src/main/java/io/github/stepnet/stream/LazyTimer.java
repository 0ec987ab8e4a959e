package io.github.stepnet.stream;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * A key's one timer for something that is put off again and again: it is moved on when it fires, not with every event.
 *
 * <p>State: one long, its time.
 */
final class LazyTimer {

    private static final long NONE = Long.MIN_VALUE;

    private final int at;

    LazyTimer(StateLayout layout) {
        at = layout.reserveLongs(1);
    }

    void initialize(NetworkState state) {
        state.longs[at] = NONE;
    }

    /** Whether a timer must be set for this time, because there is none that is as early; notes that it is. */
    boolean isNeeded(NetworkState state, long time) {
        long timer = state.longs[at];
        if (timer != NONE && timer <= time) {
            return false;
        }
        state.longs[at] = time;
        return true;
    }

    /** Whether a timer that fires is this one, and not one that an earlier one has replaced; if so there is none any more. */
    boolean isTaken(NetworkState state, long time) {
        if (state.longs[at] != time) {
            return false;
        }
        state.longs[at] = NONE;
        return true;
    }
}
