package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LearningEvents;
import io.github.stepnet.network.learning.Tween;
import io.github.stepnet.schemas.LearningEvent;
import io.github.stepnet.schemas.LearningEventKind;
import io.github.stepnet.schemas.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningEventTest {

    private static final int EVENTS = 400;
    private static final int UPDATES = 20;
    private static final Settings SETTINGS = Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP);

    private static NetworkLearner learner(Execution execution, long updates) {
        return Nets.classifier(execution)
                .rule(new Tween())
                .handOver(new HandOver.AfterUpdates(new Backprop(), updates));
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void everyKeyTellsOfItsHandOverOnceAndNotAgainAfterARestore(Execution execution) throws Exception {
        OperatorPlan<Sample, Prediction> plan = Nets.plan(learner(execution, UPDATES), SETTINGS);
        List<LearningEvent> expected;
        Map<String, Prediction> predictions;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            expected = run.send(0, EVENTS).learningEvents();
            predictions = run.predictions().stream()
                    .collect(Collectors.toMap(Prediction::getAnswersEventId, Function.identity()));
        }
        int latency = execution == Execution.STEP ? 2 : 0;
        int cut = 157 + (latency - 1) * Sample.KEYS;
        List<LearningEvent> records = new ArrayList<>();
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            snapshot = run.send(0, cut).snapshot();
            records.addAll(run.learningEvents());
        }
        assertTrue(!records.isEmpty() && records.size() < Sample.KEYS, "some keys, not all, before the cut");
        try (OperatorRun run = OperatorRun.restore(Backend.HEAP, plan, snapshot)) {
            records.addAll(run.send(cut, EVENTS).learningEvents());
        }
        assertEquals(expected, records);

        Map<String, LearningEvent> ofKeys =
                expected.stream().collect(Collectors.toMap(LearningEvent::getKey, Function.identity()));
        assertEquals(Sample.KEYS, ofKeys.size());
        for (int key = 0; key < Sample.KEYS; key++) {
            int first = key;
            // The lesson of the last of so many updates hands over.
            int tick = IntStream.range(0, EVENTS / Sample.KEYS)
                    .filter(n -> Sample.number(first + n * Sample.KEYS).label() >= 0)
                    .skip(UPDATES - 1)
                    .findFirst()
                    .orElseThrow();
            Sample taught = Sample.number(first + tick * Sample.KEYS);
            Sample caused = Sample.number(first + (tick + latency) * Sample.KEYS);
            LearningEvent event = ofKeys.get(taught.key());
            Prediction prediction = predictions.get(taught.id());
            assertEquals(LearningEventKind.HANDED_OVER, event.getKind());
            assertEquals(taught.id(), event.getEventId());
            assertEquals(caused.time(), event.getTimeMillis());
            assertEquals(tick + latency, event.getTick());
            assertEquals(UPDATES - 1, event.getUpdates());
            assertEquals(prediction.getModelVersion(), event.getUpdates());
            assertNull(event.getStage());
            assertEquals(prediction.getLoss(), event.getValue(), 1e-6, "a window of one event");
        }
    }

    @Test
    void aRecordHasTheTimeOfItsTickAndNoneWithoutIt() throws Exception {
        OperatorPlan<Sample, Prediction> plan = Nets.plan(learner(Execution.SWEEP, 1), SETTINGS);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            run.harness.processElement(new StreamRecord<>(Sample.ofKey("k", 0)));
            run.harness.processElement(new StreamRecord<>(Sample.ofKey("k", 1)));
            assertNull(run.learningEvents().get(0).getTimeMillis());
        }
    }

    /** Has every tick tell of all kinds of events, each of another stage. */
    private static Object tellingAll(String verb, Object[] arguments, Object result) {
        if (verb.equals("tick")) {
            LearningEvents events = new LearningEvents();
            for (LearningEvents.Kind kind : LearningEvents.Kind.values()) {
                int told = events.count();
                events.add(kind, told < 4 ? told - 1 : -1, 0.5 + told);
            }
            ((Answer) arguments[2]).events = events;
        }
        return result;
    }

    @Test
    void stagesAreCalledAsInTheTableAndKindsAsInTheEngine() throws Exception {
        LearnerSpec talkative = new ChangedLearner(Nets.classifier(Execution.SWEEP), LearningEventTest::tellingAll);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(talkative, SETTINGS))) {
            List<LearningEvent> events = run.send(Sample.number(0)).learningEvents();
            assertEquals(
                    Arrays.asList(null, "layers[0]", "layers[1]", "layers[2]", null),
                    events.stream().map(LearningEvent::getStage).toList());
            assertEquals(
                    Arrays.stream(LearningEvents.Kind.values()).map(Enum::name).toList(),
                    events.stream().map(event -> event.getKind().name()).toList());
            assertEquals(
                    List.of(0.5, 1.5, 2.5, 3.5, 4.5),
                    events.stream().map(LearningEvent::getValue).toList());
        }
    }
}
