package io.github.stepnet.jobs.compare;

import io.github.stepnet.network.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

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
        List<Callable<Trial>> runs = new ArrayList<>();
        for (Contest contest : contests) {
            for (long seed : seeds) {
                runs.add(() -> Trial.run(contest, seed, budget, last, Kernels.auto()));
            }
        }
        List<Standing> standings = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        sideBySide(runs, trial -> {
            trials.add(trial);
            if (trials.size() == seeds.size()) {
                standings.add(new Standing(contests.get(standings.size()), List.copyOf(trials)));
                trials.clear();
                listener.done(standings.get(standings.size() - 1), contests.size());
            }
        });
        return standings;
    }

    /** Runs trials, as many at a time as there are processors, and hands over what they came to in their order. */
    static <T> void sideBySide(List<Callable<T>> trials, Consumer<T> done) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<T>> runs = new ArrayList<>();
            for (Callable<T> trial : trials) {
                runs.add(pool.submit(trial));
            }
            for (Future<T> run : runs) {
                done.accept(get(run));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> T get(Future<T> run) throws InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial failed", e.getCause());
        }
    }
}
