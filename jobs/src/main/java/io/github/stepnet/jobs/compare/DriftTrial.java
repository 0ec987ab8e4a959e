package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;

/**
 * A network over a drift that starts half-way: how far it fell, how soon it was back, and what its detector said. Prequential, over windows of {@link
 * #WINDOW} answers.
 *
 * @param before accuracy over the fifth of the events before the drift that is nearest to it
 * @param lowest the lowest accuracy of a window afterwards
 * @param recovered events from the start of the drift to the end of the first window with 95 % of {@code before}, after one below that; {@link #NEVER} if there was
 *     none, 0 if no window was below
 * @param last accuracy of the last window
 * @param delay events from the start of the drift to the first alarm, that one counted; {@link #NEVER} if there was none
 * @param falseAlarms alarms before the drift
 * @param alarms alarms after the first one behind the start of the drift
 */
record DriftTrial(
        double before, double lowest, long recovered, double last, long delay, long falseAlarms, long alarms) {

    static final int WINDOW = 500;
    static final long NEVER = -1;
    private static final double RECOVERED = 0.95;

    /** Runs it over {@code budget} samples. */
    static DriftTrial run(DriftCell cell, long seed, long budget, Kernel kernel) {
        StateLayout layout = new StateLayout();
        NetworkLearner learner = cell.learner();
        Network network = learner.network(learner.network().seed(seed)).compile(layout, kernel);
        NetworkState state = layout.newState();
        network.initialize(state);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        SampleStream stream = cell.stream(budget, seed);
        long start = budget / 2;
        long counted = Math.max(1, start / 5);
        long hitsBefore = 0;
        boolean[] ring = new boolean[WINDOW];
        int hits = 0;
        double before = 0;
        double lowest = 1;
        boolean hasFallen = false;
        long recovered = NEVER;
        long delay = NEVER;
        long falseAlarms = 0;
        long alarms = 0;
        for (long n = 0; n < budget; n++) {
            example.label(stream.next(example.features));
            network.tick(state, example, answer);
            boolean isHit = answer.predictedClass == (int) answer.truth[0];
            int slot = (int) (n % WINDOW);
            hits += (isHit ? 1 : 0) - (ring[slot] ? 1 : 0);
            ring[slot] = isHit;
            int drifts = answer.drifts.count();
            if (n < start) {
                falseAlarms += drifts;
                hitsBefore += n >= start - counted && isHit ? 1 : 0;
                before = (double) hitsBefore / counted;
                continue;
            }
            if (delay == NEVER) {
                delay = drifts > 0 ? n - start + 1 : NEVER;
            } else {
                alarms += drifts;
            }
            double accuracy = (double) hits / WINDOW;
            lowest = Math.min(lowest, accuracy);
            boolean isBelow = accuracy < RECOVERED * before;
            if (hasFallen && !isBelow && recovered == NEVER) {
                recovered = n - start + 1;
            }
            hasFallen |= isBelow;
        }
        return new DriftTrial(
                before, lowest, hasFallen ? recovered : 0, (double) hits / WINDOW, delay, falseAlarms, alarms);
    }
}
