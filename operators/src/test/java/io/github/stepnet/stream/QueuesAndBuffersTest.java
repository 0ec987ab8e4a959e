package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Committee;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TemporalInputs;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.learning.BestState;
import io.github.stepnet.network.learning.Drift;
import io.github.stepnet.network.learning.DriftResponse;
import io.github.stepnet.network.learning.DriftWatch;
import io.github.stepnet.network.learning.Drifts;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.drift.PageHinkley;
import io.github.stepnet.schemas.Awaited;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiryReason;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.schemas.WindowUpdate;
import io.github.stepnet.stream.LateRun.Inspection;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.state.CacheBudget;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.StateFormat;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.State;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Floods every place where events, truths, networks or what is told of them can wait: the bound holds, what is beyond goes where the table of the
 * module's README says, and is counted. A new state, or a new collection that outlives a call, is red until it stands here, and there.
 */
class QueuesAndBuffersTest {

    private static final int FLOOD = 200;
    private static final int MOST = 20;
    private static final LateTruth<Inspection> LATE = LateRun.labels().most(MOST);

    /** All that the operators keep in keyed state. */
    private static final Set<String> STATES = Set.of(
            // as large as the plan of a network says, from its first event on
            "network",
            // LateTruth.most entries of a key, and their order
            "pending-events",
            "pending-events-order",
            "pending-truths",
            "pending-truths-order",
            "pending-truths-longs",
            // LateTruth.most entries of a key in both
            "waiting-events",
            "waiting-truths",
            "waiting",
            // WavelengthWindow.most events of a window; a set of a key's sessions that are open
            "window-contents",
            "stepnet-window-events",
            "merging-window-set",
            "count",
            // two for each purpose of a key
            "_timer_state/event_timers",
            "_timer_state/processing_timers",
            "_timer_state/event_window-timers",
            "_timer_state/processing_window-timers");

    /** All that is on the heap from one call to the next and could grow, records and compiled plans left out. */
    private static final Set<String> COLLECTIONS = Set.of(
            // CacheBudget
            "HotCache.slotOf",
            "HotCache.slots",
            "HotCache.removed",
            // keyed state
            "EventTimeBuffer.byTime",
            "PendingStore.byId",
            "PendingStore.order",
            "KeyedNetworks.stored",
            "LateTruthOperator.waiting",
            "TruthJoin.truthLongs",
            "WindowFunction.stored",
            // as many as the compiled network has parts, and a checkpoint specifications
            "Evolution.anew",
            "Migration.moves",
            "ModelRecords.tensors",
            "ModelTensors.networks",
            "ModelTensors.tensors",
            "NetworkStateSerializer.earlier",
            "NetworkStateSerializer.older",
            "NetworkStateSerializerSnapshot.older",
            "Plan.nodes",
            "Plan.parameters",
            "Plan.trained",
            "Plan.wires",
            "PlanBuilder.nodes",
            "PlanBuilder.wires",
            "Promise.moves",
            "Reservations.parts",
            "Reservations.sections",
            "Reset.head",
            "Reset.parts",
            "Restored.formats",
            "TensorMapping.sources",
            "StateConversion.anew",
            "StateConversion.dropped",
            "StateConversion.moves",
            "StateEvolution.steps",
            "Tensors.values",
            "StageProbe.stages");

    // ---- nothing is forgotten

