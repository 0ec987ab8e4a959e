package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.csv.CsvArguments;
import io.github.stepnet.jobs.stream.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what is evaluated on; null for one that was not given. */
final class DataArguments {

    /** Rows of a stream: by then a small network has learned nearly all that it can. */
    private static final long STREAM_ROWS = 400_000;

    @Option(names = "--csv", paramLabel = "FILE", description = "The file to read.")
    private Path csv;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "The stream to generate: fleet, xor-noise, parity, attractor.")
    private String stream;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Rows to read. Default: all of a file; 400000 of a stream, or what --at needs.")
    private Long limit;

    @Option(
            names = "--keys",
            paramLabel = "N",
            description = "Keys of the stream. Default: 1 of xor-noise, 16 of fleet.")
    private Integer keys;

    @Option(
            names = "--phase-length",
            paramLabel = "N",
            description = "Samples of a key of the fleet from one drift to the next. Default: no drift.")
    private Long phaseLength;

    @Mixin
    private CsvArguments columns;

    /** Picocli makes it. */
    DataArguments() {}

    boolean isStream() {
        return stream != null;
    }

    /**
     * The data, as yet with any seed.
     *
     * @param at rows after which something is asked for
     * @throws IllegalArgumentException if the options contradict each other or do not fit the file
     */
    Data data(long[] at) throws IOException {
        Checks.positive("--limit", limit);
        Checks.positive("--keys", keys);
        Checks.positive("--phase-length", phaseLength);
        if ((csv == null) == (stream == null)) {
            throw new IllegalArgumentException(
                    (csv == null ? "neither --csv nor --stream is given" : "--csv and --stream are both given")
                            + "; allowed: one of them, such as --csv electricity.csv or --stream xor-noise");
        }
        return csv == null ? generated(at) : file();
    }

    private Data generated(long[] at) {
        StreamName name = StreamName.of(stream);
        List<String> given = columns.given();
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(given.get(0)
                    + " is given with --stream; it is about the columns of a file: use --csv, or leave it out");
        }
        if (phaseLength != null && !name.drifts()) {
            throw new IllegalArgumentException("--phase-length is given with --stream " + stream
                    + ", which has no drifts; use --stream fleet, or leave it out");
        }
        long needed = Arrays.stream(at).max().orElse(STREAM_ROWS);
        return new GeneratedData(
                name,
                keys == null ? GeneratedData.usualKeys(name) : keys,
                phaseLength == null ? Long.MAX_VALUE : phaseLength,
                0,
                limit == null ? needed : limit);
    }

    private Data file() throws IOException {
        if (keys != null || phaseLength != null) {
            throw new IllegalArgumentException((keys != null ? "--keys" : "--phase-length")
                    + " is given with --csv; it is about generated streams: use --key-column for the keys of a file");
        }
        if (!Files.isRegularFile(csv) || !Files.isReadable(csv)) {
            throw new IllegalArgumentException("--csv is " + csv + "; "
                    + (Files.exists(csv)
                            ? "it is not a file that can be read"
                            : "there is no such file, looked for as ")
                    + (Files.exists(csv) ? "" : csv.toAbsolutePath().normalize()));
        }
        return CsvData.of(csv, columns, limit == null ? Long.MAX_VALUE : limit);
    }
}
