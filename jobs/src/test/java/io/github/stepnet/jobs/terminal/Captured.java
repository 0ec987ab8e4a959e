package io.github.stepnet.jobs.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was written to it, raw and as a screen would show it. */
final class Captured {

    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([?0-9]*)([a-zA-Z])");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    PrintStream out() {
        return out;
    }

    String raw() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The lines that stand on the screen: knows the sequences that the displays use. */
    List<String> screen() {
        List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        String text = raw();
        Matcher sequence = SEQUENCE.matcher(text);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\u001b' && sequence.find(at) && sequence.start() == at) {
                switch (sequence.group(2)) {
                    case "F" -> row -= Integer.parseInt(sequence.group(1));
                    case "J" -> {
                        lines.subList(row + 1, lines.size()).clear();
                        lines.get(row).setLength(0);
                    }
                    case "K", "m", "l", "h" -> {}
                    default -> throw new AssertionError("unknown sequence " + sequence.group());
                }
                at = sequence.end() - 1;
            } else if (c == '\n') {
                row++;
                if (row == lines.size()) {
                    lines.add(new StringBuilder());
                }
            } else if (c == '\r') {
                lines.get(row).setLength(0);
            } else {
                lines.get(row).append(c);
            }
        }
        return lines.stream().map(StringBuilder::toString).toList();
    }
}
