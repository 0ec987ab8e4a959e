package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Committee;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.Persistence;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.spec.Fingerprint;
import io.github.stepnet.schemas.ModelSnapshot;
import io.github.stepnet.schemas.NamedTensor;
import io.github.stepnet.schemas.Prediction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelSnapshotTest {

    private static final int EVENTS = 700;
    private static final Settings SETTINGS = Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP);

    private static OperatorPlan<Sample, Prediction> plan(LearnerSpec learner, int every) {
        return Nets.plan(learner, new Snapshots(every), SETTINGS);
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP", "PIPELINE"})
    void tellingModelsChangesNoBitAndCanBeTurnedOnForASavepoint(Execution execution) throws Exception {
        NetworkLearner learner = Nets.classifier(execution);
        OperatorSubtaskState snapshot;
        try (OperatorRun without = OperatorRun.start(Backend.HEAP, plan(learner, 0));
                OperatorRun with = OperatorRun.start(Backend.HEAP, plan(learner, 3))) {
            without.send(0, EVENTS);
            with.send(0, EVENTS);
            assertEquals(without.predictions(), with.predictions());
            assertEquals(without.states(), with.states());
            assertEquals(List.of(), without.modelSnapshots());
            snapshot = without.snapshot();
        }
        try (OperatorRun later = OperatorRun.restore(Backend.HEAP, plan(learner, 1), snapshot)) {
            later.send(EVENTS, EVENTS + 3L * Sample.KEYS);
            assertTrue(later.modelSnapshots().size() >= Sample.KEYS, "turned on for a state that was made without");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void everyKeyIsToldAtEveryMultipleAndTheSameAcrossARestore(Execution execution) throws Exception {
        OperatorPlan<Sample, Prediction> plan = plan(Nets.classifier(execution), 20);
        List<ModelSnapshot> expected;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            expected = run.send(0, EVENTS).modelSnapshots();
        }
        Map<String, List<Long>> updates = expected.stream()
                .collect(Collectors.groupingBy(
                        ModelSnapshot::getKey, Collectors.mapping(ModelSnapshot::getUpdates, Collectors.toList())));
        assertEquals(Sample.KEYS, updates.size());
        updates.values().forEach(ofKey -> assertEquals(List.of(20L, 40L, 60L, 80L), ofKey));

        List<ModelSnapshot> found = new ArrayList<>();
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            snapshot = run.send(0, 333).snapshot();
            found.addAll(run.modelSnapshots());
        }
        try (OperatorRun run = OperatorRun.restore(Backend.HEAP, plan, snapshot)) {
            found.addAll(run.send(333, EVENTS).modelSnapshots());
        }
        assertEquals(expected, found);
    }

    /** In a committee the members' tensors are all there, those of persistence are none. */
    @Test
    void itsTensorsAreThoseOfTheStateBitForBit() throws Exception {
        NetworkLearner member = Nets.classifier(Execution.SWEEP);
        Committee committee = Committee.of(member, new Persistence(member.inputs(), member.task(), member.answers()));
        for (LearnerSpec learner : List.of(member, Nets.regression(), committee)) {
            try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(learner, 1))) {
                Sample last = null;
                for (int n = 0; n < 20; n++) {
                    last = Sample.ofKey("key-1", n).withLabel(n % 3).withTarget(n, -n);
                    run.send(last);
                }
                assertEquals(20, run.modelSnapshots().size());
                ModelSnapshot snapshot = run.modelSnapshots().get(19);
                assertEquals("key-1", snapshot.getKey());
                assertEquals(learner.canonicalText(), snapshot.getSpecification());
                assertEquals(Fingerprint.of(learner.canonicalText()), snapshot.getFingerprint());
                assertEquals(19, snapshot.getTick());
                assertEquals(20, snapshot.getUpdates());
                assertEquals(run.predictions().get(19).getAnswersEventId(), snapshot.getEventId());
                assertEquals(last.time(), snapshot.getTimeMillis());

                NetworkState state = run.stored().get("key-1");
                List<ModelTensor> tensors = ModelTensors.of(
                                new TrackedLearner(learner, Nets.MILESTONES, Kernels.scalar()))
                        .list();
                assertEquals(tensors.size(), snapshot.getTensors().size());
                for (int i = 0; i < tensors.size(); i++) {
                    assertSameValues(
                            tensors.get(i), state, snapshot.getTensors().get(i));
                }
            }
        }
    }

    private static void assertSameValues(ModelTensor expected, NetworkState state, NamedTensor found) {
        assertEquals(expected.name(), found.getName());
        assertEquals(expected.shape().floats(), found.getShape().stream().reduce(1, (a, b) -> a * b));
        ByteBuffer values = ByteBuffer.allocate(expected.shape().floats() * expected.width());
        expected.read(state, values);
        values.flip();
        while (values.hasRemaining()) {
            int i = values.position() / expected.width();
            switch (expected.kind()) {
                case FLOATS -> assertEquals(values.getFloat(), found.getFloats().get(i));
                case DOUBLES ->
                    assertEquals(values.getDouble(), found.getDoubles().get(i));
                default -> assertEquals(values.getLong(), found.getLongs().get(i));
            }
        }
    }

    @Test
    void aModelThatIsGivenUpIsToldAsEnded() throws Exception {
        Settings forgetting = new Settings(KernelChoice.SCALAR, SETTINGS.cache(), Settings.NO_IDLE_GAP, 1_000, false);
        OperatorPlan<Sample, Prediction> plan =
                Nets.plan(Nets.classifier(Execution.SWEEP), Snapshots.every(10), forgetting);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            for (int n = 0; n < 15; n++) {
                run.send(Sample.ofKey("k", n).withLabel(1).at(n));
            }
            run.watermark(2_000);
            assertEquals(2, run.modelSnapshots().size());
            assertEquals(10, run.modelSnapshots().get(0).getUpdates());
            ModelSnapshot end = run.modelSnapshots().get(1);
            assertTrue(end.getEnded());
            assertEquals("k", end.getKey());
            assertEquals(14, end.getTick());
            assertEquals(15, end.getUpdates());
            assertEquals(List.of(), end.getTensors());
            assertEquals(end.getFingerprint(), run.expiredModels().get(0).getFingerprint());
        }
    }

    @Test
    void whatHasNoParametersWithNamesIsRefusedByItsName() {
        StepNetwork.Builder<Sample> builder = StepNetwork.<Sample>builder()
                .features(Sample.FEATURES, Sample::features)
                .label(Sample.CLASSES, Sample::label)
                .learner(Nets.settling())
                .snapshots(Snapshots.every(10));
        assertEquals(
                "StepNetwork.snapshots is given, but the learner EquilibriumLearner has no parameters that are known by names; leave snapshots out,"
                        + " or use a network of layers or a committee of such",
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
        assertEquals(
                "Snapshots.every is -1; allowed: 0 to 1000000000; use 0 for no records",
                assertThrows(IllegalArgumentException.class, () -> Snapshots.every(-1))
                        .getMessage());
    }
}
