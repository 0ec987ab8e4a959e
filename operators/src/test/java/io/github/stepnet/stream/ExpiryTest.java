package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.schemas.ExpiredModel;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.state.CacheBudget;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpiryTest {

    private static final long SILENCE = 1_000;

    private static OperatorPlan<Sample, Prediction> plan(Execution execution, boolean isPredictOnly) {
        CacheBudget cache = new CacheBudget(Nets.HUGE, Nets.HUGE);
        return Nets.plan(
                Nets.classifier(execution),
                new Settings(KernelChoice.SCALAR, cache, Settings.NO_IDLE_GAP, SILENCE, isPredictOnly));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSilentKeysModelLeavesWithItsLastWeightsAndTheNextEventStartsAnew(Backend backend) throws Exception {
        try (OperatorRun run = OperatorRun.start(backend, plan(Execution.SWEEP, false))) {
            for (int n = 0; n < 20; n++) {
                run.send(Sample.ofKey("silent", n).at(n))
                        .send(Sample.ofKey("busy", n).at(n));
            }
            run.watermark(SILENCE - 1);
            run.send(Sample.ofKey("busy", 30).at(SILENCE));
            run.watermark(SILENCE + 18);
            assertEquals(List.of(), run.expiredModels());
            run.watermark(SILENCE + 19);
            ExpiredModel expired = run.expiredModels().get(0);
            assertEquals(1, run.expiredModels().size());
            assertEquals("silent", expired.getKey());
            assertEquals(19, expired.getLastEventMillis());
            assertEquals(SILENCE + 19, expired.getExpiredMillis());
            NetworkLearner learner = Nets.classifier(Execution.SWEEP);
            assertEquals(learner.canonicalText(), expired.getSpecification());
            assertEquals(
                    learner.network().plan().parameterFloats(),
                    expired.getParameters().size());
            assertTrue(run.states().containsKey("busy"));
            assertEquals(1, run.states().size());

            run.send(Sample.ofKey("silent", 31).at(SILENCE + 31));
            Prediction anew = run.predictions().get(run.predictions().size() - 1);
            assertEquals(0, anew.getTick());
            assertEquals(0, anew.getModelVersion());
            run.watermark(2 * SILENCE + 31);
            assertEquals(3, run.expiredModels().size());
            assertEquals(0, run.harness.numEventTimeTimers());
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void anEventAfterTheSilenceFindsANewModelWhetherOrNotAWatermarkCameBetween(Execution execution) throws Exception {
        try (OperatorRun marked = OperatorRun.start(Backend.HEAP, plan(execution, false));
                OperatorRun unmarked = OperatorRun.start(Backend.HEAP, plan(execution, false))) {
            for (OperatorRun run : List.of(marked, unmarked)) {
                for (int n = 0; n < 20; n++) {
                    run.send(Sample.ofKey("k", n).at(n));
                }
                if (run == marked) {
                    run.watermark(SILENCE + 19);
                }
                run.send(Sample.ofKey("k", 20).at(SILENCE + 20));
                run.send(Sample.ofKey("k", 21).at(2 * SILENCE + 20));
                run.watermark(Long.MAX_VALUE);
            }
            assertEquals(1, unmarked.expiredModels().size());
            assertEquals(marked.expiredModels(), unmarked.expiredModels());
            assertEquals(marked.predictions(), unmarked.predictions());
            assertEquals(22, unmarked.predictions().size());
            assertEquals(0, unmarked.predictions().get(20).getModelVersion());
        }
    }

    @Test
    void anEndedModelsCacheSlotIsUsedAgain() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Execution.SWEEP, false))) {
            for (int round = 0; round < 5; round++) {
                long time = 2 * SILENCE * round;
                for (int key = 0; key < 4; key++) {
                    run.send(Sample.ofKey("key-" + round + "-" + key, key).at(time + key));
                }
                run.watermark(time + SILENCE + 3);
            }
            assertEquals(20, run.expiredModels().size());
            assertEquals(20, run.operator.counts().modelsExpired.getCount());
            assertEquals(0, run.states().size());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Execution.class)
    void whatIsInFlightIsAnsweredFirstAndTheEndOfTheInputEndsNoModel(Execution execution) throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(execution, false))) {
            for (int n = 0; n < 10; n++) {
                run.send(Sample.ofKey("k", n));
            }
            run.watermark(90 + SILENCE);
            assertEquals(10, run.predictions().size());
            assertEquals(1, run.expiredModels().size());
            run.send(Sample.ofKey("k", 11).at(3 * SILENCE));
            run.watermark(Long.MAX_VALUE);
            assertEquals(1, run.expiredModels().size());
            assertEquals(1, run.states().size());
        }
    }

    @Test
    void aPredictOnlyJobGoesOnFromASavepointAndLeavesTheWeights() throws Exception {
        OperatorSubtaskState learned;
        List<Float> last;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Execution.SWEEP, false))) {
            run.send(0, 200);
            learned = run.snapshot();
            run.send(Sample.number(200));
            last = run.predictions().get(200).getOutputs();
        }
        try (OperatorRun run = OperatorRun.restore(Backend.HEAP, plan(Execution.SWEEP, true), learned)) {
            run.send(Sample.number(200));
            Prediction prediction = run.predictions().get(0);
            assertEquals(last, prediction.getOutputs());
            assertNotEquals(0, prediction.getModelVersion());
            run.send(201, 260);
            assertEquals(0, run.operator.counts().learnedEvents.getCount());
            assertEquals(60, run.predictions().size());
        }
    }
}
