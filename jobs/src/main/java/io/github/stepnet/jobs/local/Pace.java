package io.github.stepnet.jobs.local;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many events per second, evenly. Time in which nobody asked is made up for, but no more than a second of it: after a
 * pause there is no flood.
 */
public final class Pace {

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final double perNano;
    private final double most;
    private final LongSupplier nanos;

    private long last;
    private double due;

    /** Starts now. */
    public Pace(int perSecond, LongSupplier nanos) {
        perNano = perSecond / NANOS_PER_SECOND;
        most = Math.max(1, perSecond);
        this.nanos = nanos;
        last = nanos.getAsLong();
    }

    /** How many events are due since the last call. */
    public int take() {
        long now = nanos.getAsLong();
        due = Math.min(most, due + (now - last) * perNano);
        last = now;
        int whole = (int) due;
        due -= whole;
        return whole;
    }
}
