package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.csv.CsvArguments;
import io.github.stepnet.jobs.csv.CsvFile;
import io.github.stepnet.jobs.csv.CsvRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** The rows of a CSV file. A row with a missing or infinite feature cannot be used. */
final class CsvData implements Data {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final CsvArguments columns;
    private final String name;
    private final long events;
    private final int inputs;
    private final int classes;
    /** Known where the file was read to learn its columns; a Flink job reads it again for that. */
    private transient CsvFile known;

    private CsvData(CsvFile file, CsvArguments columns, long events) {
        path = file.path().toString();
        this.columns = columns;
        name = file.name();
        this.events = events;
        inputs = file.inputs();
        classes = file.classes();
        known = file;
    }

    /** Reads a file once, to know its columns; of its rows the first {@code limit} will be used. */
    static CsvData of(Path path, CsvArguments columns, long limit) throws IOException {
        CsvFile file = CsvFile.open(path, columns.options());
        return new CsvData(file, columns, Math.min(limit, file.rows()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long events() {
        return events;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public OptionalDouble ceiling() {
        return OptionalDouble.empty();
    }

    @Override
    public Data withSeed(long seed) {
        return this;
    }

    @Override
    public Rows open() throws IOException {
        if (known == null) {
            known = CsvFile.open(Path.of(path), columns.options());
            if (known.inputs() != inputs || known.classes() != classes) {
                throw new CannotRun(path + " has changed while it was evaluated; leave it alone and start again");
            }
        }
        return new Cursor(known, events);
    }

    private static final class Cursor implements Rows {

        private final CsvRows rows;
        private final String file;
        private final List<String> inputNames;
        private final boolean hasClasses;
        private long left;
        private String rejection;

        Cursor(CsvFile file, long limit) throws IOException {
            this.file = file.path().getFileName().toString();
            inputNames = file.inputNames();
            hasClasses = file.classes() > 0;
            left = limit;
            rows = file.read();
        }

        @Override
        public boolean next() throws IOException {
            if (left == 0 || !rows.next()) {
                return false;
            }
            left--;
            rejection = rows.isMalformed() ? rows.reason() : nonFinite();
            return true;
        }

        private String nonFinite() {
            float[] features = rows.features();
            for (int i = 0; i < features.length; i++) {
                if (!Float.isFinite(features[i])) {
                    String what = Float.isNaN(features[i]) ? "missing" : "not a finite number";
                    return file + ":" + rows.line() + ": " + inputNames.get(i) + " is " + what;
                }
            }
            return !hasClasses && Float.isInfinite(rows.target())
                    ? file + ":" + rows.line() + ": the target is not a finite number"
                    : null;
        }

        @Override
        public String rejection() {
            return rejection;
        }

        @Override
        public String key() {
            return rows.key();
        }

        @Override
        public float[] features() {
            return rows.features();
        }

        @Override
        public float truth() {
            if (!hasClasses) {
                return rows.target();
            }
            return rows.label() < 0 ? Float.NaN : rows.label();
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
