package io.github.stepnet.jobs.csv;

import io.github.stepnet.jobs.csv.CsvOptions.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A CSV file whose columns are known: the result of a first reading, and the way to a second.
 *
 * <p>Numeric and categorical columns are told apart by what they hold: a heading that ends with {@code #n} declares a
 * categorical column with the values 0 .. n-1; any other is numeric if nine in ten of its cells are numbers. Classes are
 * numbered in the order of their values, numbers by size and words by alphabet; categories in the order of first
 * appearance. What each column is used for is said by {@link CsvOptions}.
 *
 * <p>A cell that is empty or one of {@code ? NA N/A NaN nan null} is missing: as a feature it is NaN, as a label it means
 * that the truth is not known. Spaces round a cell do not count. A row is one line.
 *
 * <p>Not for files that grow: a value that came after the first reading is an error of its row.
 */
public final class CsvFile {

    private static final int MOST_CLASSES = 1000;

    private final Path path;
    private final CsvOptions options;
    private final boolean hasHeader;
    private final List<String> columnNames;
    private final long rows;
    private final Roles roles;
    private final List<Column> features;
    private final List<String> inputNames;
    private final Column.Values classes;

    private CsvFile(Path path, CsvOptions options, boolean hasHeader, List<ColumnScan> scans, long rows) {
        this.path = path;
        this.options = options;
        this.hasHeader = hasHeader;
        this.rows = rows;
        columnNames = scans.stream().map(ColumnScan::name).toList();
        roles = Roles.of(options, scans);
        features = roles.features().stream()
                .map(column -> scans.get(column).column(options.oneHotUpTo()))
                .toList();
        inputNames = features.stream()
                .flatMap(column -> column.inputNames().stream())
                .toList();
        classes = roles.label() < 0 ? new Column.Values(List.of(), Map.of(), "") : classes(scans.get(roles.label()));
    }

    private static Column.Values classes(ColumnScan scan) {
        Column.Values classes = scan.classes();
        int count = classes.names().size();
        if (count < 2 || count > MOST_CLASSES) {
            throw new IllegalArgumentException("label column " + scan.name() + " has " + count
                    + " different values; a label has 2 to " + MOST_CLASSES
                    + " of them, and a number to predict is a target");
        }
        return classes;
    }

    /**
     * Reads a file once to learn what its columns hold.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it has no rows or the options do not fit its columns
     */
    public static CsvFile open(Path path, CsvOptions options) throws IOException {
        try (LineReader lines = new LineReader(path, options.separator())) {
            if (!lines.next()) {
                throw new IllegalArgumentException(path + " is empty");
            }
            String[] first = lines.cells();
            boolean hasHeader = hasHeader(first, options.header());
            List<ColumnScan> scans = new ArrayList<>();
            for (int i = 0; i < first.length; i++) {
                scans.add(new ColumnScan(hasHeader ? first[i] : "c" + (i + 1)));
            }
            long rows = 0;
            for (boolean more = !hasHeader || lines.next(); more; more = lines.next()) {
                rows++;
                scan(lines, scans);
            }
            if (rows == 0) {
                throw new IllegalArgumentException(path + " has names of columns and no rows");
            }
            return new CsvFile(path, options, hasHeader, scans, rows);
        } catch (MalformedCell unreadable) {
            throw new IllegalArgumentException(
                    path + ": the first line is not CSV: " + unreadable.getMessage(), unreadable);
        }
    }

    private static boolean hasHeader(String[] first, Header header) {
        if (header != Header.DETECT) {
            return header == Header.PRESENT;
        }
        for (String cell : first) {
            if (Cells.isMissing(cell) || Cells.isNumber(cell)) {
                return false;
            }
        }
        return true;
    }

    /** A row that cannot be split says nothing of the columns; the second reading reports it. */
    private static void scan(LineReader lines, List<ColumnScan> scans) {
        try {
            String[] cells = lines.cells();
            if (cells.length == scans.size()) {
                for (int i = 0; i < cells.length; i++) {
                    scans.get(i).see(cells[i]);
                }
            }
        } catch (MalformedCell reportedLater) {
            return;
        }
    }

    /** Reads the rows from the first on; each call reads the file anew. */
    public CsvRows read() throws IOException {
        LineReader lines = new LineReader(path, options.separator());
        if (hasHeader && !lines.next()) {
            lines.close();
            throw new IOException(path + " has become empty");
        }
        return new CsvRows(this, lines);
    }

    /** The file's name without folder and ending. */
    public String name() {
        String file = path.getFileName().toString();
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** Where it lies. */
    public Path path() {
        return path;
    }

    /** Rows, malformed ones among them; lines that are blank and the header are none. */
    public long rows() {
        return rows;
    }

    /** Inputs that a row makes. */
    public int inputs() {
        return inputNames.size();
    }

    /** A name for each input: its column's, with {@code =value} behind it where the column has one input per value. */
    public List<String> inputNames() {
        return inputNames;
    }

    /** Classes, or 0 when the truth is a number. */
    public int classes() {
        return classes.names().size();
    }

    /** What the file calls each class. */
    public List<String> classNames() {
        return classes.names();
    }

    /** Whether rows have a key of their own. */
    public boolean hasKey() {
        return roles.key() >= 0;
    }

    /** Whether rows have a time of their own. */
    public boolean hasTime() {
        return roles.time() >= 0;
    }

    int cells() {
        return columnNames.size();
    }

    String columnName(int column) {
        return columnNames.get(column);
    }

    Roles roles() {
        return roles;
    }

    List<Column> features() {
        return features;
    }

    int classOf(String cell) throws MalformedCell {
        return classes.index(cell);
    }
}
