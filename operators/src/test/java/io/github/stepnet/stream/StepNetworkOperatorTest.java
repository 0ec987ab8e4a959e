package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.state.CacheBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StepNetworkOperatorTest {

    private static final int EVENTS = 600;

    static Stream<Arguments> backendsAndExecutions() {
        return Stream.of(Backend.values())
                .flatMap(backend -> Stream.of(Execution.values()).map(execution -> Arguments.of(backend, execution)));
    }

    @ParameterizedTest
    @MethodSource("backendsAndExecutions")
    void stoppingAndRestoringChangesNoBit(Backend backend, Execution execution) throws Exception {
        OperatorPlan<Sample, Prediction> plan =
                Nets.plan(Nets.classifier(execution), Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP));
        List<Prediction> expected;
        Map<String, String> states;
        try (OperatorRun run = OperatorRun.start(backend, plan)) {
            run.send(0, EVENTS).watermark(Long.MAX_VALUE);
            expected = run.predictions();
            states = run.states();
        }

        List<Prediction> predictions = new ArrayList<>();
        OperatorSubtaskState snapshot = null;
        for (int from = 0; from < EVENTS; from += 150) {
            try (OperatorRun run = snapshot == null
                    ? OperatorRun.start(backend, plan)
                    : OperatorRun.restore(backend, plan, snapshot)) {
                run.send(from, from + 150);
                snapshot = run.snapshot();
                predictions.addAll(run.predictions());
            }
        }
        try (OperatorRun run = OperatorRun.restore(backend, plan, snapshot)) {
            run.watermark(Long.MAX_VALUE);
            predictions.addAll(run.predictions());
            assertEquals(states, run.states());
        }

        assertEquals(Sample.KEYS, states.size());
        assertEquals(EVENTS, predictions.size());
        assertEquals(byKey(expected), byKey(predictions));
    }

    /** The order of keys at the end of the input is nobody's promise; that of a key's predictions is. */
    private static Map<String, List<Prediction>> byKey(List<Prediction> predictions) {
        return predictions.stream().collect(Collectors.groupingBy(Prediction::getKey));
    }

    @ParameterizedTest
    @MethodSource("backendsAndExecutions")
    void whatIsLearnedAfterABarrierIsNotInItsCheckpoint(Backend backend, Execution execution) throws Exception {
        OperatorPlan<Sample, Prediction> plan =
                Nets.plan(Nets.classifier(execution), Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP));
        try (OperatorRun run = OperatorRun.start(backend, plan)) {
            run.send(0, 100);
            Map<String, String> atBarrier = run.states();
            OperatorSnapshotFutures serialisedLater = run.beginSnapshot();
            run.send(100, 200);
            OperatorSubtaskState snapshot = OperatorRun.finish(serialisedLater);

            assertNotEquals(atBarrier, run.states());
            try (OperatorRun restored = OperatorRun.restore(backend, plan, snapshot)) {
                assertEquals(atBarrier, restored.states());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void cacheSizeChangesNoBit(Backend backend) throws Exception {
        Map<String, String> unbounded = statesAfter(backend, Nets.HUGE, Nets.HUGE);
        assertEquals(unbounded, statesAfter(backend, 1, 1), "below one network");
        assertEquals(unbounded, statesAfter(backend, 6_000, 6_000), "a few networks");
        assertEquals(unbounded, statesAfter(backend, Nets.HUGE, 1), "few changed ones");
    }

    private static Map<String, String> statesAfter(Backend backend, long cacheBytes, long dirtyBytes) throws Exception {
        Settings settings = new Settings(KernelChoice.SCALAR, new CacheBudget(cacheBytes, dirtyBytes), 0);
        try (OperatorRun run = OperatorRun.start(backend, Nets.plan(Nets.classifier(Execution.SWEEP), settings))) {
            run.send(0, 50).barrier();
            return run.send(50, 300).states();
        }
    }

    @Test
    void aPredictionSaysWhichEventItAnswers() throws Exception {
        try (OperatorRun run = OperatorRun.start(
                Backend.HEAP, Nets.plan(Nets.classifier(Execution.STEP), Nets.settings(Nets.HUGE, 0)))) {
            for (int n = 0; n < 5; n++) {
                run.send(Sample.ofKey("k", n));
            }
            assertEquals(
                    List.of("event-0", "event-1", "event-2"),
                    run.predictions().stream()
                            .map(Prediction::getAnswersEventId)
                            .toList());
            Prediction first = run.predictions().get(0);
            assertEquals("k", first.getKey());
            assertEquals(2, first.getLatencyTicks());
            assertEquals(2, first.getTick());
            assertEquals(Sample.CLASSES, first.getOutputs().size());
            assertEquals(0, first.getModelVersion());
        }
    }

    @Test
    void eventsWithoutIdsAreNumberedFromZeroWithinTheirKey() throws Exception {
        try (OperatorRun run =
                OperatorRun.start(Backend.HEAP, Nets.plan(Nets.regression(), Nets.settings(Nets.HUGE, 0)))) {
            run.send(0, 2L * Sample.KEYS);
            Prediction last = run.predictions().get(2 * Sample.KEYS - 1);
            assertEquals("1", last.getAnswersEventId());
            assertEquals(null, last.getPredictedClass());
            assertTrue(last.getLoss() >= 0);
        }
    }

    @Test
    void milestonesLeaveBesideThePredictions() throws Exception {
        try (OperatorRun run = OperatorRun.start(
                Backend.HEAP, Nets.plan(Nets.classifier(Execution.SWEEP), Nets.settings(Nets.HUGE, 0)))) {
            run.send(0, 3_000);
            assertFalse(run.milestones().isEmpty());
            assertTrue(run.milestones().stream()
                    .allMatch(milestone -> milestone.getEventId().startsWith("event-")));
        }
    }
}
