package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.terminal.Figures;
import java.io.PrintWriter;

/** A line for every ten thousand keys, so that whoever waits for a large savepoint sees it move. */
final class KeyNews {

    private static final int EVERY = 10_000;

    private final PrintWriter out;
    private final String what;
    private long keys;

    /**
     * News of a pass over keys.
     *
     * @param out where to; null for nowhere
     * @param what is done to each, such as {@code read}
     */
    KeyNews(PrintWriter out, String what) {
        this.out = out;
        this.what = what;
    }

    /** One more key. */
    void key() {
        if (++keys % EVERY == 0 && out != null) {
            out.println(Figures.count(keys) + " keys " + what);
            out.flush();
        }
    }
}
