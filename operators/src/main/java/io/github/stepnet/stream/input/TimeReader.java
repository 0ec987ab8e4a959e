package io.github.stepnet.stream.input;

import java.io.Serializable;

/**
 * Reads the event time of an event.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface TimeReader<T> extends Serializable {

    /** Milliseconds since 1970-01-01T00:00:00Z, as the job's timestamps. */
    long read(T event);
}
