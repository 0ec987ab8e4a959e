package io.github.stepnet.stream;

/**
 * A key's one timer for something that is put off again and again: it is moved on when it fires, not with every event.
 *
 * <p>State: one long, its time.
 */
final class LazyTimer {

    private static final long NONE = Long.MIN_VALUE;

    private final int at;

    /** @param at which of a key's longs is the timer's */
    LazyTimer(int at) {
        this.at = at;
    }

    void initialize(long[] longs) {
        longs[at] = NONE;
    }

    /** Whether there is a timer, and only after this time. */
    boolean isLaterThan(long[] longs, long time) {
        return longs[at] != NONE && longs[at] > time;
    }

    /** Whether a timer must be set for this time, because there is none that is as early; notes that it is. */
    boolean isNeeded(long[] longs, long time) {
        if (longs[at] != NONE && longs[at] <= time) {
            return false;
        }
        longs[at] = time;
        return true;
    }

    /** Whether a timer that fires is this one, and not one that an earlier one has replaced; if so there is none any more. */
    boolean isTaken(long[] longs, long time) {
        if (longs[at] != time) {
            return false;
        }
        longs[at] = NONE;
        return true;
    }
}
