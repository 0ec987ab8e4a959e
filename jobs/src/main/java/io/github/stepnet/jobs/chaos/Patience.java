package io.github.stepnet.jobs.chaos;

import java.io.IOException;
import java.time.Duration;

/** Waits for what other processes do, and asks again and again; while they are down, asking fails. */
public final class Patience {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration NAP = Duration.ofMillis(100);

    private Patience() {}

    /** What is asked. */
    @FunctionalInterface
    public interface Question {

        /** Whether it is so by now. */
        boolean isTrue() throws IOException, InterruptedException;
    }

    /**
     * Returns when the answer is yes.
     *
     * @param what is waited for, for the message
     * @throws IOException if it never is
     */
    public static void await(String what, Question question) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        IOException last = null;
        while (System.nanoTime() < end) {
            try {
                if (question.isTrue()) {
                    return;
                }
            } catch (IOException notNow) {
                last = notNow;
            }
            Thread.sleep(NAP.toMillis());
        }
        throw new IOException(
                "waited " + LONGEST.toMinutes() + " minutes in vain for " + what
                        + (last == null ? "" : "; the last answer was: " + last.getMessage()),
                last);
    }
}
