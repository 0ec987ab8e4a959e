package io.github.stepnet.jobs.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** What single cells mean. */
final class Cells {

    private Cells() {}

    /** Empty, or one of the usual words for nothing. */
    static boolean isMissing(String cell) {
        return switch (cell) {
            case "", "?", "NA", "N/A", "NaN", "nan", "null" -> true;
            default -> false;
        };
    }

    static boolean isNumber(String cell) {
        try {
            number(cell);
            return true;
        } catch (MalformedCell word) {
            return false;
        }
    }

    static float number(String cell) throws MalformedCell {
        // The last character keeps out what Java takes for a number and nobody else does, such as 1d.
        char last = cell.isEmpty() ? ' ' : cell.charAt(cell.length() - 1);
        if (last != '.' && (last < '0' || last > '9')) {
            throw new MalformedCell("a number");
        }
        try {
            return Float.parseFloat(cell);
        } catch (NumberFormatException word) {
            throw new MalformedCell("a number");
        }
    }

    static long timeMillis(String cell) throws MalformedCell {
        try {
            if (!cell.isEmpty() && cell.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')) {
                return Long.parseLong(cell);
            }
            String iso = cell.replace(' ', 'T');
            boolean saysZone = iso.matches(".*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$") && iso.contains("T");
            return (saysZone ? Instant.parse(iso) : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC)).toEpochMilli();
        } catch (NumberFormatException | DateTimeException other) {
            throw new MalformedCell("milliseconds since 1970 or a date with time such as 2026-01-31T12:00:00Z");
        }
    }
}
