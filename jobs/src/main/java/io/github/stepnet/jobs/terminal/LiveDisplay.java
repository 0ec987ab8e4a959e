package io.github.stepnet.jobs.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A status block of a few lines at the bottom of the terminal, refreshed in place, with permanent lines scrolling by
 * above it.
 *
 * <p>Where nothing can be overwritten, events are printed as they come and of the status only the first line, at most
 * once every five seconds: that line should say enough by itself.
 *
 * <p>May be used by several threads. While it is open nothing else should write to the same terminal. After {@link
 * #close} the last status stays where it is, events are plain lines below it, and a later status is not shown.
 */
public final class LiveDisplay implements AutoCloseable {

    private static final long PLAIN_STATUS_NANOS = Duration.ofSeconds(5).toNanos();
    /** A block as high as the screen could not be reached from below; 24 lines is the least screen there is. */
    private static final int MOST_LINES = 23;

    private static final String CLEAR_BELOW = "\u001b[J";
    /** A line that is too long is cut by the terminal: wrapped, the block would be higher than its number of lines. */
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintStream out;
    private final Terminal terminal;
    private final LongSupplier nanos;

    private List<String> block = List.of();
    private long lastPlainStatus;
    private boolean hasPlainStatus;
    private boolean closed;

    private LiveDisplay(PrintStream out, Terminal terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /**
     * A display that is still empty.
     *
     * @param out where to, usually {@code System.out}
     * @param terminal what it can show, usually {@link Terminal#ofThisProcess}
     */
    public static LiveDisplay open(PrintStream out, Terminal terminal) {
        return new LiveDisplay(out, terminal, System::nanoTime);
    }

    static LiveDisplay open(PrintStream out, Terminal terminal, LongSupplier nanos) {
        return new LiveDisplay(out, terminal, nanos);
    }

    /** Replaces the status block; of more than 23 lines the first 23 are shown. */
    public synchronized void status(List<String> lines) {
        if (closed) {
            return;
        }
        if (terminal.live()) {
            List<String> next = List.copyOf(lines.subList(0, Math.min(lines.size(), MOST_LINES)));
            out.print(above() + text(next));
            out.flush();
            block = next;
        } else if (!lines.isEmpty() && isPlainStatusDue()) {
            out.println(lines.get(0));
            out.flush();
        }
    }

    private boolean isPlainStatusDue() {
        long now = nanos.getAsLong();
        if (hasPlainStatus && now - lastPlainStatus < PLAIN_STATUS_NANOS) {
            return false;
        }
        hasPlainStatus = true;
        lastPlainStatus = now;
        return true;
    }

    /** Prints a line that stays, above the status block. */
    public void event(String line) {
        event(Tone.PLAIN, line);
    }

    /** Prints a line that stays, above the status block. */
    public synchronized void event(Tone tone, String line) {
        String shown = terminal.colours() ? tone.paint(line) : line;
        if (terminal.live() && !closed) {
            out.print(above() + shown + "\n" + text(block));
        } else {
            out.println(shown);
        }
        out.flush();
    }

    /** Ends the refreshing; the last status stays. */
    @Override
    public synchronized void close() {
        closed = true;
        out.flush();
    }

    /** Moves to where the block starts and clears it: the cursor always rests on the line below the block. */
    private String above() {
        return block.isEmpty() ? "" : "\u001b[" + block.size() + "F" + CLEAR_BELOW;
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : WRAP_OFF + String.join("\n", lines) + "\n" + WRAP_ON;
    }
}
