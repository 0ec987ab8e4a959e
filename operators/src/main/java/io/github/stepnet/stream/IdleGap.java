package io.github.stepnet.stream;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * When the events in flight of a key have waited long enough: before an event which is later than the key's last one by more than
 * the gap, or once the watermark says that no other event can come.
 *
 * <p>Both are the same rule, so that it does not depend on when watermarks arrive: a timer at {@code last + gap} fires when
 * all events to come are later than that. Without a gap, or without timestamps, it fires at the end of the input.
 *
 * <p>State: two longs, the time of the key's last event and of its timer.
 */
final class IdleGap {

    /** No event with a time. */
    static final long NONE = Long.MIN_VALUE;

    /** The time of the last watermark of a bounded input. */
    static final long END_OF_INPUT = Long.MAX_VALUE;

    private final long gapMillis;
    private final int lastAt;
    private final LazyTimer timer;

    IdleGap(long gapMillis, StateLayout layout) {
        this.gapMillis = gapMillis;
        lastAt = layout.reserveLongs(1);
        timer = new LazyTimer(layout.reserveLongs(1));
    }

    void initialize(NetworkState state) {
        state.longs[lastAt] = NONE;
        timer.initialize(state.longs);
    }

    /** Whether an event at {@code time} comes after the gap. */
    boolean endsBefore(NetworkState state, long time) {
        return end(state) < time;
    }

    /** An event at {@code time} is the key's last one, unless it is late. */
    void observe(NetworkState state, long time) {
        state.longs[lastAt] = Math.max(state.longs[lastAt], time);
    }

    /** The key's last time of an event, or {@link #NONE}. */
    long lastTime(NetworkState state) {
        return state.longs[lastAt];
    }

    /** The last moment of the gap after the key's last event. */
    long end(NetworkState state) {
        long last = state.longs[lastAt];
        if (gapMillis == Settings.NO_IDLE_GAP || last == NONE || last > END_OF_INPUT - gapMillis) {
            return END_OF_INPUT;
        }
        return last + gapMillis;
    }

    /** The timer for the end of the gap. */
    LazyTimer timer() {
        return timer;
    }
}
