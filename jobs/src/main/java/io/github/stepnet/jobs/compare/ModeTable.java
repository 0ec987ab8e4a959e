package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.spec.CanonicalText;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The training modes as tables for a person: a line for each cell, then training accuracies crossed, then how each mode learns. */
final class ModeTable {

    private static final String LINE = "%-11s%6s  %-11s%13s%10s%10s%13s%10s%10s%10s%10s%9s%11s%13s%9s%n";
    private static final String BELOW = " <";

    private ModeTable() {}

    static void print(List<ModeStanding> standings, PrintWriter out) {
        listed(standings, out);
        out.println(
                "  updates/s: per second of processor time; to 50 %, to 90 %: sample gradients until as many of the training samples"
                        + " were answered rightly");
        out.println();
        crossed(standings, out);
        out.println();
        Set<Mode> modes = EnumSet.noneOf(Mode.class);
        standings.forEach(standing -> modes.add(standing.cell().mode()));
        for (Mode mode : modes) {
            out.printf(Locale.ROOT, "%-11s%s%n", mode.label, way(mode));
        }
    }

    private static void listed(List<ModeStanding> standings, PrintWriter out) {
        out.printf(
                LINE,
                "net",
                "layers",
                "mode",
                "training",
                "majority",
                "previous",
                "fresh",
                "majority",
                "previous",
                "to 50 %",
                "to 90 %",
                "updates",
                "updates/s",
                "published",
                "re-run");
        for (ModeStanding standing : standings) {
            ModeCell cell = standing.cell();
            out.printf(
                    LINE,
                    cell.net().label,
                    cell.depth(),
                    cell.mode().label,
                    training(standing),
                    percent(standing.mean(ModeTrial::trainingMajority)),
                    percent(standing.mean(ModeTrial::trainingPrevious)),
                    percent(standing.mean(ModeTrial::fresh)),
                    percent(standing.mean(ModeTrial::freshMajority)),
                    percent(standing.mean(ModeTrial::freshPrevious)),
                    gradients(standing.reached(ModeTrial::half)),
                    gradients(standing.reached(ModeTrial::most)),
                    Figures.count(Math.round(standing.mean(ModeTrial::updates))),
                    Figures.rounded(standing.updatesPerSecond()),
                    marked(standing, standing.published()),
                    marked(standing, standing.rerun()));
        }
    }

    private static void crossed(List<ModeStanding> standings, PrintWriter out) {
        List<Mode> modes =
                standings.stream().map(each -> each.cell().mode()).distinct().toList();
        out.printf(Locale.ROOT, "%-20s", "training in %");
        modes.forEach(mode -> out.printf(Locale.ROOT, "%17s", mode.label));
        out.println();
        standings.stream()
                .collect(Collectors.groupingBy(
                        each -> String.format(
                                Locale.ROOT,
                                "%-10s%3d layers",
                                each.cell().net().label,
                                each.cell().depth()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((row, ofRow) -> {
                    out.printf(Locale.ROOT, "%-20s", row);
                    for (ModeStanding standing : ofRow) {
                        boolean isBelow = standing.published().isAbove(standing.training())
                                || standing.rerun().isAbove(standing.training());
                        out.printf(Locale.ROOT, "%17s", training(standing) + (isBelow ? BELOW : "  "));
                    }
                    out.println();
                });
        out.println("  < below what the original program had in that cell, as published or run again");
    }

    /** How a mode learns, whatever it learns. */
    private static String way(Mode mode) {
        NetworkLearner learner = mode.learner(SeedNet.DENSE.network(SeedNet.DEPTHS.get(0)));
        return learner.canonicalText().replace("network: " + CanonicalText.of(learner.network()) + ", ", "");
    }

    private static String training(ModeStanding standing) {
        String mean = percent(standing.training());
        return standing.trials().size() == 1 ? mean : mean + " ±" + percent(standing.spread());
    }

    private static String marked(ModeStanding standing, SeedFigure figure) {
        return figure.text() + (figure.isAbove(standing.training()) ? BELOW : "  ");
    }

    private static String gradients(OptionalDouble gradients) {
        return gradients.isPresent() ? Figures.count(Math.round(gradients.getAsDouble())) : "-";
    }

    private static String percent(double share) {
        return Figures.decimal(100 * share, 1);
    }
}
