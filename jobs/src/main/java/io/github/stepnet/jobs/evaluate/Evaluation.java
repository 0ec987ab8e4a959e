package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.terminal.ProgressBar;
import io.github.stepnet.jobs.terminal.Terminal;
import io.github.stepnet.network.LearnerSpec;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is to be evaluated, checked.
 *
 * @param data on what
 * @param learner what learns
 * @param seeds a run for each
 * @param runner what runs it
 * @param last how many rows a checkpoint looks back on
 * @param checkpoints numbers of rows
 */
record Evaluation(Data data, LearnerText learner, List<Long> seeds, Runner runner, long last, List<Long> checkpoints) {

    /** An error if the learner is impossible, or not for this data. */
    Evaluation {
        seeds = List.copyOf(seeds);
        checkpoints = List.copyOf(checkpoints);
        seeds.forEach(seed -> learner.learner(data, seed));
    }

    /** Runs every seed, one after the other. */
    void run(Report report, PrintStream progress, Terminal terminal) throws Exception {
        report.begin(this);
        List<Result> results = new ArrayList<>();
        for (long seed : seeds) {
            String title = seeds.size() == 1 ? data.name() : data.name() + ", seed " + seed;
            Result result;
            try (ProgressBar bar = ProgressBar.open(progress, terminal, title, data.events())) {
                result = run(seed, bar);
            }
            results.add(result);
            report.finished(result);
        }
        report.end(results);
    }

    private Result run(long seed, ProgressBar bar) throws Exception {
        LearnerSpec seeded = learner.learner(data, seed);
        Scorecard scorecard = new Scorecard(data.classes(), seeded.updatesAtEveryTruth(), last, checkpoints);
        long start = System.nanoTime();
        runner.run(data.withSeed(seed), seeded, outcome -> {
            scorecard.take(outcome);
            bar.update(scorecard.seen());
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        if (scorecard.seen() != data.events()) {
            throw new CannotRun(data.name() + " had " + data.events() + " rows and " + scorecard.seen()
                    + " of them were found again; leave the data alone while it is read, and start again");
        }
        return new Result(seed, seeded, seconds, scorecard.assess());
    }

    /**
     * One run.
     *
     * @param seed its seed
     * @param learner what learned
     * @param seconds how long it took, the start of a Flink job included
     * @param assessment what it achieved
     */
    record Result(long seed, LearnerSpec learner, double seconds, Assessment assessment) {

        double perSecond(long count) {
            return count / seconds;
        }
    }
}
