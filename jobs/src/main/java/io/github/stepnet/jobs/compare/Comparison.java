package io.github.stepnet.jobs.compare;

import io.github.stepnet.network.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs contests, each once for every seed, as many side by side as there are processors. */
final class Comparison {

    /** Told of every contest as it is done, in the order of the contests. */
    interface Listener {
        void done(Standing standing, int contests);
    }

    private Comparison() {}

    /**
     * Runs them all.
     *
     * @param last how many of the last answers of a run count
     */
    static List<Standing> run(List<Contest> contests, List<Long> seeds, long budget, long last, Listener listener)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<List<Future<Trial>>> runs = new ArrayList<>();
            for (Contest contest : contests) {
                List<Future<Trial>> ofContest = new ArrayList<>();
                for (long seed : seeds) {
                    ofContest.add(pool.submit(() -> Trial.run(contest, seed, budget, last, Kernels.auto())));
                }
                runs.add(ofContest);
            }
            List<Standing> standings = new ArrayList<>();
            for (int i = 0; i < contests.size(); i++) {
                List<Trial> trials = new ArrayList<>();
                for (Future<Trial> run : runs.get(i)) {
                    trials.add(get(run));
                }
                standings.add(new Standing(contests.get(i), trials));
                listener.done(standings.get(i), contests.size());
            }
            return standings;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Trial get(Future<Trial> run) throws InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial failed", e.getCause());
        }
    }
}
