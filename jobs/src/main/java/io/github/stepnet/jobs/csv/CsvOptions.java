package io.github.stepnet.jobs.csv;

import java.util.List;
import java.util.Optional;

/**
 * How a CSV file is to be understood. A column is given by its name, or by its number from 1; from the end, -1 is the
 * last. A name may be given with or without the mark {@code #n} that it has in the file.
 *
 * @param header whether the first line holds names
 * @param separator between cells
 * @param label the column of the class; without one and without a target it is the last
 * @param target the column of the number to predict, for regression
 * @param key the column that says whose network a row belongs to; without one all rows belong to one
 * @param time the column of the event time: milliseconds since 1970, or an ISO-8601 date with time (UTC unless it says)
 * @param features the columns to learn from; when empty, all that have no other role
 * @param oneHotUpTo a categorical feature of up to this many values becomes one input per value; one of more values
 *     becomes a single input, the number of the value in the order of first appearance
 */
public record CsvOptions(
        Header header,
        char separator,
        Optional<String> label,
        Optional<String> target,
        Optional<String> key,
        Optional<String> time,
        List<String> features,
        int oneHotUpTo) {

    /** Whether the first line holds names. */
    public enum Header {
        /** It does if none of its cells is a number or missing. */
        DETECT,
        /** It does. */
        PRESENT,
        /** It does not: columns are called c1, c2 and so on. */
        ABSENT
    }

    /** Refuses options that exclude each other. */
    public CsvOptions {
        if (label.isPresent() && target.isPresent()) {
            throw new IllegalArgumentException("both a label (" + label.get() + ") and a target (" + target.get()
                    + ") are given; a row has a class or a number to predict, not both");
        }
        if (oneHotUpTo < 0) {
            throw new IllegalArgumentException("oneHotUpTo is " + oneHotUpTo + "; use 0 for no one-hot inputs at all");
        }
        features = List.copyOf(features);
    }

    /** Detected header, commas, the last column is the class, one key, one-hot up to 16 values. */
    public static CsvOptions defaults() {
        return new CsvOptions(
                Header.DETECT,
                ',',
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                16);
    }

    /** These options with another header. */
    public CsvOptions withHeader(Header present) {
        return new CsvOptions(present, separator, label, target, key, time, features, oneHotUpTo);
    }

    /** These options with another separator. */
    public CsvOptions withSeparator(char between) {
        return new CsvOptions(header, between, label, target, key, time, features, oneHotUpTo);
    }

    /** These options with the class in this column. */
    public CsvOptions withLabel(String column) {
        return new CsvOptions(
                header, separator, Optional.of(column), Optional.empty(), key, time, features, oneHotUpTo);
    }

    /** These options with the number to predict in this column. */
    public CsvOptions withTarget(String column) {
        return new CsvOptions(
                header, separator, Optional.empty(), Optional.of(column), key, time, features, oneHotUpTo);
    }

    /** These options with the key in this column. */
    public CsvOptions withKey(String column) {
        return new CsvOptions(header, separator, label, target, Optional.of(column), time, features, oneHotUpTo);
    }

    /** These options with the event time in this column. */
    public CsvOptions withTime(String column) {
        return new CsvOptions(header, separator, label, target, key, Optional.of(column), features, oneHotUpTo);
    }

    /** These options with these columns to learn from, in this order. */
    public CsvOptions withFeatures(List<String> columns) {
        return new CsvOptions(header, separator, label, target, key, time, columns, oneHotUpTo);
    }

    /** These options with another bound for one-hot inputs. */
    public CsvOptions withOneHotUpTo(int values) {
        return new CsvOptions(header, separator, label, target, key, time, features, values);
    }
}
