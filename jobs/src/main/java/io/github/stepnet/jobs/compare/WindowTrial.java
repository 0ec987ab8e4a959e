package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.WindowLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.progress.Milestones;

/**
 * What windows of one key came to. Prequential: every event is answered before its window is learned; the answers of the last quarter count.
 *
 * @param accuracy share of right answers
 * @param balanced balanced accuracy, the mean of the classes' shares of right answers
 * @param updates updates that were taken
 * @param refused windows whose update would have left a non-finite value
 */
record WindowTrial(double accuracy, double balanced, long updates, long refused) {

    private static final int SHARE = 4;

    /** Runs it over {@code budget} samples. */
    static WindowTrial run(WindowCell cell, long seed, long budget, Kernel kernel) {
        NetworkLearner learner = cell.learner().network(cell.learner().network().seed(seed));
        WindowLearner.check(learner, cell.channels());
        TrackedLearner tracked = new TrackedLearner(learner, Milestones.everyTenPercent(), kernel);
        WindowLearner lessons = new WindowLearner(tracked, learner, cell.channels());
        NetworkState state = tracked.newState();
        lessons.initialize(state);
        Example example = tracked.learner().newExample();
        Answer answer = tracked.learner().newAnswer();
        SampleStream stream = cell.stream(seed);
        long[] events = new long[stream.classes()];
        long[] hits = new long[stream.classes()];
        long updates = 0;
        long refused = 0;
        lessons.start();
        for (long n = 0; n < budget; n++) {
            int label = stream.next(example.features);
            example.label(label);
            lessons.answer(state, example, answer, (kind, percent, accuracy, majority, previous, window) -> {});
            if (n >= budget - budget / SHARE) {
                events[label]++;
                hits[label] += answer.predictedClass == label ? 1 : 0;
            }
            if ((n + 1) % cell.window() == 0) {
                refused += lessons.learn(state) ? 0 : 1;
                updates += lessons.updatesTaken();
                lessons.start();
            }
        }
        return of(events, hits, updates, refused);
    }

    private static WindowTrial of(long[] events, long[] hits, long updates, long refused) {
        long allEvents = 0;
        long allHits = 0;
        double recalls = 0;
        int present = 0;
        for (int c = 0; c < events.length; c++) {
            allEvents += events[c];
            allHits += hits[c];
            if (events[c] > 0) {
                recalls += (double) hits[c] / events[c];
                present++;
            }
        }
        return new WindowTrial((double) allHits / allEvents, recalls / present, updates, refused);
    }
}
