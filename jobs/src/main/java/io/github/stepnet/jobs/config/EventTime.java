package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Shorthand;
import java.io.Serializable;

/**
 * Where the time of an event stands in a record: {@code time: measured-at}, or with another unit {@code time: {field: ts, unit:
 * seconds}}.
 *
 * @param field path of the field; a dot leads into a nested record
 * @param unit how the field writes a time
 */
@Shorthand
public record EventTime(String field, @Default("millis") Unit unit) implements Serializable {

    /** How a field writes a time. */
    public enum Unit {
        /** Seconds since 1970-01-01T00:00:00Z, with or without a fraction. */
        SECONDS,
        /** Milliseconds since then. */
        MILLIS,
        /** Microseconds since then. */
        MICROS,
        /** A string such as {@code 2026-01-31T12:00:00Z}, or with another offset. */
        ISO
    }
}
