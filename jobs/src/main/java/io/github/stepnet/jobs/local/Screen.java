package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.jobs.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a running {@link Snapshot} looks like: a block of lines on a terminal, or one line that says enough by itself. */
final class Screen {

    private static final int BAR = 40;

    private final Terminal terminal;

    Screen(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    /** For {@code LiveDisplay.status}. */
    List<String> status(Snapshot snapshot, Sparkline history) {
        return terminal.live() ? block(snapshot, history) : List.of(line(snapshot));
    }

    private List<String> block(Snapshot snapshot, Sparkline history) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(row(Figures.time(snapshot.elapsed()), progress(snapshot)));
        Ledger.Counts counts = snapshot.counts();
        lines.add(row(
                "events",
                Figures.count(counts.sent()) + " sent   " + Figures.count(counts.answered()) + " answered   "
                        + Figures.rounded(snapshot.ticksPerSecond()) + " ticks/s   "
                        + Figures.count(snapshot.job().checkpoints()) + " checkpoints" + deadLetters(counts)));
        if (counts.answered() == 0) {
            lines.add(row("", "waiting for " + snapshot.job().awaited()));
        }
        if (!snapshot.now().isEmpty()) {
            Standing standing = snapshot.now().get(0);
            Measure measure = standing.measure();
            lines.add(row(measure == Measure.ACCURACY ? measure.label() : "error", figure(standing)));
            lines.add(row("to compare", yardsticks(snapshot, standing)));
            lines.add(row("over time", history.text(standing, snapshot.ceiling(), terminal.blocks())));
        }
        return lines;
    }

    private static String figure(Standing standing) {
        Measure measure = standing.measure();
        return measure.text(standing.mean())
                + (measure == Measure.ACCURACY ? "" : " " + measure.label())
                + (standing.keys() == 1
                        ? ""
                        : "   worst of " + Figures.count(standing.keys()) + " keys " + measure.text(standing.worst()))
                + "   over the last " + Figures.count(Scoreboard.WINDOW) + " events";
    }

    private String progress(Snapshot snapshot) {
        String hint = "Ctrl-C stops";
        if (snapshot.total().isEmpty()) {
            return "until it is stopped: " + hint;
        }
        double share = Math.min(
                1,
                (double) snapshot.counts().sent() / Math.max(1, snapshot.total().getAsLong()));
        int full = (int) Math.round(share * BAR);
        char done = terminal.blocks() ? '\u2588' : '#';
        char open = terminal.blocks() ? '\u2591' : '.';
        return String.valueOf(done).repeat(full)
                + String.valueOf(open).repeat(BAR - full)
                + String.format(Locale.ROOT, " %3d %%   %s", (int) Math.floor(100 * share), hint);
    }

    private String line(Snapshot snapshot) {
        Ledger.Counts counts = snapshot.counts();
        String answered = Figures.count(counts.answered())
                + (snapshot.total().isPresent()
                        ? " of " + Figures.count(snapshot.total().getAsLong())
                        : "")
                + " answered, " + Figures.rounded(snapshot.ticksPerSecond()) + " ticks/s";
        String figures =
                counts.answered() == 0 ? "waiting for " + snapshot.job().awaited() + "; " : "";
        if (!snapshot.now().isEmpty()) {
            Standing standing = snapshot.now().get(0);
            figures = standing.measure().label() + " " + standing.measure().text(standing.mean())
                    + (standing.keys() == 1
                            ? ""
                            : ", worst key " + standing.measure().text(standing.worst()))
                    + ", " + yardsticks(snapshot, standing) + "; ";
        }
        return row(Figures.time(snapshot.elapsed()), figures + answered + deadLetters(counts));
    }

    private static String yardsticks(Snapshot snapshot, Standing standing) {
        Measure measure = standing.measure();
        return (snapshot.ceiling().isPresent()
                        ? "ceiling " + measure.text(snapshot.ceiling().getAsDouble()) + ", "
                        : "")
                + measure.firstBaseline() + " " + measure.text(standing.first()) + ", "
                + measure.secondBaseline() + " " + measure.text(standing.second());
    }

    private static String deadLetters(Ledger.Counts counts) {
        return counts.refused() == 0 ? "" : "   " + Figures.count(counts.refused()) + " dead letters";
    }

    /** A constant as words: {@code energy descent}. */
    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A line with its title; the same indent for the block, for news and for the start. */
    static String row(String title, String text) {
        return String.format(Locale.ROOT, "  %-10s  %s", title, text);
    }
}
