package io.github.stepnet.jobs.csv;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which column is what, counted from 0; -1 where no column has the role.
 *
 * <p>Either {@code label} or {@code target} is a column. A feature may be the key or the time as well, if it was asked for.
 */
record Roles(int label, int target, int key, int time, List<Integer> features) {

    /** Finds the columns that the options name; says in full what it has instead when one is not there. */
    static Roles of(CsvOptions options, List<ColumnScan> columns) {
        int target = find(options.target(), "target", columns);
        int label = target >= 0
                ? -1
                : options.label().isPresent() ? find(options.label(), "label", columns) : last(columns);
        int key = find(options.key(), "key", columns);
        int time = find(options.time(), "time", columns);
        List<Integer> features = options.features().stream()
                .map(feature -> find(Optional.of(feature), "feature", columns))
                .toList();
        if (features.isEmpty()) {
            List<Integer> taken = List.of(label, target, key, time);
            features = IntStream.range(0, columns.size())
                    .boxed()
                    .filter(column -> !taken.contains(column))
                    .toList();
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException("no column is left to learn from; columns: " + names(columns));
        }
        int truth = Math.max(label, target);
        if (features.contains(truth)) {
            throw new IllegalArgumentException("column " + columns.get(truth).name()
                    + " is what is to be learned and a feature as well; leave it out of the features");
        }
        return new Roles(label, target, key, time, features);
    }

    private static int last(List<ColumnScan> columns) {
        return columns.size() - 1;
    }

    /** By name first: a column may be called 7. */
    private static int find(Optional<String> given, String role, List<ColumnScan> columns) {
        if (given.isEmpty()) {
            return -1;
        }
        String column = given.get();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isCalled(column)) {
                return i;
            }
        }
        if (column.matches("-?[1-9][0-9]{0,8}")) {
            int number = Integer.parseInt(column);
            int i = number > 0 ? number - 1 : columns.size() + number;
            if (i >= 0 && i < columns.size()) {
                return i;
            }
        }
        throw new IllegalArgumentException(role + " column is \"" + column + "\"; columns: " + names(columns)
                + " (or a number from 1 to " + columns.size() + ")");
    }

    private static String names(List<ColumnScan> columns) {
        return columns.stream().map(ColumnScan::name).collect(Collectors.joining(", "));
    }
}
