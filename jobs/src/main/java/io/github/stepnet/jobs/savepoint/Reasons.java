package io.github.stepnet.jobs.savepoint;

/** What a failure says in one line. */
public final class Reasons {

    private Reasons() {}

    /** The first message there is, from the innermost cause on, and the kind of the failure if there is none. */
    public static String of(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String kind = innermost.getClass().getSimpleName();
        return message == null || message.isBlank()
                ? kind
                : kind + ": " + message.lines().findFirst().orElse("").replaceFirst("[.]$", "");
    }
}
