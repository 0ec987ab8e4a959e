package io.github.stepnet.jobs.compare;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;

import io.github.stepnet.jobs.stream.DriftingMachine;
import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.Drift;
import io.github.stepnet.network.learning.DriftResponse;
import io.github.stepnet.network.learning.DriftWatch;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.progress.drift.Adwin;
import io.github.stepnet.network.progress.drift.Ddm;
import io.github.stepnet.network.progress.drift.DriftDetector;
import io.github.stepnet.network.progress.drift.Kswin;
import io.github.stepnet.network.progress.drift.PageHinkley;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A detector and a response, on one network, 8-64-48-3, over a stream that drifts once, half-way through the budget.
 *
 * @param row what the table's row is called
 * @param detector what notices the drift, by the errors of the answers
 * @param response what is done about it
 * @param isGradual whether the drift takes a tenth of the budget
 */
record DriftCell(String row, DriftDetector detector, DriftResponse response, boolean isGradual) {

    /** Budget of the stream in {@link #contest}. */
    static final long BUDGET = 40_000;

    private static final NetworkSpec NETWORK = NetworkSpec.inputs(8)
            .then(new Dense(64, LEAKY_RELU))
            .then(new Dense(48, LEAKY_RELU))
            .then(new Dense(3));

    private static final float RATE = 1e-3f;
    private static final long DECAY_OVER = 20_000;

    private static final List<DriftResponse> RESPONSES = List.of(
            new DriftResponse.None(),
            new DriftResponse.RaiseRate(3f, 2000),
            new DriftResponse.RaiseRate(10f, 500),
            new DriftResponse.PartialReset(1),
            new DriftResponse.PartialReset(3),
            new DriftResponse.RollBack(1000));

    private static final List<DriftDetector> OTHERS = List.of(new PageHinkley(), new Ddm(), new Kswin());

    /** All of them: every response to what ADWIN sees, then the other detectors, without a response. */
    static List<DriftCell> all() {
        List<DriftCell> cells = new ArrayList<>();
        for (boolean isGradual : new boolean[] {false, true}) {
            for (DriftResponse response : RESPONSES) {
                cells.add(new DriftCell(name(response), new Adwin(), response, isGradual));
            }
            for (DriftDetector detector : OTHERS) {
                cells.add(new DriftCell(name(detector), detector, new DriftResponse.None(), isGradual));
            }
        }
        return cells;
    }

    String column() {
        return isGradual ? "gradual" : "abrupt";
    }

    /** Whether it is about a response, not about a detector. */
    boolean isResponse() {
        return detector instanceof Adwin;
    }

    NetworkLearner learner() {
        return NetworkLearner.of(NETWORK, Adam.rate(RATE).decayingOver(DECAY_OVER))
                .techniques(new Drift(new DriftWatch.Errors(detector), response));
    }

    /** The stream of one key that drifts at {@code budget / 2}. */
    SampleStream stream(long budget, long seed) {
        return new DriftingMachine(budget / 2, isGradual ? budget / 10 : 0, 1, seed);
    }

    Contest contest() {
        return new Contest(row, column(), learner(), seed -> stream(BUDGET, seed));
    }

    static String name(DriftDetector detector) {
        if (detector instanceof PageHinkley) {
            return "page-hinkley";
        }
        return detector.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String name(DriftResponse response) {
        if (response instanceof DriftResponse.RaiseRate raised) {
            return "rate x" + (int) raised.factor() + " over " + raised.updates();
        }
        if (response instanceof DriftResponse.PartialReset reset) {
            return "reset of " + reset.stages() + (reset.stages() == 1 ? " stage" : " stages");
        }
        if (response instanceof DriftResponse.RollBack back) {
            return "roll-back, every " + back.every();
        }
        return "no response";
    }
}
