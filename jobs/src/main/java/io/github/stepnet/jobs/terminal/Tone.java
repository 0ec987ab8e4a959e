package io.github.stepnet.jobs.terminal;

/** How a permanent line is meant; shown as a colour where colours are welcome. */
public enum Tone {
    /** As it is. */
    PLAIN(""),
    /** Something was reached. */
    GOOD("\u001b[32m"),
    /** Something was lost. */
    BAD("\u001b[33m"),
    /** For those who look for it. */
    FAINT("\u001b[2m");

    private static final String RESET = "\u001b[0m";

    private final String start;

    Tone(String start) {
        this.start = start;
    }

    String paint(String line) {
        return start.isEmpty() ? line : start + line + RESET;
    }
}
