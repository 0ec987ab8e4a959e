package io.github.stepnet.jobs.local;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How many events a generated stream has, when it drifts, and when a run gives up.
 *
 * <p>The rule: <em>the number of events is fixed, the time is not.</em> Of the asked duration {@link #OVERHEAD} is
 * reckoned for starting and ending (half of it, if it is shorter than two overheads). The rest times the rate is the number of
 * events, which the keys share evenly; every key drifts half-way. So the same options give the same events on every
 * machine, and every figure at the drift and at the end is about the same number of events. A machine that cannot keep
 * the rate takes longer, because the producer waits for answers, up to three times the duration; then it stops where it is.
 *
 * <p>An endless run has no number of events and no end, and drifts as often as the other would.
 *
 * @param eventsOfKey events of each key; those of an endless run until the second drift
 * @param endless whether it goes on until it is stopped
 */
record Schedule(long eventsOfKey, boolean endless) {

    /** Starting a broker and a cluster, submitting the job and closing everything, on a slow machine. */
    static final Duration OVERHEAD = Duration.ofSeconds(26);

    private static final int PHASES = 2;
    private static final int LIMIT = 3;

    /**
     * The schedule of a run.
     *
     * @param rate events per second, over all keys
     * @throws IllegalArgumentException if there would be no event before the drift or none after it
     */
    static Schedule of(Duration duration, boolean endless, int rate, int keys) {
        Duration overhead = duration.compareTo(OVERHEAD.multipliedBy(2)) < 0 ? duration.dividedBy(2) : OVERHEAD;
        long events = duration.minus(overhead).toMillis() * rate / 1000;
        long eventsOfKey = events / keys / PHASES * PHASES;
        if (eventsOfKey == 0) {
            throw new IllegalArgumentException("--duration " + duration.toSeconds() + "s at --rate " + rate + " leaves "
                    + events + " events for " + keys + " keys; each needs at least " + PHASES
                    + ": use a longer duration, a higher rate or fewer --keys");
        }
        return new Schedule(eventsOfKey, endless);
    }

    /** When a run that is not endless gives up. */
    static Duration limit(Duration duration) {
        return duration.multipliedBy(LIMIT);
    }

    /** Events of each key from one drift to the next. */
    long phaseLength() {
        return eventsOfKey / PHASES;
    }

    /** Events of all keys, if they end. */
    OptionalLong events(int keys) {
        return endless ? OptionalLong.empty() : OptionalLong.of(eventsOfKey * keys);
    }
}
