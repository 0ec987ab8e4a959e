package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.kernel.Kernels;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs the cells of the suite drift, each once for every seed. */
final class DriftComparison {

    private DriftComparison() {}

    /**
     * Runs cells and detectors and prints what they came to.
     *
     * @param isChosen whether a detector of this name is run by itself
     */
    static void report(
            List<DriftCell> cells,
            Predicate<String> isChosen,
            List<Long> seeds,
            long budget,
            boolean json,
            PrintWriter out,
            PrintWriter progress)
            throws IOException, InterruptedException {
        List<DriftStanding> standings = run(cells, seeds, budget, standing -> {
            progress.printf(
                    Locale.ROOT,
                    "  %-24s%s%n",
                    standing.cell().row(),
                    standing.cell().column());
            progress.flush();
        });
        List<DetectorFigures> detectors = DetectorFigures.of(seeds, isChosen);
        if (json) {
            out.println(ComparisonJson.ofDrift(standings, detectors, budget, seeds));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s sample gradients each, the drift starts at half of them, accuracy over windows of %s answers, %s%n%n",
                Figures.count(budget),
                Figures.count(DriftTrial.WINDOW),
                seeds.size() == 1 ? "one seed" : "mean of " + seeds.size() + " seeds");
        DriftTable.print(standings, detectors, budget, out);
    }

    private static List<DriftStanding> run(
            List<DriftCell> cells, List<Long> seeds, long budget, Consumer<DriftStanding> listener)
            throws InterruptedException {
        List<Callable<DriftTrial>> runs = new ArrayList<>();
        for (DriftCell cell : cells) {
            for (long seed : seeds) {
                runs.add(() -> DriftTrial.run(cell, seed, budget, Kernels.auto()));
            }
        }
        List<DriftStanding> standings = new ArrayList<>();
        List<DriftTrial> trials = new ArrayList<>();
        Comparison.sideBySide(runs, trial -> {
            trials.add(trial);
            if (trials.size() == seeds.size()) {
                standings.add(new DriftStanding(cells.get(standings.size()), List.copyOf(trials)));
                trials.clear();
                listener.accept(standings.get(standings.size() - 1));
            }
        });
        return standings;
    }
}