    @Test
    void everyStateOfEveryOperatorIsHere() throws Exception {
        Set<String> found = new TreeSet<>();
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Nets.classifier(Execution.SWEEP), Nets.HUGE))) {
            found.addAll(states(run.send(0, 10).snapshot()));
        }
        try (LateRun run = LateRun.start(Backend.HEAP, LATE.order(TruthOrder.EVENT_TIME))) {
            found.addAll(
                    states(run.send(sample(1)).send(Inspection.of(sample(2))).snapshot()));
        }
        try (WindowRun run = WindowRun.start(Backend.HEAP, windowed(), session())) {
            found.addAll(states(run.send(0, 10).snapshot()));
        }
        try (WindowRun run = WindowRun.start(Backend.HEAP, windowed(), WavelengthWindow.<Sample>count(5))) {
            found.addAll(states(run.send(0, 10).snapshot()));
        }
        assertEquals(new TreeSet<>(STATES), found);
    }

    private static Set<String> states(OperatorSubtaskState snapshot) throws Exception {
        Set<String> names = new TreeSet<>();
        for (KeyedStateHandle handle : snapshot.getManagedKeyedState()) {
            KeyedBackendSerializationProxy<String> proxy =
                    new KeyedBackendSerializationProxy<>(QueuesAndBuffersTest.class.getClassLoader());
            try (var in = ((StreamStateHandle) handle).openInputStream()) {
                proxy.read(new DataInputViewStreamWrapper(in));
            }
            proxy.getStateMetaInfoSnapshots().forEach(state -> names.add(state.getName()));
        }
        return names;
    }

    @Test
    void everyCollectionThatOutlivesACallIsHere() throws Exception {
        Path classes = Path.of(StepNetwork.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            Set<String> found = files.map(classes::relativize)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".class") && !file.contains("vector"))
                    .filter(file -> !file.contains("spec/") && !file.contains("-info"))
                    .flatMap(QueuesAndBuffersTest::growing)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(COLLECTIONS), found);
        }
    }

    private static Stream<String> growing(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            Class<?> type = Class.forName(name, false, QueuesAndBuffersTest.class.getClassLoader());
            return Arrays.stream(type.isRecord() ? new Field[0] : type.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                    .filter(field -> Stream.of(Collection.class, Map.class, State.class)
                            .anyMatch(kind -> kind.isAssignableFrom(field.getType())))
                    .map(field -> type.getSimpleName() + "." + field.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- late truths

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofEventsThatWaitForTruthsTheOldestExpire(Backend backend) throws Exception {
        try (LateRun run = LateRun.start(backend, LATE)) {
            for (int n = 0; n < FLOOD; n++) {
                run.send(sample(n));
            }
            assertGivenUp(run, Awaited.TRUTH);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofTruthsThatWaitForEventsTheOldestExpire(Backend backend) throws Exception {
        try (LateRun run = LateRun.start(backend, LATE)) {
            for (int n = 0; n < FLOOD; n++) {
                run.send(Inspection.of(sample(n)));
            }
            assertGivenUp(run, Awaited.EVENT);
        }
    }

    private static void assertGivenUp(LateRun run, Awaited awaited) throws Exception {
        List<String> oldest =
                IntStream.range(0, FLOOD - MOST).mapToObj(n -> sample(n).id()).toList();
        assertEquals(
                oldest, run.expired().stream().map(ExpiredExample::getEventId).toList());
        assertTrue(run.expired().stream()
                .allMatch(
                        expired -> expired.getReason() == ExpiryReason.OVERFLOW && expired.getWaitedFor() == awaited));
        assertEquals(FLOOD - MOST, run.operator.counts().overflows.getCount());
        run.watermark(Long.MAX_VALUE);
        assertEquals(FLOOD, run.expired().size(), "as many as may were waiting");
        assertEquals(FLOOD, run.operator.counts().expired.getCount());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofRecordsThatWaitForTheWatermarkTheNewestAreRefused(Backend backend) throws Exception {
        try (LateRun run = LateRun.start(backend, LATE.order(TruthOrder.EVENT_TIME))) {
            for (int n = 0; n < FLOOD / 2; n++) {
                run.send(sample(n)).send(Inspection.of(sample(n)));
            }
            assertEquals(FLOOD - MOST, run.deadLetters().size());
            assertTrue(
                    run.deadLetters().stream().allMatch(letter -> letter.getReason() == DeadLetterReason.BUFFER_FULL));
            assertEquals(FLOOD - MOST, run.operator.counts().overflows.getCount());
            assertEquals(FLOOD - MOST, run.operator.counts().deadLetters.getCount());
            assertTrue(run.harness.numEventTimeTimers() <= MOST);
            run.watermark(Long.MAX_VALUE);
            assertEquals(MOST / 2, run.predictions().size());
            assertEquals(MOST / 2, run.operator.counts().lateTruths.getCount());
        }
    }

    /** Each is earlier than all before, so that the one timer of its key is too late for it. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void recordsFromTheLatestToTheFirstLeaveNoTimersBehind(Backend backend) throws Exception {
        try (LateRun run = LateRun.start(backend, LATE.timeout(Duration.ofMillis(50)))) {
            for (int n = FLOOD; n > 0; n--) {
                run.send(sample(n)).send(Inspection.of(sample(FLOOD + n)));
            }
            assertTrue(run.harness.numEventTimeTimers() <= 5, run.harness.numEventTimeTimers() + " timers");
            int overflows = run.expired().size();
            run.watermark(sample(10).time() + 50);
            assertEquals(2 * (FLOOD - MOST), overflows);
            assertEquals(overflows, run.expired().size(), "the oldest, by arrival, is not due");
            run.watermark(sample(MOST).time() + 50);
            assertEquals(overflows + MOST, run.expired().size(), "all events have waited, no truth has");
        }
    }

    // ---- networks

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aFullCachePutsOutWhatWasNotUsedForLongest(Backend backend) throws Exception {
        OperatorPlan<Sample, Prediction> plan = plan(Nets.classifier(Execution.SWEEP), 20_000);
        try (OperatorRun run = OperatorRun.start(backend, plan)) {
            int slots = plan.settings().cache().slots(run.operator.learner().newState());
            assertTrue(slots > 1 && slots < 50, slots + " slots");
            for (int n = 0; n < FLOOD; n++) {
                run.send(Sample.ofKey("key-" + n, n));
            }
            assertEquals(
                    FLOOD - slots, run.operator.counts().networks.evictions().getCount());
            run.send(Sample.ofKey("key-" + (FLOOD - slots), 1)).send(Sample.ofKey("key-" + (FLOOD - slots - 1), 1));
            assertEquals(1, run.operator.counts().networks.hits().getCount(), "the last ones are hot");
            assertEquals(FLOOD, run.states().size(), "none is lost");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofNetworksThatHaveChangedTheOldestIsWrittenEarly(Backend backend) throws Exception {
        OperatorPlan<Sample, Prediction> small = plan(Nets.classifier(Execution.SWEEP), 20_000);
        int dirty = 0;
        try (OperatorRun run = OperatorRun.start(
                backend,
                Nets.plan(small.learner(), new Settings(KernelChoice.SCALAR, new CacheBudget(Nets.HUGE, 20_000), 0)))) {
            dirty = small.settings().cache().slots(run.operator.learner().newState());
            for (int n = 0; n < FLOOD; n++) {
                run.send(Sample.ofKey("key-" + n, n));
            }
            assertEquals(
                    FLOOD - dirty, run.operator.counts().networks.earlyWrites().getCount());
            assertEquals(0, run.operator.counts().networks.evictions().getCount());
            run.barrier();
            assertEquals(FLOOD, run.operator.counts().networks.writeBacks().getCount(), "the barrier waited for few");
        }
    }

    static Stream<LearnerSpec> learners() {
        NetworkLearner plain = Nets.classifier(Execution.SWEEP);
        NetworkSpec carried = NetworkSpec.inputs(Sample.FEATURES)
                .then(new Lstm(5).carried(true))
                .then(new Dense(Sample.CLASSES))
                .with(TemporalInputs.labelHistory()
                        .previousLabels(20)
                        .featureAverages(0.9f)
                        .withTimeSinceLast());
        return Stream.of(
                Nets.classifier(Execution.STEP),
                Nets.classifier(Execution.PIPELINE),
                Nets.regression(),
                NetworkLearner.of(carried, Adam.rate(0.01f)).truncation(8),
                plain.cadence(7).techniques(Replay.of(50)),
                plain.techniques(
                        new BestState(100, 0.01f),
                        new Drift(new DriftWatch.Errors(), new DriftResponse.RollBack(100)),
                        new Drift(new DriftWatch.Inputs(), new DriftResponse.None())),
                Committee.standard(plain.network()));
    }

    /** Events in flight, replayed examples, snapshots, windows of figures and of detectors, histories, pending gradients. */
    @ParameterizedTest
    @MethodSource("learners")
    void aNetworkIsAsLargeAfterAFloodAsAtItsFirstEvent(LearnerSpec spec) throws Exception {
        Kernel kernel = Kernels.scalar();
        TrackedLearner learner = new TrackedLearner(spec, Nets.MILESTONES, kernel);
        NetworkStateSerializer serializer = new NetworkStateSerializer(StateFormat.of("any", learner.layout(), kernel));
        NetworkState state = learner.newState();
        Example example = learner.learner().newExample();
        Answer answer = learner.learner().newAnswer();
        ExampleReader<Sample> reader = answer.truth.length == 1 ? Nets.labels() : Nets.targets();
        int first = 0;
        int mostInFlight = 0;
        for (int n = 0; n < 3 * FLOOD; n++) {
            reader.read(Sample.ofKey("k", n).at(10L * n * n), example);
            example.eventId("event-%05d".formatted(n));
            learner.tick(state, example, answer, (kind, percent, accuracy, majority, previous, events) -> {});
            mostInFlight = Math.max(mostInFlight, learner.learner().inFlight(state));
            first = n == MOST ? bytes(serializer, state) : first;
        }
        assertEquals(first, bytes(serializer, state));
        assertEquals(mostInFlight, learner.learner().inFlight(state));
        assertTrue(mostInFlight < 3, "one fewer than the network has stages");
    }

    private static int bytes(NetworkStateSerializer serializer, NetworkState state) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(1 << 10);
        serializer.serialize(state, out);
        return out.length();
    }

    @Test
    void whatFillsAMeshPushesTheOldestEventOutAnswered() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Nets.classifier(Execution.STEP), Nets.HUGE))) {
            for (int n = 0; n < FLOOD; n++) {
                run.send(sample(n));
            }
            List<Prediction> predictions = run.predictions();
            assertEquals(FLOOD - 2, predictions.size());
            assertEquals(2, predictions.get(0).getLatencyTicks());
            assertEquals(FLOOD, run.operator.counts().ticks.getCount());
        }
    }

    // ---- what a record may bring, and what a tick may tell

    @Test
    void anIdThatIsTooLongIsADeadLetter() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Nets.classifier(Execution.STEP), Nets.HUGE))) {
            Sample any = sample(1);
            String id = "x".repeat(4_097);
            run.send(new Sample("k", id, 1, any.features(), any.label(), any.target()));
            run.send(new Sample("k", id.substring(1), 1, any.features(), any.label(), any.target()));
            assertEquals(DeadLetterReason.TOO_LARGE, run.deadLetters().get(0).getReason());
            assertEquals(1, run.operator.counts().deadLetters.getCount());
            assertEquals(1, run.operator.counts().ticks.getCount());
        }
    }

    @Test
    void driftsBeyondThoseThatATickCanTellAreCounted() throws Exception {
        int features = 50;
        LearnerSpec spec = NetworkLearner.of(
                        NetworkSpec.inputs(features).then(new Dense(Sample.CLASSES)), Sgd.rate(0.01f))
                .techniques(new Drift(
                        new DriftWatch.Inputs(new PageHinkley(30, 0.005, 10, 0.9999, false)),
                        new DriftResponse.None()));
        float[] low = new float[features];
        float[] high = new float[features];
        Arrays.fill(high, 100f);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(spec, Nets.HUGE))) {
            for (int n = 0; n < 100; n++) {
                run.send(sample(n).withFeatures(low));
            }
            for (int n = 100; n < 110 && run.operator.counts().drifts.getCount() == 0; n++) {
                run.send(sample(n).withFeatures(high));
            }
            assertEquals(Drifts.ROOM, run.operator.counts().drifts.getCount());
            assertEquals(features - Drifts.ROOM, run.operator.counts().untold.getCount());
        }
    }

    // ---- windows

    private static StepNetwork<Sample> windowed() {
        return StepNetwork.<Sample>builder()
                .features(Sample.FEATURES, Sample::features)
                .label(Sample.CLASSES, Sample::label)
                .eventId(Sample::id)
                .learner(Nets.classifier(Execution.SWEEP))
                .kernel(KernelChoice.SCALAR)
                .build();
    }

    private static WavelengthWindow<Sample, TimeWindow> session() {
        return WavelengthWindow.<Sample, TimeWindow>of(EventTimeSessionWindows.withGap(Duration.ofMillis(100)))
                .most(MOST);
    }

    @Test
    void aFullWindowFiresEarly() throws Exception {
        WavelengthWindow<Sample, TimeWindow> day = WavelengthWindow.<Sample, TimeWindow>of(
                        TumblingEventTimeWindows.of(Duration.ofDays(1)))
                .most(MOST);
        try (WindowRun run = WindowRun.start(Backend.HEAP, windowed(), day)) {
            for (int n = 0; n < FLOOD; n++) {
                run.send(sample(n));
            }
            assertEquals(FLOOD, run.predictions().size());
            assertEquals(FLOOD / MOST, run.updates().size());
            assertTrue(run.updates().stream().allMatch(update -> update.getOverflow() && update.getEvents() == MOST));
            assertEquals(FLOOD / MOST, run.counts().overflows.getCount());
        }
    }

    @Test
    void sessionsThatMergeAreFullTogether() throws Exception {
        try (WindowRun run = WindowRun.start(Backend.HEAP, windowed(), session())) {
            for (int n = 0; n < MOST - 1; n++) {
                run.send(sample(n).at(n)).send(sample(n).at(150 + n));
            }
            assertEquals(List.of(), run.predictions());
            run.send(sample(0).at(90));
            WindowUpdate update = run.updates().get(0);
            assertEquals(2 * MOST - 1, update.getEvents());
            assertTrue(update.getOverflow());
            assertEquals(1, run.counts().overflows.getCount());
        }
    }

    /** The truth of each is known. */
    private static Sample sample(int n) {
        Sample sample = Sample.ofKey("k", n);
        return sample.label() < 0 ? sample.withLabel(0) : sample;
    }

    private static OperatorPlan<Sample, Prediction> plan(LearnerSpec learner, long cacheBytes) {
        return Nets.plan(learner, Health.off(), Nets.settings(cacheBytes, Settings.NO_IDLE_GAP));
    }
}
