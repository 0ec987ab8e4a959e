package io.github.stepnet.jobs.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line that says how far a run has come: what is run, a bar, the share that is done and the events per second.
 *
 * <p>{@link #update} may be called for every event; the line is rewritten ten times a second at most. {@link #close}
 * writes it a last time and ends it. Where nothing can be overwritten it is not shown at all. One thread.
 */
public final class ProgressBar implements AutoCloseable {

    private static final long REFRESH_NANOS = Duration.ofMillis(100).toNanos();
    /** Updates from one look at the clock to the next. */
    private static final int CLOCK_EVERY = 256;

    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 40;
    private static final String CLEAR_REST = "\u001b[K";

    private final PrintStream out;
    private final Terminal terminal;
    private final String title;
    private final long total;
    private final LongSupplier nanos;
    private final long start;

    private long done;
    private int updates;
    private long lastRefresh;
    private boolean closed;

    private ProgressBar(PrintStream out, Terminal terminal, String title, long total, LongSupplier nanos) {
        if (total < 0) {
            throw new IllegalArgumentException("total is " + total + "; there are 0 events or more");
        }
        this.out = out;
        this.terminal = terminal;
        this.title = title;
        this.total = total;
        this.nanos = nanos;
        start = nanos.getAsLong();
        lastRefresh = start;
    }

    /**
     * A bar at its beginning.
     *
     * @param out where to, usually {@code System.err}, so that results can be piped on
     * @param terminal what it can show, usually {@link Terminal#ofThisProcess}; {@link Terminal#plain} for no bar
     * @param title what is run
     * @param total how many events there will be
     */
    public static ProgressBar open(PrintStream out, Terminal terminal, String title, long total) {
        return open(out, terminal, title, total, System::nanoTime);
    }

    static ProgressBar open(PrintStream out, Terminal terminal, String title, long total, LongSupplier nanos) {
        ProgressBar bar = new ProgressBar(out, terminal, title, total, nanos);
        if (terminal.live()) {
            bar.refresh();
        }
        return bar;
    }

    /**
     * Says how far the run is.
     *
     * @param events that are done, in all
     */
    public void update(long events) {
        done = events;
        if (!terminal.live() || ++updates % CLOCK_EVERY != 0) {
            return;
        }
        long now = nanos.getAsLong();
        if (now - lastRefresh >= REFRESH_NANOS) {
            lastRefresh = now;
            refresh();
        }
    }

    /** Writes the line a last time and ends it. */
    @Override
    public void close() {
        if (terminal.live() && !closed) {
            refresh();
            out.println();
        }
        closed = true;
    }

    private void refresh() {
        out.print("\r" + line() + CLEAR_REST);
        out.flush();
    }

    private String line() {
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        double seconds = (nanos.getAsLong() - start) / 1e9;
        double rate = seconds > 0 ? done / seconds : Double.NaN;
        String left = "  " + title + "  ";
        String right = String.format(
                Locale.ROOT, " %3d %%   %s events/s", (int) Math.floor(100 * share), Figures.rounded(rate));
        int room = terminal.width() - left.length() - right.length() - 1;
        return left + bar(share, Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, room))) + right;
    }

    private String bar(double share, int length) {
        char[] cells = new char[length];
        int full = (int) Math.round(share * length);
        Arrays.fill(cells, 0, full, terminal.blocks() ? '\u2588' : '#');
        Arrays.fill(cells, full, length, terminal.blocks() ? '\u2591' : '.');
        return new String(cells);
    }
}
