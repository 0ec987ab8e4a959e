package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.jobs.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is said when a run has ended: what was reached before the drift and after it, and whether every event was answered once. */
final class Summary {

    private static final List<String> NEXT = List.of(
            Screen.row("next", "stepnet local --stream xor-noise           harder, without drift"),
            Screen.row("", "stepnet local --learning.rule chain-tween  another learning rule"),
            Screen.row("", "stepnet local --csv FILE --label COLUMN    your own data"),
            Screen.row("", "stepnet learn --help                       the job, on your Kafka"));

    private static final int TITLE = 34;
    private static final int COLUMN = 18;

    private final Snapshot last;
    private final Ending ending;
    private final Sparkline history;
    private final Terminal terminal;

    Summary(Snapshot last, Ending ending, Sparkline history, Terminal terminal) {
        this.last = last;
        this.ending = ending;
        this.history = history;
        this.terminal = terminal;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  " + ending());
        if (!last.now().isEmpty()) {
            lines.add("");
            lines.addAll(table());
            lines.add("");
            lines.add(Screen.row("over time", history.text(last.now().get(0), last.ceiling(), terminal.blocks())));
        } else {
            lines.add("");
        }
        if (last.counts().sent() > 0) {
            lines.addAll(counts());
        }
        lines.add("");
        lines.addAll(NEXT);
        lines.add("");
        return lines;
    }

    private String ending() {
        String time = Figures.time(last.elapsed());
        return switch (ending) {
            case COMPLETE -> "Done in " + time + ".";
            case STOPPED -> "Stopped after " + time + ".";
            case TIME_LIMIT ->
                "Ended at the time limit, after " + time + ": this machine answered "
                        + Figures.rounded(last.ticksPerSecond())
                        + " events/s. Use a lower --rate or a longer --duration.";
            case SILENCE ->
                "Ended after " + time + " because "
                        + Figures.count(last.counts().out()) + " events were not answered for "
                        + Watch.PATIENCE.toSeconds() + " s.";
        };
    }

    private List<String> table() {
        int keys = last.now().get(0).keys();
        boolean drifted = !last.beforeDrift().isEmpty();
        List<String> lines = new ArrayList<>();
        lines.add("  "
                + pad("Last " + Figures.count(Scoreboard.WINDOW) + " events" + (keys == 1 ? "" : " of each key"))
                + (drifted
                        ? cell("before the drift") + cell("at the end")
                        : cell("at the end") + cell("(all events)")));
        for (int i = 0; i < last.now().size(); i++) {
            Measure measure = last.now().get(i).measure();
            lines.add(row(
                    i,
                    measure.label() + (keys == 1 ? "" : ", mean of " + Figures.count(keys) + " keys"),
                    Standing::mean));
            if (keys > 1) {
                lines.add(row(i, "  worst key", Standing::worst));
            }
            if (last.ceiling().isPresent()) {
                lines.add(row(i, "  ceiling", standing -> last.ceiling().getAsDouble()));
            }
            lines.add(row(i, "  " + measure.firstBaseline(), Standing::first));
            lines.add(row(i, "  " + measure.secondBaseline(), Standing::second));
        }
        return lines;
    }

    private String row(int measure, String title, ToDoubleFunction<Standing> value) {
        String atTheEnd = cell(text(last.now().get(measure), value));
        return "  " + pad(title)
                + (last.beforeDrift().isEmpty()
                        ? atTheEnd + cell(text(last.overall().get(measure), value))
                        : cell(text(last.beforeDrift().get(measure), value)) + atTheEnd);
    }

    private static String text(Standing standing, ToDoubleFunction<Standing> value) {
        return standing.measure().text(value.applyAsDouble(standing));
    }

    private static String pad(String text) {
        return String.format(Locale.ROOT, "%-" + TITLE + "s", text);
    }

    private static String cell(String text) {
        return String.format(Locale.ROOT, "%" + COLUMN + "s", text);
    }

    private List<String> counts() {
        Ledger.Counts counts = last.counts();
        List<String> lines = new ArrayList<>();
        lines.add(Screen.row("events", Figures.count(counts.sent()) + " sent, " + once(counts)));
        lines.add(Screen.row(
                "job",
                Figures.rounded(last.ticksPerSecond()) + " ticks/s, "
                        + Figures.count(last.job().checkpoints()) + " checkpoints, " + Figures.count(counts.refused())
                        + " dead letters"));
        lines.add(Screen.row(
                "milestones",
                Figures.count(last.milestonesReached()) + " reached, " + Figures.count(last.milestonesLost())
                        + " lost"));
        if (!last.settling().isEmpty()) {
            lines.add(Screen.row("settling", last.settling()));
        }
        return lines;
    }

    private String once(Ledger.Counts counts) {
        long known = counts.answered() + counts.refused();
        String came = counts.refused() == 0 ? " answered" : " answered or refused";
        if (counts.strays() > 0) {
            return Figures.count(known) + came + ", and " + Figures.count(counts.strays())
                    + " answers that nobody waited for: NOT exactly once";
        }
        if (counts.out() == 0) {
            return "each" + came + " exactly once";
        }
        return Figures.count(known) + came + " exactly once, " + Figures.count(counts.out())
                + (ending == Ending.STOPPED ? " on their way" : " without an answer");
    }
}
