package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.LayerNorm;
import io.github.stepnet.network.layer.Rnn;
import io.github.stepnet.network.layer.SwiGlu;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BestStateTest {

    private static final int WINDOW = 100;

    /** Layers of all kinds: the original kept dense and convolution weights only. */
    private static final NetworkSpec SPEC = NetworkSpec.inputs(4)
            .then(new Dense(9, Activation.LEAKY_RELU))
            .then(new LayerNorm())
            .then(new SwiGlu(6))
            .then(new Rnn(6))
            .then(new Dense(3))
            .seed(5);

    private static NetworkLearner learner(NetworkSpec spec, float drop) {
        return NetworkLearner.of(spec, Adam.rate(0.003f)).techniques(new BestState(WINDOW, drop));
    }

    /** Runs a window and says what was told at its end; nothing may be told before. */
    private static Optional<Double> window(TechniqueRun run, int shift) {
        run.hits = 0;
        for (int i = 1; i < WINDOW; i++) {
            run.tick(shift);
            assertEquals(0, run.answer.events.count());
        }
        run.tick(shift);
        return run.told(LearningEvents.Kind.BEST_RESTORED);
    }

    @Test
    void aWorseWindowBringsBackEveryWeightOfTheBestOne() {
        TechniqueRun run = new TechniqueRun(learner(SPEC, 0.2f));
        int best = -1;
        float[] weights = null;
        for (int n = 0; n < 20; n++) {
            assertEquals(Optional.empty(), window(run, 0));
            if (run.hits >= best) {
                best = run.hits;
                weights = run.parameters();
            }
        }
        float[] before = run.parameters();
        assertEquals(Optional.of((double) best / WINDOW), window(run, 1));
        assertArrayEquals(weights, run.parameters());
        assertFalse(Arrays.equals(before, weights), "the best weights were the last anyway");
        assertTrue(best > 80 && run.hits < best - 20, run.hits + " after " + best);
    }

    @Test
    void aTaskThatHasChangedIsLearnedAfterOneReturn() {
        TechniqueRun run = new TechniqueRun(learner(SPEC, 0.2f));
        for (int n = 0; n < 20; n++) {
            window(run, 0);
        }
        int returns = 0;
        for (int n = 0; n < 30; n++) {
            returns += window(run, 1).isPresent() ? 1 : 0;
        }
        assertEquals(1, returns);
        assertTrue(run.hits > 80, run.hits + " hits of 100");
    }

    @Test
    void valuesAreScoredByTheirMeanLoss() {
        NetworkSpec values = TechniqueRun.SPEC.loss(Loss.squaredError());
        TechniqueRun run = new TechniqueRun(learner(values, 0.5f));
        double best = Double.POSITIVE_INFINITY;
        float[] weights = null;
        int restored = 0;
        boolean isForgiven = false;
        for (int n = 0; n < 60; n++) {
            double loss = 0;
            for (int i = 0; i < WINDOW; i++) {
                values(run, n / 20 == 1 ? -5 : 1);
                loss += run.answer.loss / WINDOW;
            }
            Optional<Double> told = run.told(LearningEvents.Kind.BEST_RESTORED);
            boolean isWorse = loss > (1 + 0.5f) * best;
            assertEquals(isWorse && !isForgiven, told.isPresent(), loss + " after " + best + " in window " + n);
            if (told.isPresent()) {
                assertEquals(best, told.get(), 1e-6 * best);
                assertArrayEquals(weights, run.parameters());
                restored++;
            } else if (loss <= best || isWorse) {
                best = loss;
                weights = run.parameters();
            }
            isForgiven = told.isPresent();
        }
        assertTrue(restored >= 1, restored + " times");
    }

    private static void values(TechniqueRun run, int factor) {
        run.features();
        for (int i = 0; i < 3; i++) {
            run.example.truth[i] = factor * run.example.features[i];
        }
        run.example.target();
        run.network.tick(run.state, run.example, run.answer);
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BestState(0, 0.05f));
        assertThrows(IllegalArgumentException.class, () -> new BestState(500, 0f));
        assertThrows(IllegalArgumentException.class, () -> new TechniqueRun(learner(SPEC, 1f)));
        assertEquals(0, new TechniqueRun(learner(TechniqueRun.SPEC.loss(Loss.squaredError()), 1f)).hits);
    }
}
