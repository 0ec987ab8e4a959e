package io.github.stepnet.jobs.compare;

import io.github.stepnet.network.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs the cells of the suite drift, each once for every seed. */
final class DriftComparison {

    private DriftComparison() {}

    static List<DriftStanding> run(
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
