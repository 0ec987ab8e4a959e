package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.IncomingEvent;
import java.util.Objects;

/** What became of a record of the source's topic: an event, or a dead letter. */
public final class Decoded {

    private final IncomingEvent event;
    private final OutgoingRecord deadLetter;

    private Decoded(IncomingEvent event, OutgoingRecord deadLetter) {
        this.event = event;
        this.deadLetter = deadLetter;
    }

    /** A record that was an event. */
    public static Decoded of(IncomingEvent event) {
        return new Decoded(Objects.requireNonNull(event, "event"), null);
    }

    /** A record that was none. */
    public static Decoded refused(OutgoingRecord deadLetter) {
        return new Decoded(null, Objects.requireNonNull(deadLetter, "deadLetter"));
    }

    /** Whether it is an event. */
    public boolean isEvent() {
        return event != null;
    }

    /** The event, or null. */
    public IncomingEvent event() {
        return event;
    }

    /** The dead letter, or null. */
    public OutgoingRecord deadLetter() {
        return deadLetter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decoded that
                && Objects.equals(event, that.event)
                && Objects.equals(deadLetter, that.deadLetter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(event, deadLetter);
    }
}
