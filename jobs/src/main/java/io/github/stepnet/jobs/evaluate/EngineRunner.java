package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The bare engine in one thread: a loop over the rows, all keys' states in memory. Meshes drain at the end.
 *
 * @param kernel the loops to compute with
 */
record EngineRunner(Kernel kernel) implements Runner {

    @Override
    public void run(Data data, LearnerSpec spec, Consumer<Outcome> outcomes) throws IOException {
        StateLayout layout = new StateLayout();
        Learner learner = spec.compile(layout, kernel);
        Example example = learner.newExample();
        Answer answer = learner.newAnswer();
        Outcome outcome = new Outcome();
        Map<String, NetworkState> states = new HashMap<>();
        try (Rows rows = data.open()) {
            for (long number = 0; rows.next(); number++) {
                if (rows.rejection() != null) {
                    outcomes.accept(Outcome.rejected(number, rows.rejection()));
                    continue;
                }
                NetworkState state = states.get(rows.key());
                if (state == null) {
                    state = layout.newState();
                    learner.initialize(state);
                    states.put(rows.key(), state);
                }
                fill(example, number, rows, data.isClassified());
                learner.tick(state, example, answer);
                report(rows.key(), answer, outcome, outcomes);
            }
        }
        for (Map.Entry<String, NetworkState> entry : states.entrySet()) {
            while (learner.inFlight(entry.getValue()) > 0) {
                learner.bubble(entry.getValue(), answer);
                report(entry.getKey(), answer, outcome, outcomes);
            }
        }
    }

    @Override
    public String describe() {
        return "bare engine, " + kernel.name() + " kernel";
    }

    private static void fill(Example example, long number, Rows rows, boolean isClassified) {
        System.arraycopy(rows.features(), 0, example.features, 0, example.features.length);
        example.eventId(Long.toString(number));
        float truth = rows.truth();
        if (Float.isNaN(truth)) {
            example.unlabelled();
        } else if (isClassified) {
            example.label((int) truth);
        } else {
            example.truth[0] = truth;
            example.target();
        }
    }

    private static void report(String key, Answer answer, Outcome outcome, Consumer<Outcome> outcomes) {
        if (answer.present) {
            outcome.set(key, answer);
            outcomes.accept(outcome);
        }
    }
}
