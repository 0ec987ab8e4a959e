package io.github.stepnet.jobs.analyze;

import io.github.stepnet.jobs.terminal.Figures;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Analyses as a table for a person: means over the seeds, each figure of the seeds' in a column of its own. */
final class AnalysisTable {

    private static final String FORMAT = "  %-24s%-11s%-7s%8s%9s%8s%8s%8s%8s%7s%7s%9s%8s%8s%10s%8s%8s%10s%n";
    private static final String NONE = "-";

    private static final String NOTES = """

            seeds': of one unseeded network each, with 10 outputs, after at most 50 steps (N/C: not settled by then);
            - where they have none of these sizes. They also say: a cosine of 0.87, of a symmetric looped network and
            its head, and that the energies of all untrained models rise.
            """;

    private AnalysisTable() {}

    /** A task's title and the names of its columns. */
    static void start(Task task, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%s: %d patterns of %d inputs, %d classes, chance %s%n",
                task.name(),
                task.patterns().length,
                task.inputs(),
                task.classes(),
                percent(task.chance()));
        out.printf(
                Locale.ROOT,
                FORMAT,
                "",
                "",
                "bound",
                "L_rand",
                "seeds' L",
                "L_sup",
                "L_eq",
                "rho_eq",
                "rate",
                "steps",
                "seeds'",
                "settled",
                "basin",
                "apart",
                "accuracy",
                "seeds'",
                "rises",
                "cosine");
        out.flush();
    }

    /** The two lines of an analysis, which may have taken seconds. */
    static void add(Analysis analysis, PrintWriter out) {
        line(analysis, false, out);
        line(analysis, true, out);
        out.flush();
    }

    static void end(PrintWriter out) {
        out.print(NOTES);
        out.flush();
    }

    private static void line(Analysis analysis, boolean isTrained, PrintWriter out) {
        Subject subject = analysis.subject();
        List<Portrait> portraits = isTrained ? analysis.trained() : analysis.untrained();
        SeedFigures seeds = SeedFigures.of(analysis, isTrained);
        out.printf(
                Locale.ROOT,
                FORMAT,
                subject.name(),
                isTrained ? "trained" : "untrained",
                subject.contraction() == 0f ? "none" : Figures.digits(subject.contraction()),
                mean(portraits, Portrait::random, 3),
                seeds.l(),
                mean(portraits, Portrait::bound, 3),
                mean(portraits, Portrait::norm, 3),
                mean(portraits, Portrait::radius, 3),
                mean(portraits, Portrait::rate, 3),
                mean(portraits, Portrait::iterations, 1),
                seeds.steps(),
                percent(portraits, Portrait::settled),
                percent(portraits, Portrait::basin),
                mean(portraits, Portrait::apart, 1),
                percent(portraits, Portrait::accuracy),
                seeds.accuracy(),
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
        return Double.isNaN(mean) ? NONE : percent(mean);
    }

    private static String percent(double share) {
        return Figures.decimal(100 * share, 1) + "%";
    }
}
