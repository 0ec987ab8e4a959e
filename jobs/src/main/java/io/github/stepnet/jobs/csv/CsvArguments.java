package io.github.stepnet.jobs.csv;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how a CSV file is to be understood, as they were given: null for one that was not. */
public final class CsvArguments implements Serializable {

    private static final long serialVersionUID = 1L;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "The column of the class, by its name or its number: 1 is the first, -1 the last."
                    + " Without it and without --target, the last.")
    private String label;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column of the number to predict: a regression.")
    private String target;

    @Option(
            names = "--key-column",
            paramLabel = "COLUMN",
            description = "The column that says whose network a row belongs to. Without it all rows share one.")
    private String key;

    @Option(
            names = "--time-column",
            paramLabel = "COLUMN",
            description = "The column of the event time, which is not learned from. Rows keep the order of the file.")
    private String time;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COLUMN",
            description = "The columns to learn from. Without it, all that have no other use.")
    private String[] features;

    @Option(
            names = "--header",
            defaultValue = "detect",
            description = "Whether the first line holds names: detect (default), present, absent.")
    private String header;

    @Option(names = "--separator", defaultValue = ",", description = "What stands between cells; tab for a tab.")
    private String separator;

    @Option(
            names = "--one-hot-up-to",
            paramLabel = "VALUES",
            description = "Categorical columns of up to so many values become one input per value, others one number.")
    private Integer oneHotUpTo;

    /** Picocli makes it. */
    public CsvArguments() {}

    /** Names of the options that were given and make sense with a file only. */
    public List<String> given() {
        CsvOptions options = options();
        CsvOptions plain = CsvOptions.defaults();
        return List.of(
                        name("--label", options.label().isPresent()),
                        name("--target", options.target().isPresent()),
                        name("--key-column", options.key().isPresent()),
                        name("--time-column", options.time().isPresent()),
                        name("--features", !options.features().isEmpty()),
                        name("--header", options.header() != plain.header()),
                        name("--separator", options.separator() != plain.separator()),
                        name("--one-hot-up-to", options.oneHotUpTo() != plain.oneHotUpTo()))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> name(String option, boolean isGiven) {
        return isGiven ? Optional.of(option) : Optional.empty();
    }

    /** An error if an option's value is none of those allowed. */
    public CsvOptions options() {
        return new CsvOptions(
                header(),
                separator(),
                Optional.ofNullable(label),
                Optional.ofNullable(target),
                Optional.ofNullable(key),
                Optional.ofNullable(time),
                features == null ? List.of() : List.of(features),
                oneHotUpTo == null ? CsvOptions.defaults().oneHotUpTo() : oneHotUpTo);
    }

    private CsvOptions.Header header() {
        for (CsvOptions.Header choice : CsvOptions.Header.values()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(header)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("--header is \"" + header + "\"; allowed: detect, present, absent");
    }

    private char separator() {
        if (separator.equals("tab") || separator.equals("\\t")) {
            return '\t';
        }
        if (separator.length() != 1) {
            throw new IllegalArgumentException("--separator is \"" + separator + "\"; allowed: one character, or tab");
        }
        return separator.charAt(0);
    }
}
