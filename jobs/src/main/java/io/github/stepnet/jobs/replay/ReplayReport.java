package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.savepoint.KeyFigures;
import io.github.stepnet.jobs.savepoint.StateDifference;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.stream.state.StateFormat;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a replay tells a person, as it goes on. */
final class ReplayReport {

    private static final int MOST_KEYS = 20;

    private final PrintWriter out;

    ReplayReport(PrintWriter out) {
        this.out = out;
    }

    /** @param after null without a savepoint to compare with */
    void start(ModelsAt before, ModelsAt after, String topic, TopicPart part) {
        StateFormat format = before.any().models().format();
        line(
                "from",
                name(before) + ", specification " + format.fingerprint() + ", kernel " + format.kernel() + " with "
                        + format.lanes() + (format.lanes() == 1 ? " lane" : " lanes"));
        if (after != null) {
            line("to", name(after));
        }
        line("topic", topic + ", offsets by partition " + part.offsets());
        out.flush();
    }

    private static String name(ModelsAt models) {
        return "checkpoint " + models.savepoint().metadata().getCheckpointId() + " at "
                + models.savepoint().place();
    }

    void replayed(TopicPart part, long events, Duration duration) {
        line(
                "replayed",
                Figures.count(events) + " events of these keys, of " + Figures.count(part.records()) + " records, in "
                        + Figures.decimal(duration.toMillis() / 1_000.0, 1) + " s");
    }

    /** Each key, up to so many. */
    void models(ModelsAt replayed, List<String> keys) {
        Map<String, KeyFigures> figures = replayed.figures(keys);
        Map<String, NetworkState> states = replayed.states(keys);
        int width = Math.max(
                3,
                figures.keySet().stream()
                        .limit(MOST_KEYS)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0));
        String measure = figures.values().stream()
                .flatMap(each -> each.measures().keySet().stream())
                .findFirst()
                .orElse("");
        String format = "  %-" + width + "s %12s %12s %10s  %s%n";
        out.println();
        out.printf(Locale.ROOT, format, "key", "ticks", "updates", measure, "digest");
        figures.entrySet().stream().limit(MOST_KEYS).forEach(entry -> {
            KeyFigures each = entry.getValue();
            out.printf(
                    Locale.ROOT,
                    format,
                    entry.getKey(),
                    Figures.count(each.ticks()),
                    Figures.count(each.updates()),
                    measure.equals("accuracy") ? Figures.percent(each.quality()) : Figures.digits(each.quality()),
                    Digest.of(states.get(entry.getKey())));
        });
        if (figures.size() > MOST_KEYS) {
            out.println("  and " + Figures.count(figures.size() - MOST_KEYS) + " more; name keys by --key to see them");
        }
        out.println();
        out.flush();
    }

    void proof(StateDifference difference) {
        line(
                "networks",
                Figures.count(difference.keys()) + " keys, " + Figures.count(difference.floats()) + " floats, "
                        + Figures.count(difference.doubles()) + " doubles, " + Figures.count(difference.longs())
                        + " longs, " + Figures.count(difference.ids()) + " ids: "
                        + (difference.isNone()
                                ? "all bits the same"
                                : Figures.count(difference.differing().size()) + " keys DIFFER"));
        difference.differing().stream().limit(MOST_KEYS).forEach(key -> line("", key));
        out.flush();
    }

    private void line(String title, String text) {
        out.println(String.format(Locale.ROOT, "  %-12s%s", title, text));
    }
}
