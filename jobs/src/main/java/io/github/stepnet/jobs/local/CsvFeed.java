package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.csv.CsvFile;
import io.github.stepnet.jobs.csv.CsvOptions;
import io.github.stepnet.jobs.csv.CsvRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The rows of a CSV file, in its order.
 *
 * <p>A row that does not fit the columns is sent as it stands, so that it becomes a dead letter of the job like any other
 * record that is no event.
 */
final class CsvFeed implements Feed {

    private final CsvFile file;
    private final CsvRows rows;

    private CsvFeed(CsvFile file, CsvRows rows) {
        this.file = file;
        this.rows = rows;
    }

    /** Reads the file once, to know its columns. */
    static CsvFeed open(Path path, CsvOptions options) throws IOException {
        CsvFile file = CsvFile.open(path, options);
        return new CsvFeed(file, file.read());
    }

    @Override
    public String title() {
        return file.path().getFileName() + ", "
                + (file.hasKey() ? "a network for each key" : "one network for all rows");
    }

    @Override
    public String name() {
        return file.name().replaceAll("[^A-Za-z0-9_.-]", "-");
    }

    @Override
    public int inputs() {
        return file.inputs();
    }

    @Override
    public int classes() {
        return file.classes();
    }

    @Override
    public OptionalLong keys() {
        return file.hasKey() ? OptionalLong.empty() : OptionalLong.of(1);
    }

    @Override
    public OptionalLong events() {
        return OptionalLong.of(file.rows());
    }

    @Override
    public OptionalLong phaseLength() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalDouble ceiling() {
        return OptionalDouble.empty();
    }

    @Override
    public boolean next() throws IOException {
        return rows.next();
    }

    @Override
    public String unusable() {
        return rows.isMalformed() ? rows.text() : null;
    }

    @Override
    public String key() {
        return rows.key();
    }

    @Override
    public long timeMillis() {
        return rows.timeMillis();
    }

    @Override
    public float[] features() {
        return rows.features();
    }

    @Override
    public Truth truth() {
        return file.classes() > 0 ? Truth.ofClass(rows.label(), 0) : Truth.ofNumber(rows.target());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
