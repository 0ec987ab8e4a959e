package io.github.stepnet.jobs.wire;

import io.github.stepnet.jobs.config.EventTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Takes the time of an event.
 *
 * <p>A time outside the years 1 to 9999 is refused: it is in another unit than the job was told, and one such time would carry the
 * watermark past every event to come.
 */
final class TimeSlot extends Slot {

    private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    private static final double MILLIS_OF_SECOND = 1_000;
    private static final long MICROS_OF_MILLI = 1_000;

    private final EventTime.Unit unit;
    private long millis;
    private boolean present;

    TimeSlot(String path, EventTime.Unit unit) {
        super(path);
        this.unit = unit;
    }

    /** Milliseconds since 1970-01-01T00:00:00Z. */
    long millis() throws Refused {
        if (!present) {
            throw Refused.undecodable("field " + path() + " is missing or null; it must be " + takes());
        }
        return checked(millis, path());
    }

    static long checked(long millis, String what) throws Refused {
        if (millis < FIRST || millis > LAST) {
            throw Refused.undecodable("the time in " + what + " is " + millis
                    + " ms since 1970, which is outside the years 1 to 9999; is it in another unit?");
        }
        return millis;
    }

    @Override
    void clear() {
        present = false;
    }

    @Override
    String takes() {
        return switch (unit) {
            case SECONDS -> "a number of seconds since 1970";
            case MILLIS -> "a whole number of milliseconds since 1970";
            case MICROS -> "a whole number of microseconds since 1970";
            case ISO -> "a text such as 2026-01-31T12:00:00Z";
        };
    }

    @Override
    void integer(long value) throws Refused {
        switch (unit) {
            case SECONDS -> number((double) value);
            case MILLIS -> set(value);
            case MICROS -> set(Math.floorDiv(value, MICROS_OF_MILLI));
            case ISO -> super.integer(value);
        }
    }

    /** Formats without whole numbers of their own may hand one out as this. */
    @Override
    void number(double value) throws Refused {
        if (unit == EventTime.Unit.SECONDS && Double.isFinite(value)) {
            set(Math.round(value * MILLIS_OF_SECOND));
        } else if ((unit == EventTime.Unit.MILLIS || unit == EventTime.Unit.MICROS) && value == Math.rint(value)) {
            integer((long) value);
        } else {
            super.number(value);
        }
    }

    @Override
    void text(String value) throws Refused {
        if (unit != EventTime.Unit.ISO) {
            super.text(value);
        }
        try {
            set(OffsetDateTime.parse(value).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            super.text(value);
        }
    }

    private void set(long value) {
        millis = value;
        present = true;
    }
}
