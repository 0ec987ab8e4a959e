package io.github.stepnet.jobs.csv;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file, each split into cells by itself: a quotation mark that is never closed spoils its own line and not
 * the rest of the file. The price is that no cell may hold a line break. Blank lines are not rows.
 */
final class LineReader implements Closeable {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedReader lines;
    private final CsvFactory csv;
    private final CsvSchema schema;
    private final List<String> cells = new ArrayList<>();
    private long number;
    private String text;

    LineReader(Path path, char separator) throws IOException {
        // Not Files.newBufferedReader: bytes that are no UTF-8 shall spoil a cell, not end the reading.
        lines = new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
        csv = CsvFactory.builder().enable(CsvParser.Feature.TRIM_SPACES).build();
        schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    }

    /** Goes on to the next line that is not blank; false at the end. */
    boolean next() throws IOException {
        do {
            text = lines.readLine();
            if (text == null) {
                return false;
            }
            number++;
            if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
                text = text.substring(BYTE_ORDER_MARK.length());
            }
        } while (text.isBlank());
        return true;
    }

    /** From 1. */
    long number() {
        return number;
    }

    String text() {
        return text;
    }

    /** Its cells, without the spaces round them. */
    String[] cells() throws MalformedCell {
        try (CsvParser parser = csv.createParser(text)) {
            parser.setSchema(schema);
            cells.clear();
            parser.nextToken();
            for (String cell = parser.nextTextValue(); cell != null; cell = parser.nextTextValue()) {
                cells.add(cell);
            }
            return cells.toArray(String[]::new);
        } catch (JacksonException unreadable) {
            throw new MalformedCell(unreadable.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from a string", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
