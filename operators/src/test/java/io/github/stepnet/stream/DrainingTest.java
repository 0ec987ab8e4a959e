package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.stepnet.network.Execution;
import io.github.stepnet.schemas.Prediction;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrainingTest {

    private static final long GAP = 1_000;
    private static final int IN_FLIGHT = 2;

    private static OperatorPlan<Sample, Prediction> plan(long gap, long cacheBytes) {
        return Nets.plan(Nets.classifier(Execution.STEP), Nets.settings(cacheBytes, gap));
    }

    private static List<String> answered(OperatorRun run) {
        return run.predictions().stream().map(Prediction::getAnswersEventId).toList();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anEventAfterTheGapFirstAnswersThoseInFlight(Backend backend) throws Exception {
        try (OperatorRun run = OperatorRun.start(backend, plan(GAP, Nets.HUGE))) {
            for (int n = 0; n < 4; n++) {
                run.send(Sample.ofKey("k", n));
            }
            run.send(Sample.ofKey("k", 4).at(30 + GAP));
            assertEquals(List.of("event-0", "event-1", "event-2"), answered(run), "not later than the gap");
            run.send(Sample.ofKey("k", 5).at(31 + 2 * GAP));
            assertEquals(List.of("event-0", "event-1", "event-2", "event-3", "event-4"), answered(run));
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSilentKeyIsAnsweredOnceTheWatermarkHasPassedTheGap(Backend backend) throws Exception {
        try (OperatorRun run = OperatorRun.start(backend, plan(GAP, Nets.HUGE))) {
            for (int n = 0; n < 4; n++) {
                run.send(Sample.ofKey("k", n));
            }
            run.watermark(30 + GAP - 1);
            assertEquals(4 - IN_FLIGHT, run.predictions().size());
            run.watermark(30 + GAP);
            assertEquals(List.of("event-0", "event-1", "event-2", "event-3"), answered(run));
            assertEquals(0, run.harness.numEventTimeTimers());
        }
    }

    @Test
    void aBusyKeyHasOneTimer() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(GAP, Nets.HUGE))) {
            for (int n = 0; n < 500; n++) {
                run.send(Sample.ofKey("k", n));
                run.watermark(n * Sample.STEP_MILLIS - 1);
                assertEquals(1, run.harness.numEventTimeTimers());
            }
            assertEquals(500 - IN_FLIGHT, run.predictions().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whenWatermarksComeChangesNoBit(Backend backend) throws Exception {
        Map<String, String> never = statesWithWatermarkEvery(backend, Integer.MAX_VALUE, Nets.HUGE);
        assertEquals(never, statesWithWatermarkEvery(backend, 1, Nets.HUGE));
        assertEquals(never, statesWithWatermarkEvery(backend, 7, Nets.HUGE));
        assertEquals(never, statesWithWatermarkEvery(backend, 7, 1), "with a cache of one network");
    }

    private static Map<String, String> statesWithWatermarkEvery(Backend backend, int events, long cacheBytes)
            throws Exception {
        try (OperatorRun run = OperatorRun.start(backend, plan(100, cacheBytes))) {
            for (int n = 0; n < 400; n++) {
                // Every key falls silent for a while now and then.
                Sample sample = Sample.number(n);
                if ((n / 40 + sample.key().hashCode()) % 3 != 0) {
                    run.send(sample);
                }
                if (n % events == events - 1) {
                    run.watermark(sample.time());
                }
            }
            run.watermark(Long.MAX_VALUE);
            Map<String, String> states = run.states();
            return states;
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theEndOfTheInputAnswersEveryKeyWhetherItIsInTheCacheOrNot(Backend backend) throws Exception {
        try (OperatorRun run = OperatorRun.start(backend, plan(Settings.NO_IDLE_GAP, 1))) {
            run.send(0, 100);
            assertEquals(100 - Sample.KEYS * IN_FLIGHT, run.predictions().size());
            run.watermark(Long.MAX_VALUE);
            run.harness.endInput();
            assertEquals(100, run.predictions().size());
            assertEquals(100, answered(run).stream().distinct().count());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theEndOfTheInputAnswersKeysThatWereRestoredAndNeverTouched(Backend backend) throws Exception {
        OperatorPlan<Sample, Prediction> plan = plan(Settings.NO_IDLE_GAP, Nets.HUGE);
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(backend, plan)) {
            snapshot = run.send(0, 100).snapshot();
        }
        try (OperatorRun run = OperatorRun.restore(backend, plan, snapshot)) {
            run.watermark(Long.MAX_VALUE);
            assertEquals(Sample.KEYS * IN_FLIGHT, run.predictions().size());
        }
    }

    @Test
    void eventsWithoutTimesAreAnsweredAtTheEndOfTheInput() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(GAP, Nets.HUGE))) {
            for (int n = 0; n < 4; n++) {
                run.harness.processElement(new StreamRecord<>(Sample.ofKey("k", n)));
            }
            run.watermark(1_000_000);
            assertEquals(2, run.predictions().size());
            run.watermark(Long.MAX_VALUE);
            assertEquals(4, run.predictions().size());
            assertFalse(run.harness.extractOutputStreamRecords().get(3).hasTimestamp());
        }
    }

    @Test
    void predictionsAreNeverBehindTheWatermark() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Settings.NO_IDLE_GAP, Nets.HUGE))) {
            run.send(Sample.ofKey("k", 0)).watermark(5_000).watermark(Long.MAX_VALUE);
        }
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(GAP, Nets.HUGE))) {
            run.send(Sample.ofKey("k", 0)).watermark(500).watermark(5_000);
            long watermark = Long.MIN_VALUE;
            for (Object element : run.harness.getOutput()) {
                if (element instanceof Watermark mark) {
                    watermark = mark.getTimestamp();
                } else {
                    assertEquals(true, ((StreamRecord<?>) element).getTimestamp() > watermark);
                }
            }
            assertEquals(GAP, run.harness.extractOutputStreamRecords().get(0).getTimestamp());
        }
    }

    @Test
    void aGapThatIsSetLaterHoldsFromTheNextEventOn() throws Exception {
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Settings.NO_IDLE_GAP, Nets.HUGE))) {
            snapshot = run.send(Sample.ofKey("k", 0)).snapshot();
        }
        try (OperatorRun run = OperatorRun.restore(Backend.HEAP, plan(GAP, Nets.HUGE), snapshot)) {
            run.send(Sample.ofKey("k", 1)).watermark(10 + GAP);
            assertEquals(List.of("event-0", "event-1"), answered(run));
            run.watermark(Long.MAX_VALUE);
            assertEquals(2, run.predictions().size());
        }
    }

    @Test
    void sweepsSetNoTimers() throws Exception {
        try (OperatorRun run = OperatorRun.start(
                Backend.HEAP, Nets.plan(Nets.classifier(Execution.SWEEP), Nets.settings(Nets.HUGE, GAP)))) {
            run.send(0, 50);
            assertEquals(0, run.harness.numEventTimeTimers());
        }
    }
}
