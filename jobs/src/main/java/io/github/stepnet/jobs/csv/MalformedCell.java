package io.github.stepnet.jobs.csv;

/** A cell that does not fit its column; the message says what does. */
final class MalformedCell extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedCell(String expected) {
        // Thrown per row and caught in the same call: a stack trace would cost more than the row.
        super(expected, null, false, false);
    }
}
