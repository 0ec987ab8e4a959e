package io.github.stepnet.jobs.compare;

import io.github.stepnet.network.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs cells of the table of modes, each once for every seed, and remembers in a file which are done. */
final class ModeComparison {

    /** Told of every trial, in the order of cells and seeds; {@code isNew} says that it was not in the file. */
    interface Listener {
        void done(ModeCell cell, long seed, ModeTrial trial, boolean isNew);
    }

    private record Done(ModeCell cell, long seed, ModeTrial trial, boolean isNew) {}

    private ModeComparison() {}

    /**
     * Runs those that are not in the file.
     *
     * @param file what was done before and where to add to it; null for none
     */
    static List<ModeStanding> run(List<ModeCell> cells, List<Long> seeds, long budget, Path file, Listener listener)
            throws IOException, InterruptedException {
        if (file == null) {
            return run(cells, seeds, budget, Optional.empty(), listener);
        }
        try (TrialLog log = TrialLog.open(file, budget)) {
            return run(cells, seeds, budget, Optional.of(log), listener);
        }
    }

    private static List<ModeStanding> run(
            List<ModeCell> cells, List<Long> seeds, long budget, Optional<TrialLog> log, Listener listener)
            throws IOException, InterruptedException {
        List<Callable<Done>> runs = new ArrayList<>();
        for (ModeCell cell : cells) {
            for (long seed : seeds) {
                Optional<ModeTrial> before = log.isPresent() ? log.get().find(cell, seed) : Optional.empty();
                runs.add(
                        before.isPresent()
                                ? () -> new Done(cell, seed, before.get(), false)
                                : () -> run(cell, seed, budget, log));
            }
        }
        List<ModeStanding> standings = new ArrayList<>();
        List<ModeTrial> trials = new ArrayList<>();
        Comparison.sideBySide(runs, done -> {
            listener.done(done.cell(), done.seed(), done.trial(), done.isNew());
            trials.add(done.trial());
            if (trials.size() == seeds.size()) {
                standings.add(new ModeStanding(done.cell(), List.copyOf(trials)));
                trials.clear();
            }
        });
        return standings;
    }

    private static Done run(ModeCell cell, long seed, long budget, Optional<TrialLog> log) throws IOException {
        ModeTrial trial = ModeTrial.run(cell.learner(), seed, budget, Kernels.auto());
        if (log.isPresent()) {
            log.get().append(cell, seed, trial);
        }
        return new Done(cell, seed, trial, true);
    }
}
