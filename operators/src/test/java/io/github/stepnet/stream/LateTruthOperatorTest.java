package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.schemas.Awaited;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiryReason;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.LateRun.Inspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LateTruthOperatorTest {

    private static final LateTruth<Inspection> LABELS = LateRun.labels();
    private static final LateTruth<Inspection> IN_ORDER = LABELS.order(TruthOrder.EVENT_TIME);
    private static final int EVENTS = 300;

    /** The first samples whose label is known. */
    private static List<Sample> samples(int count) {
        List<Sample> samples = new ArrayList<>();
        for (long n = 0; samples.size() < count; n++) {
            if (Sample.number(n).label() >= 0) {
                samples.add(Sample.number(n));
            }
        }
        return samples;
    }

    private static List<String> expired(LateRun run) {
        return run.expired().stream().map(ExpiredExample::getEventId).toList();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aTruthThatFollowsItsEventTeachesLikeOneThatCameWithIt(Backend backend) throws Exception {
        try (OperatorRun inline = OperatorRun.start(
                        backend,
                        Nets.plan(Nets.classifier(Execution.SWEEP), Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP)));
                LateRun late = LateRun.start(backend, LABELS)) {
            for (Sample sample : samples(EVENTS)) {
                inline.send(sample);
                late.send(sample).send(Inspection.of(sample));
            }
            assertEquals(outputs(inline.predictions()), outputs(late.predictions()));
            assertEquals(inline.milestones(), late.milestones());
            assertFalse(late.milestones().isEmpty());
            assertEquals(EVENTS, late.operator.counts().lateTruths.getCount());
        }
    }

    private static List<List<Float>> outputs(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::getOutputs).toList();
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aTruthThatComesBeforeItsEventWaits(Execution execution) throws Exception {
        try (LateRun run = LateRun.start(Backend.HEAP, execution, LABELS)) {
            List<Sample> samples = samples(20);
            run.send(Inspection.of(samples.get(0)));
            assertEquals(0, run.operator.counts().modelsCreated.getCount(), "a truth makes no network");
            samples.subList(1, 20).forEach(sample -> send(run, Inspection.of(sample)));
            samples.forEach(sample -> send(run, sample));
            run.watermark(Long.MAX_VALUE);
            assertEquals(20, run.predictions().size());
            assertEquals(20, run.operator.counts().lateTruths.getCount());
            assertEquals(List.of(), run.expired());
        }
    }

    private static void send(LateRun run, Object record) {
        try {
            if (record instanceof Sample sample) {
                run.send(sample);
            } else {
                run.send((Inspection) record);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whatHasWaitedForTheTimeoutExpires(Backend backend) throws Exception {
        try (LateRun run = LateRun.start(backend, LABELS.timeout(Duration.ofMillis(100)))) {
            Sample first = Sample.ofKey("k", 0).at(0);
            Sample second = Sample.ofKey("k", 1).at(60);
            run.send(first).send(second).watermark(99);
            assertEquals(List.of(), run.expired());
            run.watermark(100);
            assertEquals(List.of("event-0"), expired(run));
            ExpiredExample expired = run.expired().get(0);
            assertEquals(Awaited.TRUTH, expired.getWaitedFor());
            assertEquals(ExpiryReason.TIMEOUT, expired.getReason());
            assertEquals(run.predictions().get(0).getOutputs(), expired.getOutputs());
            assertEquals(0L, expired.getTimeMillis());
            run.send(Inspection.of(second).at(130)).send(Inspection.of(first).at(131));
            assertEquals(1, run.operator.counts().learnedEvents.getCount(), "the first is gone, the second is not");
            run.watermark(231);
            assertEquals(List.of("event-0", "event-0"), expired(run), "its truth has waited for it");
            assertEquals(Awaited.EVENT, run.expired().get(1).getWaitedFor());
            assertEquals(List.of((float) first.label()), run.expired().get(1).getTruth());
            assertNull(run.expired().get(1).getOutputs());
            if (backend == Backend.HEAP) {
                // only this backend counts its entries
                run.barrier();
                assertEquals(1, run.harness.numKeyedStateEntries(), "nothing but the network is left");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theOldestIsGivenUpWhereTooManyWait(Backend backend) throws Exception {
        try (LateRun run = LateRun.start(backend, LABELS.most(3))) {
            for (int n = 0; n < 3; n++) {
                run.send(Sample.ofKey("k", n));
            }
            run.send(Inspection.of(Sample.ofKey("k", 1))).send(Sample.ofKey("k", 3));
            assertEquals(List.of(), expired(run));
            run.send(Sample.ofKey("k", 4)).send(Sample.ofKey("k", 5));
            assertEquals(List.of("event-0", "event-2"), expired(run));
            run.send(Sample.ofKey("k", 4));
            assertEquals(ExpiryReason.REPLACED, run.expired().get(2).getReason());
            for (int n = 10; n < 14; n++) {
                run.send(Inspection.of(Sample.ofKey("k", n)));
            }
            assertEquals(List.of("event-0", "event-2", "event-4", "event-10"), expired(run));
            assertEquals(3, run.operator.counts().overflows.getCount());
            run.watermark(Long.MAX_VALUE);
            assertEquals(4 + 6, run.expired().size(), "at the end of the input nothing is waited for");
        }
    }

    @Test
    void aTruthThatCannotBeUsedIsADeadLetter() throws Exception {
        try (LateRun run = LateRun.start(Backend.HEAP, LABELS)) {
            run.send(new Inspection("k", null, 1, 5))
                    .send(new Inspection("k", "a", -1, 6))
                    .send(new Inspection("k", "b", 3, 7));
            assertEquals(
                    List.of(
                            DeadLetterReason.MISSING_EVENT_ID,
                            DeadLetterReason.MISSING_TRUTH,
                            DeadLetterReason.LABEL_OUT_OF_RANGE),
                    run.deadLetters().stream().map(letter -> letter.getReason()).toList());
            assertEquals("b", run.deadLetters().get(2).getEventId());
            assertEquals(3, run.deadLetters().get(2).getLabel());
            assertNull(run.deadLetters().get(2).getFeatures());
        }
    }

    /** Events, and truths that come 500 ms later, in an order of their own within a second. */
    private static List<Object> shuffled(long seed, int from, int to) {
        Random random = new Random(seed);
        List<Object> records = new ArrayList<>();
        for (Sample sample : samples(EVENTS).subList(from, to)) {
            records.add(sample);
            records.add(Inspection.of(sample).at(sample.time() + 500));
        }
        Collections.shuffle(records, random);
        return records;
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void inTheOrderOfEventTimeItDoesNotMatterHowRecordsArrive(Backend backend) throws Exception {
        Map<String, String> first = inOrder(backend, 1, false);
        assertEquals(first, inOrder(backend, 2, false));
        assertEquals(first, inOrder(backend, 2, true), "a snapshot and a restore in between");
    }

    private static Map<String, String> inOrder(Backend backend, long seed, boolean restores) throws Exception {
        LateRun run = LateRun.start(backend, IN_ORDER);
        List<Object> records = shuffled(seed, 0, EVENTS);
        for (int i = 0; i < records.size(); i++) {
            if (restores && i == records.size() / 2) {
                OperatorSubtaskState snapshot = run.snapshot();
                run.close();
                run = LateRun.restore(backend, IN_ORDER, snapshot, 1, 0);
            }
            send(run, records.get(i));
        }
        assertEquals(List.of(), run.predictions(), "predictions wait for the watermark");
        run.watermark(1_500).watermark(2_000).watermark(1L << 40);
        assertEquals(EVENTS, run.predictions().size());
        assertEquals(List.of(), run.expired());
        Map<String, String> states = run.states();
        run.close();
        return states;
    }

    @Test
    void inTheOrderOfEventTimeARecordMustNotBeLateNorOneTooMany() throws Exception {
        try (LateRun run = LateRun.start(Backend.HEAP, IN_ORDER.most(2))) {
            run.watermark(50);
            run.send(Sample.ofKey("k", 0).at(50))
                    .send(Inspection.of(Sample.ofKey("k", 0)).at(50));
            run.send(Sample.ofKey("k", 1).at(51)).send(Sample.ofKey("k", 2).at(52));
            run.send(Sample.ofKey("k", 3).at(53)).send(Sample.ofKey("other", 3).at(53));
            assertEquals(
                    List.of(DeadLetterReason.LATE, DeadLetterReason.LATE, DeadLetterReason.BUFFER_FULL),
                    run.deadLetters().stream().map(letter -> letter.getReason()).toList());
            assertEquals(1, run.operator.counts().overflows.getCount());
            run.watermark(53);
            assertEquals(3, run.predictions().size());
            run.send(Sample.ofKey("k", 4).at(54)).watermark(54);
            assertEquals(4, run.predictions().size(), "there is room again");
            assertThrows(
                    IllegalStateException.class,
                    () -> run.harness.processElement1(new StreamRecord<>(Sample.ofKey("k", 5))));
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aJobOfFourSubtasksAndThenTwoGoesOnWhereOneStopped(Backend backend) throws Exception {
        Map<String, String> straight = rescaled(backend, List.of(1, 1, 1));
        assertEquals(straight, rescaled(backend, List.of(1, 4, 2)));
        assertNotEquals(0, straight.size());
    }

    /** A third of the stream at each parallelism, truths 500 ms behind, so that events wait for them at each change. */
    private static Map<String, String> rescaled(Backend backend, List<Integer> parallelisms) throws Exception {
        LateTruth<Inspection> late = IN_ORDER;
        OperatorSubtaskState state = null;
        int before = 1;
        Map<String, String> states = new TreeMap<>();
        int predictions = 0;
        for (int third = 0; third < parallelisms.size(); third++) {
            int parallelism = parallelisms.get(third);
            List<OperatorSubtaskState> parts = new ArrayList<>();
            for (int subtask = 0; subtask < parallelism; subtask++) {
                OperatorSubtaskState part = state == null
                        ? null
                        : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                state, StepNetwork.MAX_PARALLELISM, before, parallelism, subtask);
                try (LateRun run = LateRun.restore(backend, late, part, parallelism, subtask)) {
                    for (Object record : shuffled(third, third * EVENTS / 3, (third + 1) * EVENTS / 3)) {
                        String key = record instanceof Sample sample ? sample.key() : ((Inspection) record).key();
                        if (subtaskOf(key, parallelism) == subtask) {
                            send(run, record);
                        }
                    }
                    boolean isLast = third == parallelisms.size() - 1;
                    run.watermark(
                            isLast
                                    ? 1L << 40
                                    : samples(EVENTS)
                                            .get((third + 1) * EVENTS / 3 - 1)
                                            .time());
                    predictions += run.predictions().size();
                    if (isLast) {
                        states.putAll(run.states());
                    }
                    parts.add(run.snapshot());
                }
            }
            state = AbstractStreamOperatorTestHarness.repackageState(parts.toArray(new OperatorSubtaskState[0]));
            before = parallelism;
        }
        assertEquals(EVENTS, predictions);
        assertTrue(states.size() == Sample.KEYS);
        return states;
    }

    private static int subtaskOf(String key, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, StepNetwork.MAX_PARALLELISM, parallelism);
    }
}
