package io.github.stepnet.jobs;

/** A program cannot start for a reason that its user can put right; the message says what and how, and is all that a terminal shows. */
public final class CannotRun extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** With what is wrong, and the remedy. */
    public CannotRun(String message) {
        super(message);
    }

    /** With what is wrong, the remedy, and who said so. */
    public CannotRun(String message, Throwable cause) {
        super(message, cause);
    }
}
