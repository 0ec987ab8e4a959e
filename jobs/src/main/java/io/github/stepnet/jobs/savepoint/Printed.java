package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the commands print: tables with a heading, and JSON. */
final class Printed {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Printed() {}

    static void json(PrintWriter out, JsonNode node) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to a string", impossible);
        }
        out.flush();
    }

    /** Rows of as many cells each, the first row being the heading; the first column to the left, all others to the right. */
    static void table(PrintWriter out, List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String align = column == 0 ? "%-" : "  %";
                line.append(String.format(Locale.ROOT, align + Math.max(1, widths.get(column)) + "s", row.get(column)));
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
