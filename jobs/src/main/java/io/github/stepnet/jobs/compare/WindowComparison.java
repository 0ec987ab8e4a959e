package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.kernel.Kernels;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Runs the cells of the suite windows, each once for every seed, and prints them as two tables. */
final class WindowComparison {

    private WindowComparison() {}

    /** Runs them all and prints what they came to. */
    static void report(
            List<WindowCell> cells, List<Long> seeds, long budget, boolean json, PrintWriter out, PrintWriter progress)
            throws IOException, InterruptedException {
        List<WindowStanding> standings = run(cells, seeds, budget, progress);
        if (json) {
            out.println(ComparisonJson.ofWindows(standings, budget, seeds));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s samples each, the answers of the last quarter, %s%n",
                Figures.count(budget),
                seeds.size() == 1 ? "one seed" : "mean of " + seeds.size() + " seeds");
        rare(standings, out);
        attention(standings, seeds.size(), out);
    }

    private static List<WindowStanding> run(List<WindowCell> cells, List<Long> seeds, long budget, PrintWriter progress)
            throws InterruptedException {
        List<Callable<WindowTrial>> runs = new ArrayList<>();
        for (WindowCell cell : cells) {
            for (long seed : seeds) {
                runs.add(() -> WindowTrial.run(cell, seed, budget, Kernels.auto()));
            }
        }
        List<WindowStanding> standings = new ArrayList<>();
        List<WindowTrial> trials = new ArrayList<>();
        Comparison.sideBySide(runs, trial -> {
            trials.add(trial);
            if (trials.size() == seeds.size()) {
                WindowCell cell = cells.get(standings.size());
                standings.add(new WindowStanding(cell, List.copyOf(trials)));
                trials.clear();
                progress.printf(Locale.ROOT, "  %-28s%s%n", cell.row(), cell.column());
                progress.flush();
            }
        });
        return standings;
    }

    private static List<WindowStanding> of(List<WindowStanding> standings, WindowCell.Task task) {
        return standings.stream()
                .filter(standing -> standing.cell().task() == task)
                .toList();
    }

    private static void rare(List<WindowStanding> standings, PrintWriter out) {
        List<WindowStanding> rows = of(standings, WindowCell.Task.RARE_CLASS);
        if (rows.isEmpty()) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%nTwo classes at 1 : 50, dense 8-32-16-2, Adam at %s, windows of 100 events. Best: balanced 93.75 %%, accuracy 98.04 %%.%n%n",
                rows.get(0).cell().rate());
        out.printf(
                Locale.ROOT,
                "%-28s%12s%12s%10s  %s%n",
                "",
                "balanced %",
                "accuracy %",
                "updates",
                "balanced % by seed");
        for (WindowStanding row : rows) {
            StringBuilder bySeed = new StringBuilder();
            for (WindowTrial trial : row.trials()) {
                bySeed.append(percent(trial.balanced())).append(' ');
            }
            out.printf(
                    Locale.ROOT,
                    "%-28s%12s%12s%10s  %s%n",
                    row.cell().row(),
                    percent(row.mean(WindowTrial::balanced)),
                    percent(row.mean(WindowTrial::accuracy)),
                    Figures.count((long) row.mean(WindowTrial::updates)),
                    bySeed.toString().strip());
        }
    }

    private static void attention(List<WindowStanding> standings, int seeds, PrintWriter out) {
        List<WindowStanding> cells = of(standings, WindowCell.Task.ATTENTION);
        if (cells.isEmpty()) {
            return;
        }
        List<Float> rates =
                cells.stream().map(cell -> cell.cell().rate()).distinct().toList();
        out.printf(
                Locale.ROOT,
                "%nTwo layers of attention on XorNoise, plain gradient descent: accuracy in %%. Majority class 48.3; marked with *: of the %d %s, updates were refused in some.%n%n",
                seeds,
                seeds == 1 ? "run" : "runs");
        out.printf(Locale.ROOT, "%-28s", "learning rate");
        rates.forEach(rate -> out.printf(Locale.ROOT, "%10.3f", rate));
        out.println();
        for (String row :
                cells.stream().map(cell -> cell.cell().row()).distinct().toList()) {
            out.printf(Locale.ROOT, "%-28s", row);
            for (WindowStanding cell : cells) {
                if (cell.cell().row().equals(row)) {
                    boolean isRefused = cell.mean(WindowTrial::refused) > 0;
                    out.printf(Locale.ROOT, "%10s", percent(cell.mean(WindowTrial::accuracy)) + (isRefused ? "*" : ""));
                }
            }
            out.println();
        }
    }

    private static String percent(double share) {
        return Figures.decimal(100 * share, 1);
    }
}
