package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Committee;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.schemas.WindowUpdate;
import io.github.stepnet.stream.input.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WavelengthWindowTest {

    private static final long SPAN = 1_000;
    private static final Duration OF_SPAN = Duration.ofMillis(SPAN);
    private static final long END = 10 * SPAN;
    private static final long EVENTS = END / Sample.STEP_MILLIS;

    private static StepNetwork.Builder<Sample> builder(Execution execution) {
        return StepNetwork.<Sample>builder()
                .features(Sample.FEATURES, Sample::features)
                .label(Sample.CLASSES, Sample::label)
                .eventId(Sample::id)
                .learner(Nets.classifier(execution))
                .kernel(KernelChoice.SCALAR);
    }

    private static StepNetwork<Sample> network() {
        return builder(Execution.SWEEP).build();
    }

    private static WavelengthWindow<Sample, TimeWindow> tumbling() {
        return WavelengthWindow.<Sample, TimeWindow>of(TumblingEventTimeWindows.of(OF_SPAN))
                .timeOf(Sample::time);
    }

    private static WavelengthWindow<Sample, TimeWindow> sliding() {
        return WavelengthWindow.<Sample, TimeWindow>of(SlidingEventTimeWindows.of(OF_SPAN.multipliedBy(2), OF_SPAN))
                .timeOf(Sample::time);
    }

    private static WavelengthWindow<Sample, TimeWindow> session() {
        return WavelengthWindow.<Sample, TimeWindow>of(EventTimeSessionWindows.withGap(OF_SPAN))
                .timeOf(Sample::time);
    }

    private static List<String> ids(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::getAnswersEventId).toList();
    }

    private static List<String> sorted(List<String> ids) {
        return ids.stream().sorted().toList();
    }

    private static List<String> allIds() {
        return LongStream.range(0, EVENTS).mapToObj(n -> "event-" + n).sorted().toList();
    }

    @Test
    void aWindowOfTimeAnswersItsEventsAtItsEndAndMakesOneUpdate() throws Exception {
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), tumbling())) {
            run.send(0, EVENTS);
            assertEquals(List.of(), run.predictions());
            run.watermark(SPAN - 1);
            assertEquals(SPAN / Sample.STEP_MILLIS, run.predictions().size());
            assertEquals(Sample.KEYS, run.updates().size());
            run.watermark(END);
            assertEquals(allIds(), sorted(ids(run.predictions())));
            assertEquals(Sample.KEYS * 10, run.updates().size());
            List<WindowUpdate> ofKey = run.updates().stream()
                    .filter(update -> update.getKey().equals("key-0"))
                    .toList();
            for (int n = 0; n < ofKey.size(); n++) {
                WindowUpdate update = ofKey.get(n);
                assertEquals(n * SPAN, update.getStartMillis());
                assertEquals((n + 1) * SPAN, update.getEndMillis());
                assertEquals(1, update.getUpdatesTaken());
                assertEquals(n + 1, update.getUpdates());
                assertTrue(update.getLabelledEvents() < update.getEvents() || update.getEvents() < 20);
                assertEquals(update.getLabelledEvents(), update.getGradients());
                assertFalse(update.getEarly() || update.getLate() || update.getPartial() || update.getRefused());
            }
            for (Prediction prediction : run.predictions()) {
                if (prediction.getKey().equals("key-0")) {
                    long n = Long.parseLong(prediction.getAnswersEventId().substring("event-".length()));
                    assertEquals(n * Sample.STEP_MILLIS / SPAN, prediction.getModelVersion());
                }
            }
        }
    }

    @Test
    void eventsTeachInTheOrderOfTheirTimesHoweverTheyArrive() throws Exception {
        List<Long> numbers = new ArrayList<>(LongStream.range(0, EVENTS).boxed().toList());
        Map<String, String> expected;
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), tumbling())) {
            expected = run.send(0, EVENTS).watermark(END).states();
        }
        Collections.shuffle(numbers, new Random(3));
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), tumbling())) {
            for (long n : numbers) {
                run.send(Sample.number(n));
            }
            assertEquals(expected, run.watermark(END).states());
        }
        try (WindowRun run = WindowRun.start(
                Backend.HEAP,
                network(),
                WavelengthWindow.<Sample, TimeWindow>of(TumblingEventTimeWindows.of(OF_SPAN)))) {
            for (long n : numbers) {
                run.send(Sample.number(n));
            }
            assertNotEquals(expected, run.watermark(END).states());
        }
    }

    @Test
    void windowsThatSlideHaveTheirOwnCopyOfAnEvent() throws Exception {
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), sliding())) {
            run.send(0, EVENTS).watermark(END + 2 * SPAN);
            Map<String, Long> counts =
                    ids(run.predictions()).stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
            assertEquals(EVENTS, counts.size());
            assertTrue(counts.values().stream().allMatch(count -> count == 2));
        }
    }

    @Test
    void sessionsThatMergeFireOnceAsOne() throws Exception {
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), session())) {
            run.send(Sample.ofKey("k", 1).at(0));
            run.send(Sample.ofKey("k", 2).at(1_500));
            run.send(Sample.ofKey("k", 3).at(5_000));
            run.send(Sample.ofKey("k", 4).at(800));
            run.watermark(3_000);
            assertEquals(List.of("event-1", "event-4", "event-2"), ids(run.predictions()));
            assertEquals(1, run.updates().size());
            assertEquals(2_500, run.updates().get(0).getEndMillis());
            run.watermark(9_000);
            assertEquals(2, run.updates().size());
        }
    }

    @Test
    void aWindowOfANumberOfEventsFiresItsRestAtTheEndMarkedAsPartial() throws Exception {
        WavelengthWindow<Sample, ?> window = WavelengthWindow.count(20);
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), window)) {
            for (int n = 0; n < 50; n++) {
                run.send(Sample.ofKey("k", n));
            }
            run.watermark(END);
            assertEquals(2, run.updates().size());
            assertFalse(run.updates().get(1).getPartial());
            assertNull(run.updates().get(1).getEndMillis());
            run.watermark(Long.MAX_VALUE);
            assertEquals(3, run.updates().size());
            WindowUpdate rest = run.updates().get(2);
            assertTrue(rest.getPartial());
            assertEquals(10, rest.getEvents());
            assertEquals(50, run.predictions().size());
        }
    }

    @Test
    void aLateFiringHoldsTheLateEventsOnly() throws Exception {
        WavelengthWindow<Sample, TimeWindow> window = tumbling().allowedLateness(OF_SPAN);
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), window)) {
            run.send(Sample.ofKey("k", 1).at(100));
            run.watermark(SPAN);
            run.send(Sample.ofKey("k", 2).at(200));
            assertEquals(List.of("event-1", "event-2"), ids(run.predictions()));
            assertFalse(run.updates().get(0).getLate());
            assertTrue(run.updates().get(1).getLate());
            assertEquals(1, run.updates().get(1).getEvents());
            run.watermark(2 * SPAN);
            assertEquals(2, run.updates().size());
            run.send(Sample.ofKey("k", 3).at(300));
            assertEquals(2, run.updates().size());
            assertEquals(List.of("event-3"), run.late().stream().map(Sample::id).toList());
        }
    }

    @Test
    void aFullWindowFiresEarlyAndItsOtherEventsLater() throws Exception {
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), tumbling().most(8))) {
            for (int n = 0; n < 20; n++) {
                run.send(Sample.ofKey("k", n));
                assertEquals((n + 1) / 8, run.updates().size());
            }
            assertTrue(run.updates().get(0).getEarly() && run.updates().get(0).getOverflow());
            run.watermark(SPAN);
            assertEquals(3, run.updates().size());
            assertEquals(4, run.updates().get(2).getEvents());
            assertFalse(run.updates().get(2).getEarly());
            assertEquals(20, run.predictions().size());
        }
    }

    @Test
    void aBadEventIsADeadLetterAndTheOthersOfItsWindowTeach() throws Exception {
        try (WindowRun run = WindowRun.start(Backend.HEAP, network(), tumbling())) {
            run.send(Sample.ofKey("k", 1).withFeatures(1f, Float.NaN, 0f, 0f));
            run.send(Sample.ofKey("k", 2)).watermark(SPAN);
            assertEquals(1, run.deadLetters().size());
            assertEquals(
                    DeadLetterReason.NON_FINITE_FEATURE,
                    run.deadLetters().get(0).getReason());
            assertEquals(10, run.deadLetters().get(0).getTimeMillis());
            assertEquals(1, run.updates().get(0).getEvents());
            run.send(Sample.ofKey("other", 150).withFeatures(1f)).watermark(END);
            assertEquals(1, run.states().size());
        }
    }

    /** The answers are those of a stream in which the means, of a key's events before and in the order of their times, are there. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void meansOfTheKeyTakeThePlaceOfMissingFeaturesAlsoAfterARestore(Backend backend) throws Exception {
        StepNetwork<Sample> filling =
                builder(Execution.SWEEP).missing(Missing.MEAN).build();
        Sample second = Sample.ofKey("k", 2).withFeatures(3, 5, 7, 9);
        Sample third = Sample.ofKey("k", 3).withFeatures(Float.NaN, 1, Float.NaN, 2);
        OperatorSubtaskState snapshot;
        try (WindowRun run = WindowRun.start(backend, filling, tumbling())) {
            run.send(third).send(second).send(Sample.ofKey("k", 1).withFeatures(1, Float.NaN, 1, 1));
            run.watermark(SPAN).send(Sample.ofKey("k", 150).withFeatures(Float.NaN, 1, 1, Float.NaN));
            snapshot = run.snapshot();
            assertEquals(List.of(), run.deadLetters());
            try (WindowRun whole = WindowRun.start(backend, filling, tumbling())) {
                whole.send(Sample.ofKey("k", 1).withFeatures(1, 0, 1, 1)).send(second);
                whole.send(third.withFeatures(2, 1, 4, 2)).watermark(SPAN);
                assertEquals(answers(whole.predictions()), answers(run.predictions()));
            }
            run.watermark(END);
            try (WindowRun restored = WindowRun.restore(backend, filling, tumbling(), snapshot)) {
                restored.watermark(END);
                assertEquals(run.states(), restored.states());
            }
        }
        try (WindowRun strict = WindowRun.restore(backend, network(), tumbling(), snapshot)) {
            strict.watermark(END);
            assertEquals(1, strict.deadLetters().size());
        }
    }

    private static List<List<Float>> answers(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::getOutputs).toList();
    }

    @Test
    void predictOnlyLeavesTheWeights() throws Exception {
        try (WindowRun run = WindowRun.start(
                Backend.HEAP, builder(Execution.SWEEP).predictOnly().build(), tumbling())) {
            run.send(0, 100).watermark(END);
            assertEquals(100, run.predictions().size());
            assertTrue(run.updates().stream().allMatch(update -> update.getUpdates() == 0));
        }
    }

    static Stream<Arguments> restarts() {
        return Stream.of(Backend.values())
                .flatMap(backend -> Stream.of(
                                tumbling().channels(Channels.classAware(3)),
                                sliding().channels(Channels.classStratified()),
                                session().most(30),
                                WavelengthWindow.<Sample>count(17).channels(Channels.adaptive(1, 8)))
                        .map(window -> Arguments.of(backend, window)));
    }

    /** In the middle of open windows: 1 subtask, then 4, then 2. */
    @ParameterizedTest
    @MethodSource("restarts")
    void aRestartInOpenWindowsWithOtherSubtasksGivesTheSameBits(Backend backend, WavelengthWindow<Sample, ?> window)
            throws Exception {
        Map<String, String> expected;
        List<String> answers;
        try (WindowRun run = WindowRun.start(backend, network(), window)) {
            run.send(0, 333).watermark(3_000).send(333, 666).watermark(6_000).send(666, EVENTS);
            expected = run.watermark(Long.MAX_VALUE).states();
            answers = run.predictions().stream()
                    .map(Prediction::toString)
                    .sorted()
                    .toList();
        }
        assertEquals(Sample.KEYS, expected.size());
        List<String> found = new ArrayList<>();
        OperatorSubtaskState state;
        try (WindowRun run = WindowRun.start(backend, network(), window)) {
            state = run.send(0, 333).watermark(3_000).snapshot();
            run.predictions().forEach(prediction -> found.add(prediction.toString()));
        }
        state = onSubtasks(backend, window, state, 1, 4, found, 333, 666, 6_000, new TreeMap<>());
        Map<String, String> states = new TreeMap<>();
        onSubtasks(backend, window, state, 4, 2, found, 666, EVENTS, Long.MAX_VALUE, states);
        assertEquals(answers, found.stream().sorted().toList());
        assertEquals(expected, states);
    }

    private static OperatorSubtaskState onSubtasks(
            Backend backend,
            WavelengthWindow<Sample, ?> window,
            OperatorSubtaskState from,
            int before,
            int parallelism,
            List<String> answers,
            long first,
            long last,
            long watermark,
            Map<String, String> states)
            throws Exception {
        List<OperatorSubtaskState> after = new ArrayList<>();
        for (int subtask : IntStream.range(0, parallelism).toArray()) {
            OperatorSubtaskState share = AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    from, StepNetwork.MAX_PARALLELISM, before, parallelism, subtask);
            try (WindowRun run = WindowRun.subtask(backend, network(), window, parallelism, subtask, share)) {
                for (long n = first; n < last; n++) {
                    Sample sample = Sample.number(n);
                    int owner = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                            sample.key(), StepNetwork.MAX_PARALLELISM, parallelism);
                    if (owner == subtask) {
                        run.send(sample);
                    }
                }
                run.watermark(watermark);
                run.predictions().forEach(prediction -> answers.add(prediction.toString()));
                states.putAll(run.states());
                after.add(run.snapshot());
            }
        }
        return AbstractStreamOperatorTestHarness.repackageState(after.toArray(new OperatorSubtaskState[0]));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void otherChannelsAreNoOtherNetworkButAnotherNetworkIsRefused(Backend backend) throws Exception {
        OperatorSubtaskState snapshot;
        try (WindowRun run = WindowRun.start(backend, network(), tumbling())) {
            snapshot = run.send(0, 500).watermark(3_000).snapshot();
        }
        WavelengthWindow<Sample, TimeWindow> other = tumbling().channels(Channels.adaptive(2, 4));
        try (WindowRun run = WindowRun.restore(backend, network(), other, snapshot)) {
            run.send(500, 600).watermark(4_000);
            assertEquals(4, run.updates().get(0).getUpdates());
            assertEquals(2, run.updates().get(0).getChannels());
        }
        StepNetwork<Sample> faster = builder(Execution.SWEEP)
                .learner(Nets.classifier(Execution.SWEEP, Sgd.rate(0.5f)))
                .build();
        try (WindowRun run = WindowRun.restore(backend, faster, other, snapshot)) {
            run.send(500, 600).watermark(4_000);
            assertEquals(4, run.updates().get(0).getUpdates());
        }
        NetworkSpec spec = Nets.classifier(Execution.SWEEP).network();
        StepNetwork<Sample> larger = builder(Execution.SWEEP)
                .learner(NetworkLearner.of(spec.withLinearSkip(), Sgd.rate(0.5f)))
                .build();
        Exception e = assertThrows(Exception.class, () -> WindowRun.restore(backend, larger, other, snapshot));
        assertTrue(ExceptionUtils.stringifyException(e).contains("another uidPrefix"), e.getMessage());
    }

    @Test
    void anotherTriggerIsRefusedBeforeItTeachesTwice() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        var stream = env.fromData(Sample.number(0)).keyBy(Sample::key);
        WavelengthWindow<Sample, TimeWindow> window = tumbling();
        var function = network().<String, TimeWindow>perWindow(window, new Configuration());
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> function.process("k", null, List.of(), null));
        assertTrue(e.getMessage().contains("another trigger"), e.getMessage());
        assertTrue(stream.window(TumblingEventTimeWindows.of(OF_SPAN)).trigger(window.trigger()) != null);
    }

    @Test
    void whatCannotBeIsRefusedWhenItIsApplied() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        var stream = env.fromData(Sample.number(0)).keyBy(Sample::key);
        assertRefused("execution STEP", () -> builder(Execution.STEP).build().applyTo(stream, tumbling()));
        assertRefused(
                "expireAfter",
                () -> builder(Execution.SWEEP).expireAfter(OF_SPAN).build().applyTo(stream, tumbling()));
        assertRefused(
                "health",
                () -> builder(Execution.SWEEP).health(new Health(5)).build().applyTo(stream, tumbling()));
        assertRefused(
                "single network",
                () -> builder(Execution.SWEEP)
                        .learner(Committee.standard(
                                Nets.classifier(Execution.SWEEP).network()))
                        .build()
                        .applyTo(stream, tumbling()));
        assertRefused(
                "use windows of event time", () -> WavelengthWindow.of(TumblingProcessingTimeWindows.of(OF_SPAN)));
        assertRefused("at least 20", () -> WavelengthWindow.count(20).most(5));
    }

    private static void assertRefused(String part, Executable code) {
        String message = assertThrows(IllegalArgumentException.class, code).getMessage();
        assertTrue(message.contains(part), message);
    }
}
