package io.github.stepnet.jobs.csv;

import java.io.Closeable;
import java.io.IOException;

/**
 * A cursor over the rows of a {@link CsvFile}; what it tells is of the row that {@link #next} went to last.
 *
 * <pre>{@code
 * try (CsvRows rows = file.read()) {
 *     while (rows.next()) {
 *         if (rows.isMalformed()) {
 *             report(rows.reason());
 *         } else {
 *             learn(rows.key(), rows.features(), rows.label());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Of a malformed row only {@link #line}, {@link #text} and {@link #reason} may be asked for.
 */
public final class CsvRows implements Closeable {

    private final CsvFile file;
    private final LineReader lines;
    private final float[] features;

    private long row = -1;
    private String reason;
    private String key;
    private long timeMillis;
    private int label;
    private float target;

    CsvRows(CsvFile file, LineReader lines) {
        this.file = file;
        this.lines = lines;
        features = new float[file.inputs()];
    }

    /** Goes on to the next row, well formed or not; false at the end of the file. */
    public boolean next() throws IOException {
        if (!lines.next()) {
            return false;
        }
        row++;
        reason = null;
        try {
            String[] cells = lines.cells();
            if (cells.length == file.cells()) {
                understand(cells);
            } else {
                reason = at("the row has " + cells.length + " cells; the file has " + file.cells() + " columns");
            }
        } catch (MalformedCell unreadable) {
            reason = at("the line is not CSV: " + unreadable.getMessage());
        }
        return true;
    }

    private void understand(String[] cells) {
        Roles roles = file.roles();
        int column = 0;
        try {
            int at = 0;
            for (int i = 0; i < file.features().size(); i++) {
                column = roles.features().get(i);
                Column feature = file.features().get(i);
                feature.write(cells[column], features, at);
                at += feature.inputNames().size();
            }
            column = roles.label();
            label = column < 0 || Cells.isMissing(cells[column]) ? -1 : file.classOf(cells[column]);
            column = roles.target();
            target = column < 0 || Cells.isMissing(cells[column]) ? Float.NaN : Cells.number(cells[column]);
            column = roles.time();
            timeMillis = column < 0 ? row : Cells.timeMillis(cells[column]);
            column = roles.key();
            key = column < 0 ? file.name() : key(cells[column]);
        } catch (MalformedCell unfit) {
            reason = at(file.columnName(column) + " is \"" + cells[column] + "\"; expected " + unfit.getMessage());
        }
    }

    private static String key(String cell) throws MalformedCell {
        if (Cells.isMissing(cell)) {
            throw new MalformedCell("a key");
        }
        return cell;
    }

    private String at(String what) {
        return file.path().getFileName() + ":" + lines.number() + ": " + what;
    }

    /** Number of its line in the file, from 1. */
    public long line() {
        return lines.number();
    }

    /** The line itself. */
    public String text() {
        return lines.text();
    }

    /** Whether the row does not fit the file's columns. */
    public boolean isMalformed() {
        return reason != null;
    }

    /**
     * Where the row is, what is wrong with it and what would be right.
     *
     * @throws IllegalStateException if nothing is wrong with it
     */
    public String reason() {
        if (reason == null) {
            throw new IllegalStateException(at("the row is well formed"));
        }
        return reason;
    }

    /** The inputs, NaN where a cell is missing; the same array for every row. */
    public float[] features() {
        requireWellFormed();
        return features;
    }

    /** The class, or -1 when it is not known. */
    public int label() {
        requireWellFormed();
        return label;
    }

    /** The number to predict, or NaN when it is not known. */
    public float target() {
        requireWellFormed();
        return target;
    }

    /** Whose row it is; the file's name when rows have no key of their own. */
    public String key() {
        requireWellFormed();
        return key;
    }

    /** Event time; the number of the row, from 0, when rows have no time of their own. */
    public long timeMillis() {
        requireWellFormed();
        return timeMillis;
    }

    private void requireWellFormed() {
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
