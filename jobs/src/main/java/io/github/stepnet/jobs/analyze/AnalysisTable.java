package io.github.stepnet.jobs.analyze;

import io.github.stepnet.jobs.terminal.Figures;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Analyses as a table for a person: means over the seeds, each figure of the seeds' in a column of its own. */
final class AnalysisTable {

    private static final String FORMAT = "%-13s %-24s%-11s%-7s%9s%9s%9s%9s%9s%9s%7s%8s%9s%7s%8s%8s%9s%n";
    private static final String NONE = "-";

    private AnalysisTable() {}

    static void print(List<Analysis> analyses, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                FORMAT,
                "task",
                "model",
                "",
                "bound",
                "L_rand",
                "seeds' L",
                "L_sup",
                "L_eq",
                "rho_eq",
                "steps",
                "seeds'",
                "settled",
                "accuracy",
                "seeds'",
                "chance",
                "rises",
                "cosine");
        for (Analysis analysis : analyses) {
            line(analysis, false, out);
            line(analysis, true, out);
        }
    }

    private static void line(Analysis analysis, boolean isTrained, PrintWriter out) {
        Subject subject = analysis.subject();
        List<Portrait> portraits = isTrained ? analysis.trained() : analysis.untrained();
        SeedFigures seeds = SeedFigures.of(subject, analysis.task(), isTrained);
        out.printf(
                Locale.ROOT,
                FORMAT,
                analysis.task().name(),
                subject.name(),
                isTrained ? "trained" : "untrained",
                subject.contraction() == 0f ? "none" : Figures.digits(subject.contraction()),
                mean(portraits, Portrait::random, 3),
                seeds.l(),
                mean(portraits, Portrait::bound, 3),
                mean(portraits, Portrait::norm, 3),
                mean(portraits, Portrait::radius, 3),
                mean(portraits, Portrait::iterations, 1),
                seeds.steps(),
                percent(portraits, Portrait::settled),
                percent(portraits, Portrait::accuracy),
                seeds.accuracy(),
                Figures.decimal(100 * analysis.task().chance(), 1) + "%",
                percent(portraits, Portrait::rises),
                mean(portraits, Portrait::cosine, 5));
    }

    private static String mean(List<Portrait> portraits, ToDoubleFunction<Portrait> figure, int digits) {
        double mean = mean(portraits, figure);
        return Double.isNaN(mean) ? NONE : Figures.decimal(mean, digits);
    }

    /** Of the networks that have the figure. */
    private static double mean(List<Portrait> portraits, ToDoubleFunction<Portrait> figure) {
        return portraits.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static String percent(List<Portrait> portraits, ToDoubleFunction<Portrait> figure) {
        double mean = mean(portraits, figure);
        return Double.isNaN(mean) ? NONE : Figures.decimal(100 * mean, 1) + "%";
    }
}
