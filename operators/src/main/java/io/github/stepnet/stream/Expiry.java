package io.github.stepnet.stream;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * When a key has been silent for so long that its model is given up.
 *
 * <p>It goes by the key's last event of {@link IdleGap}: before an event that is later than the end, or once the watermark says that no other event can
 * come. Both are the same rule, so that what a key learns does not depend on when watermarks arrive. At the end of a bounded input, models stay, since
 * the clock jumps there. State: one long.
 */
final class Expiry {

    private final long afterMillis;
    private final LazyTimer timer;

    Expiry(long afterMillis, StateLayout layout) {
        this.afterMillis = afterMillis;
        timer = new LazyTimer(layout.reserveLongs(1));
    }

    void initialize(NetworkState state) {
        timer.initialize(state.longs);
    }

    /** Whether a model whose last event was then has an end at all. */
    boolean isDueAfter(long last) {
        return afterMillis != Settings.NO_EXPIRY && last != IdleGap.NONE && last < IdleGap.END_OF_INPUT - afterMillis;
    }

    /** The first moment at which a model whose last event was then is given up. */
    long end(long last) {
        return last + afterMillis;
    }

    /** Whether a model whose last event was {@code last} is given up before an event at {@code time}. */
    boolean endsBefore(long last, long time) {
        return isDueAfter(last) && end(last) < time;
    }

    /** The timer for the end. */
    LazyTimer timer() {
        return timer;
    }
}
