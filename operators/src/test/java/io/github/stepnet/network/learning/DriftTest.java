package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.progress.drift.Adwin;
import io.github.stepnet.network.progress.drift.Ddm;
import io.github.stepnet.network.progress.drift.Kswin;
import io.github.stepnet.network.progress.drift.PageHinkley;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DriftTest {

    private static final int LEARNED = 4000;

    private static NetworkLearner learner(Optimizer optimizer, Technique technique) {
        return NetworkLearner.of(TechniqueRun.SPEC, optimizer).techniques(technique);
    }

    private static TechniqueRun learned(DriftResponse response) {
        TechniqueRun run = new TechniqueRun(learner(Adam.rate(0.005f), new Drift(response)));
        assertEquals(0, drifts(run, 0, LEARNED), "an error that falls is no drift");
        return run;
    }

    private static int drifts(TechniqueRun run, int shift, int ticks) {
        int drifts = 0;
        for (int i = 0; i < ticks; i++) {
            run.tick(shift);
            drifts += run.answer.drifts.count();
        }
        return drifts;
    }

    /** Ticks with classes that mean something else until that is noticed; the drift is in the answer. */
    private static int tickUntilDrift(TechniqueRun run, int shift) {
        for (int i = 1; i < 1000; i++) {
            run.tick(shift);
            if (run.answer.drifts.count() > 0) {
                return i;
            }
        }
        throw new AssertionError("no drift in 1000 events");
    }

    @ParameterizedTest
    @EnumSource(
            value = Execution.class,
            names = {"SWEEP", "STEP"})
    void aTaskThatChangesIsOneDriftOfTheErrors(Execution execution) {
        TechniqueRun run = new TechniqueRun(
                learner(Adam.rate(0.005f), new Drift(new DriftResponse.None())).execution(execution));
        assertEquals(0, drifts(run, 0, LEARNED));
        for (int change = 1; change <= 3; change++) {
            int delay = tickUntilDrift(run, change);
            assertTrue(delay <= 64 + 3, delay + " events");
            Drifts drifts = run.answer.drifts;
            assertEquals(1, drifts.count());
            assertEquals(new DriftWatch.Errors(), drifts.watch(0));
            assertEquals(new Adwin(), drifts.detector(0));
            assertEquals(-1, drifts.watched(0));
            assertEquals(new DriftResponse.None(), drifts.response(0));
            assertTrue(drifts.statistic(0) > 0.2 && drifts.statistic(0) <= 1, "by " + drifts.statistic(0));
            run.network.bubble(run.state, run.answer);
            assertTrue(run.answer.drifts == null || run.answer.drifts.count() == 0, "told again in a bubble");
            assertEquals(0, drifts(run, change, LEARNED));
        }
    }

    @Test
    void lossesAreWatchedWhereValuesAreLearned() {
        NetworkSpec spec = TechniqueRun.SPEC.loss(Loss.squaredError());
        TechniqueRun run = new TechniqueRun(
                NetworkLearner.of(spec, Adam.rate(0.005f)).techniques(new Drift(new DriftResponse.None())));
        for (int i = 0; i < 4064; i++) {
            run.features();
            for (int k = 0; k < 3; k++) {
                run.example.truth[k] = (i < LEARNED ? 1 : -2) * run.example.features[k];
            }
            run.example.target();
            run.network.tick(run.state, run.example, run.answer);
            if (run.answer.drifts.count() > 0) {
                assertTrue(i >= LEARNED, "a drift at " + i);
                assertEquals(new DriftWatch.Errors(), run.answer.drifts.watch(0));
                return;
            }
        }
        throw new AssertionError("no drift of the losses");
    }

    @Test
    void theRateIsHigherForAsManyUpdatesAndFadesAway() {
        Optimizer sgd = Sgd.rate(0.1f);
        float factor = 5f;
        int updates = 4;
        TechniqueRun plain = new TechniqueRun(learner(sgd, new Drift(new DriftResponse.None())));
        TechniqueRun raised = new TechniqueRun(learner(sgd, new Drift(new DriftResponse.RaiseRate(factor, updates))));
        drifts(plain, 0, LEARNED);
        drifts(raised, 0, LEARNED);
        assertEquals(tickUntilDrift(plain, 1), tickUntilDrift(raised, 1));
        assertArrayEquals(plain.parameters(), raised.parameters());
        assertInstanceOf(DriftResponse.RaiseRate.class, raised.answer.drifts.response(0));
        for (int k = 0; k < updates + 2; k++) {
            System.arraycopy(
                    raised.state.floats,
                    0,
                    plain.state.floats,
                    0,
                    plain.network.plan().parameterFloats());
            float[] before = plain.parameters();
            plain.tick(1);
            raised.tick(1);
            double expected = k < updates ? 1 + (factor - 1) * (1 - (double) k / updates) : 1;
            assertEquals(expected, step(before, raised) / step(before, plain), 1e-3, "update " + k);
        }
    }

    private static double step(float[] before, TechniqueRun run) {
        float[] after = run.parameters();
        double squares = 0;
        for (int p = 0; p < before.length; p++) {
            squares += Math.pow(after[p] - before[p], 2);
        }
        return Math.sqrt(squares);
    }

    @Test
    void aPartialResetDrawsTheLastStagesAnewAndForgetsTheirGradients() {
        TechniqueRun plain = learned(new DriftResponse.None());
        TechniqueRun reset = learned(new DriftResponse.PartialReset(2));
        assertEquals(tickUntilDrift(plain, 1), tickUntilDrift(reset, 1));
        List<StageNode> stages = plain.network.plan().trainedStages();
        int kept = stages.get(1).parametersAt();
        float[] expected = plain.parameters();
        int all = expected.length;
        SplitMix64 random = new SplitMix64(TechniqueRun.SPEC.seed());
        plain.network.plan().initialize(new float[all], 0, random);
        Arrays.fill(expected, kept, all, 0f);
        for (StageNode stage : stages.subList(1, 3)) {
            stage.stage().initialize(expected, stage.parametersAt(), random);
        }
        assertArrayEquals(expected, reset.parameters());
        for (int run = 1; run <= 2; run++) {
            int at = reset.network.parametersAt() + run * all;
            for (int p = 0; p < all; p++) {
                float was = plain.state.floats[at + p];
                assertEquals(p < kept ? was : 0f, reset.state.floats[at + p]);
            }
        }
        drifts(reset, 1, LEARNED);
        float[] first = Arrays.copyOfRange(expected, kept, all);
        tickUntilDrift(reset, 2);
        assertFalse(Arrays.equals(first, Arrays.copyOfRange(reset.parameters(), kept, all)), "drawn twice alike");
    }

    @Test
    void aRollBackBringsBackWhatWasAtLeastOnePeriodBeforeTheDrift() {
        int every = 300;
        TechniqueRun run = new TechniqueRun(learner(Adam.rate(0.005f), new Drift(new DriftResponse.RollBack(every))));
        float[] older = null;
        float[] younger = null;
        for (int i = 1; i <= LEARNED; i++) {
            run.tick(0);
            assertEquals(0, run.answer.drifts.count());
            if (i % every == 0) {
                older = younger;
                younger = run.parameters();
            }
        }
        tickUntilDrift(run, 1);
        assertInstanceOf(DriftResponse.RollBack.class, run.answer.drifts.response(0));
        assertArrayEquals(older, run.parameters());
        // the task has changed for good: what is learned from here on is not taken back
        assertEquals(0, drifts(run, 1, LEARNED));
        run.hits = 0;
        drifts(run, 1, 100);
        assertTrue(run.hits > 80, run.hits + " hits of 100");
    }

    @ParameterizedTest
    @MethodSource("responses")
    void stoppingBetweenAChangeAndItsDetectionChangesNoBit(DriftResponse response) {
        TechniqueRun run = learned(response);
        for (int i = 0; i < 20; i++) {
            run.tick(1);
        }
        TechniqueRun resumed = new TechniqueRun(learner(Adam.rate(0.005f), new Drift(response)));
        System.arraycopy(run.state.floats, 0, resumed.state.floats, 0, run.state.floats.length);
        System.arraycopy(run.state.longs, 0, resumed.state.longs, 0, run.state.longs.length);
        System.arraycopy(run.state.doubles, 0, resumed.state.doubles, 0, run.state.doubles.length);
        int drifts = 0;
        for (int i = 0; i < 1000; i++) {
            run.tick(1);
            resumed.tick((int) run.example.truth[0], run.example.features.clone());
            assertEquals(run.answer.drifts.count(), resumed.answer.drifts.count());
            drifts += run.answer.drifts.count();
        }
        assertEquals(1, drifts);
        assertArrayEquals(run.state.floats, resumed.state.floats);
        assertArrayEquals(run.state.longs, resumed.state.longs);
        assertArrayEquals(run.state.doubles, resumed.state.doubles);
    }

    static List<DriftResponse> responses() {
        return List.of(
                new DriftResponse.None(),
                new DriftResponse.RaiseRate(3f, 300),
                new DriftResponse.PartialReset(2),
                new DriftResponse.RollBack(300));
    }

    @Test
    void whereNothingCanBeRolledBackNothingIsToldToHaveBeenDone() {
        TechniqueRun run = learned(new DriftResponse.RollBack(1_000_000));
        tickUntilDrift(run, 1);
        assertEquals(new DriftResponse.None(), run.answer.drifts.response(0));
    }

    @Test
    void inputsAreSeenRawAndUnlabelledEachFeatureByItself() {
        DriftWatch inputs = new DriftWatch.Inputs(new Kswin(1e-6, 100, 40));
        NetworkSpec spec = NetworkSpec.inputs(4).then(new Dense(3));
        TechniqueRun run = new TechniqueRun(NetworkLearner.of(spec, Adam.rate(0.005f))
                .techniques(new Drift(inputs, new DriftResponse.PartialReset(1))));
        float[] initial = run.parameters();
        for (int i = 0; i < 2000; i++) {
            unlabelled(run, 0, i);
            assertEquals(0, run.answer.drifts.count(), "event " + i);
        }
        assertArrayEquals(initial, run.parameters());
        int told = 0;
        for (int i = 0; i < 40; i++) {
            unlabelled(run, 100, i);
            for (int d = 0; d < run.answer.drifts.count(); d++) {
                int feature = run.answer.drifts.watched(d);
                assertTrue(feature == 1 || feature == 3, "feature " + feature);
                assertEquals(inputs.detector(), run.answer.drifts.detector(d));
                assertEquals(new DriftResponse.PartialReset(1), run.answer.drifts.response(d));
                told++;
            }
        }
        assertEquals(2, told);
        assertFalse(Arrays.equals(initial, run.parameters()));
    }

    private static void unlabelled(TechniqueRun run, float offset, int event) {
        run.features();
        run.example.features[1] += offset;
        run.example.features[3] -= offset;
        run.example.features[0] = event % 7 == 0 ? Float.NaN : run.example.features[0];
        run.example.unlabelled();
        run.network.tick(run.state, run.example, run.answer);
    }

    @Test
    void impossibleDriftsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DriftWatch.Losses(new Ddm()));
        assertThrows(IllegalArgumentException.class, () -> new DriftWatch.Inputs(new Ddm()));
        assertThrows(IllegalArgumentException.class, () -> new DriftResponse.RaiseRate(1f, 100));
        assertThrows(IllegalArgumentException.class, () -> new DriftResponse.RaiseRate(2f, 0));
        assertThrows(IllegalArgumentException.class, () -> new DriftResponse.PartialReset(0));
        assertThrows(IllegalArgumentException.class, () -> new DriftResponse.RollBack(0));
        Drift tooMany = new Drift(new DriftResponse.PartialReset(4));
        assertThrows(IllegalArgumentException.class, () -> new TechniqueRun(learner(Adam.rate(0.1f), tooMany)));
        Drift counting = new Drift(new DriftWatch.Errors(new Ddm()), new DriftResponse.None());
        NetworkSpec values = TechniqueRun.SPEC.loss(Loss.squaredError());
        assertThrows(
                IllegalArgumentException.class,
                () -> new TechniqueRun(
                        NetworkLearner.of(values, Adam.rate(0.1f)).techniques(counting)));
        Drift fine = new Drift(new DriftWatch.Errors(new PageHinkley()), new DriftResponse.None());
        assertEquals(
                0, new TechniqueRun(NetworkLearner.of(values, Adam.rate(0.1f)).techniques(fine)).hits);
    }
}
