package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.savepoint.StateDifference;
import io.github.stepnet.jobs.terminal.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said about a verdict. */
final class ChaosReport {

    private static final int MOST_KEYS = 10;

    private ChaosReport() {}

    static List<String> lines(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        int kills =
                verdict.kills().values().stream().mapToInt(Integer::intValue).sum();
        lines.add("");
        lines.add(row(
                "killed",
                kills + " processes in " + Figures.time(verdict.disturbed()) + " ("
                        + verdict.kills().entrySet().stream()
                                .map(kill -> kill.getKey() + ": " + kill.getValue())
                                .collect(Collectors.joining(", "))
                        + ")"));
        lines.add(row(
                "job",
                "restarts: " + Figures.count(verdict.restarts()) + ", checkpoints: "
                        + Figures.count(verdict.checkpoints())));
        lines.add(row("events", events(verdict)));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "  %-18s%12s%12s%12s%12s%12s",
                "topic",
                "records",
                "lost",
                "duplicated",
                "differing",
                "misplaced"));
        verdict.topics()
                .forEach((output, difference) -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-18s%,12d%,12d%,12d%,12d%,12d",
                        output.key(),
                        difference.records(),
                        difference.lost(),
                        difference.duplicated(),
                        difference.differing(),
                        difference.misplaced())));
        lines.add("");
        lines.addAll(networks(verdict.networks()));
        lines.add("");
        lines.add(
                verdict.isGood()
                        ? "  Nothing is lost, nothing is duplicated, and every bit is that of the undisturbed run."
                        : "  NOT the same as the undisturbed run.");
        lines.add("");
        return lines;
    }

    private static String events(Verdict verdict) {
        String sent = Figures.count(verdict.events()) + " sent, ";
        String bad = "; " + Figures.count(verdict.bad()) + " bad records beside them";
        if (verdict.answered() == verdict.events() && verdict.repeated() == 0) {
            return sent + "each answered exactly once" + bad;
        }
        return sent + Figures.count(verdict.answered()) + " answered, with " + Figures.count(verdict.repeated())
                + " further answers: NOT exactly once" + bad;
    }

    private static List<String> networks(StateDifference networks) {
        List<String> lines = new ArrayList<>();
        lines.add(row(
                "networks",
                Figures.count(networks.keys()) + " keys, " + Figures.count(networks.floats()) + " floats, "
                        + Figures.count(networks.doubles()) + " doubles, " + Figures.count(networks.longs())
                        + " longs, " + Figures.count(networks.ids()) + " ids: "
                        + (networks.isNone()
                                ? "all bits the same"
                                : Figures.count(networks.differing().size()) + " keys DIFFER")));
        networks.differing().stream().limit(MOST_KEYS).forEach(key -> lines.add(row("", key)));
        return lines;
    }

    private static String row(String title, String text) {
        return String.format(Locale.ROOT, "  %-12s%s", title, text);
    }
}
