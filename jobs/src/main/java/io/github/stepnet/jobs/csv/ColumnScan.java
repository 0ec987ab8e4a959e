package io.github.stepnet.jobs.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the first reading finds in one column.
 *
 * <p>A name that ends with {@code #n} declares a categorical column with the values 0 .. n-1. Any other column is numeric
 * if nine in ten of its cells are numbers, missing ones not counted: the few others are errors of their rows. A column
 * with fewer numbers is categorical, with the values that it has.
 */
final class ColumnScan {

    private static final Pattern MARK = Pattern.compile("(.*)#([1-9][0-9]{0,5})");
    /** Bounds the memory of a first reading; a category beyond it is an error of its row. */
    private static final int MOST_VALUES = 100_000;

    private final String name;
    private final OptionalInt marked;
    private final Set<String> values = new LinkedHashSet<>();
    private long numbers;
    private long words;

    ColumnScan(String heading) {
        Matcher mark = MARK.matcher(heading);
        boolean hasMark = mark.matches();
        name = hasMark ? mark.group(1) : heading;
        marked = hasMark ? OptionalInt.of(Integer.parseInt(mark.group(2))) : OptionalInt.empty();
    }

    String name() {
        return name;
    }

    /** Whether a user means this column; the mark is optional. */
    boolean isCalled(String given) {
        return given.equals(name) || (marked.isPresent() && given.equals(name + "#" + marked.getAsInt()));
    }

    void see(String cell) {
        if (Cells.isMissing(cell)) {
            return;
        }
        if (Cells.isNumber(cell)) {
            numbers++;
        } else {
            words++;
        }
        if (values.size() < MOST_VALUES) {
            values.add(cell);
        }
    }

    private boolean isNumeric() {
        return marked.isEmpty() && numbers >= 9 * words;
    }

    /** As a feature. */
    Column column(int oneHotUpTo) {
        if (isNumeric()) {
            return new Column.Numeric(name);
        }
        Column.Values all = marked.isPresent() ? declared(marked.getAsInt()) : values(new ArrayList<>(values));
        return all.names().size() <= oneHotUpTo ? new Column.OneHot(name, all) : new Column.Numbered(name, all);
    }

    /** As a label: numbers in their order, words in alphabetical order. */
    Column.Values classes() {
        if (marked.isPresent()) {
            return declared(marked.getAsInt());
        }
        List<String> sorted = new ArrayList<>(values);
        sorted.sort(words == 0 ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder());
        return values(sorted);
    }

    private static Column.Values declared(int count) {
        return values(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    private static Column.Values values(List<String> names) {
        Map<String, Integer> indexes = new HashMap<>();
        names.forEach(value -> indexes.put(value, indexes.size()));
        String expected = names.isEmpty()
                ? "nothing"
                : "one of " + names.size() + " values, " + names.get(0) + " .. " + names.get(names.size() - 1);
        return new Column.Values(List.copyOf(names), indexes, expected);
    }
}
