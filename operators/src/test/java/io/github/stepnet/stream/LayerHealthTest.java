package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Committee;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.Persistence;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.schemas.LayerHealth;
import io.github.stepnet.schemas.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerHealthTest {

    private static final int EVENTS = 700;
    private static final int EVERY = 20;
    private static final Settings SETTINGS = Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP);

    private static OperatorPlan<Sample, Prediction> plan(LearnerSpec learner, Health health) {
        return Nets.plan(learner, health, SETTINGS);
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void recordsComeAtEveryMultipleOfTheIntervalAndTheSameAcrossARestore(Execution execution) throws Exception {
        OperatorPlan<Sample, Prediction> plan = plan(Nets.classifier(execution), Health.every(EVERY));
        List<LayerHealth> expected;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            expected = run.send(0, EVENTS).layerHealth();
        }
        List<LayerHealth> records = new ArrayList<>();
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            snapshot = run.send(0, 333).snapshot();
            records.addAll(run.layerHealth());
        }
        try (OperatorRun run = OperatorRun.restore(Backend.HEAP, plan, snapshot)) {
            records.addAll(run.send(333, EVENTS).layerHealth());
        }
        assertEquals(expected, records);

        Map<String, List<LayerHealth>> ofLayers =
                expected.stream().collect(Collectors.groupingBy(LayerHealth::getName));
        assertEquals(
                List.of("layers[0]", "layers[1]", "layers[2]"),
                List.copyOf(ofLayers.keySet().stream().sorted().toList()));
        for (List<LayerHealth> ofLayer : ofLayers.values()) {
            Map<String, List<Long>> updates = ofLayer.stream()
                    .collect(Collectors.groupingBy(
                            LayerHealth::getKey, Collectors.mapping(LayerHealth::getUpdates, Collectors.toList())));
            assertEquals(Sample.KEYS, updates.size());
            updates.values().forEach(ofKey -> assertEquals(List.of(20L, 40L, 60L, 80L), ofKey));
        }
        assertEquals(
                4L * Sample.KEYS,
                expected.stream().filter(LayerHealth::getBottleneck).count());
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void measuringChangesNeitherStatesNorPredictions(Execution execution) throws Exception {
        NetworkLearner learner = Nets.classifier(execution, Sgd.rate(0.05f));
        OperatorSubtaskState snapshot;
        try (OperatorRun without = OperatorRun.start(Backend.HEAP, plan(learner, Health.off()));
                OperatorRun with = OperatorRun.start(Backend.HEAP, plan(learner, Health.every(3)))) {
            without.send(0, EVENTS);
            with.send(0, EVENTS);
            assertEquals(without.predictions(), with.predictions());
            assertEquals(without.states(), with.states());
            assertEquals(List.of(), without.layerHealth());
            snapshot = without.snapshot();
        }
        try (OperatorRun later = OperatorRun.restore(Backend.HEAP, plan(learner, Health.every(1)), snapshot)) {
            later.send(Sample.ofKey("key-1", EVENTS));
            assertEquals(3, later.layerHealth().size(), "turned on for a state that was made without");
        }
    }

    @Test
    void aRecordSaysWhichUpdateItIsAboutAndWhatTheFiguresAre() throws Exception {
        NetworkLearner learner = NetworkLearner.of(
                NetworkSpec.inputs(Sample.FEATURES)
                        .then(new Dense(2))
                        .loss(Loss.squaredError())
                        .scaling(FeatureScaling.NONE),
                Sgd.rate(0.01f));
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(learner, Health.every(1)))) {
            Sample sample = Sample.ofKey("k", 1).withFeatures(1, 2, 3, 4).withTarget(2f, -1f);
            run.send(sample);
            List<Float> outputs = run.predictions().get(0).getOutputs();
            double first = outputs.get(0) - 2;
            double second = outputs.get(1) + 1;

            assertEquals(1, run.layerHealth().size());
            LayerHealth health = run.layerHealth().get(0);
            assertEquals("k", health.getKey());
            assertEquals("0", health.getEventId());
            assertEquals(sample.time(), health.getTimeMillis());
            assertEquals(0, health.getTick());
            assertEquals(1, health.getUpdates());
            assertEquals("layers[0]", health.getName());
            assertEquals("Dense", health.getLayer());
            assertEquals(0, health.getIndex());
            assertEquals((first * first + second * second) / 2, health.getGap(), 1e-6);
            double cosine = (outputs.get(0) * 2 - outputs.get(1))
                    / Math.sqrt(5.0 * (outputs.get(0) * outputs.get(0) + outputs.get(1) * outputs.get(1)));
            assertEquals((cosine + 1) / 2, health.getLinkBudget(), 1e-6);
            assertEquals(health.getLinkBudget(), health.getDepthBarrier());
            assertTrue(health.getBottleneck());
            assertEquals(0.0, health.getZeroOutputs());
            // The gradient is the outer product of (1, 2, 3, 4, and 1 for the bias) and the errors.
            assertEquals(Math.sqrt(31.0 * (first * first + second * second)), health.getGradientNorm(), 1e-5);
            assertNotNull(health.getParameterNorm());
        }
    }

    @Test
    void withoutAnEventTimeTheRecordHasNone() throws Exception {
        try (OperatorRun run =
                OperatorRun.start(Backend.HEAP, plan(Nets.classifier(Execution.SWEEP), Health.every(1)))) {
            run.harness.processElement(new StreamRecord<>(Sample.number(0)));
            assertNull(run.layerHealth().get(0).getTimeMillis());
        }
    }

    @Test
    void aLearnerWithoutLayersCannotBeMeasured() {
        StepNetwork.Builder<Sample> builder = StepNetwork.<Sample>builder()
                .features(Sample.FEATURES, Sample::features)
                .label(Sample.CLASSES, Sample::label)
                .learner(new ChangedLearner(
                        Nets.classifier(Execution.SWEEP),
                        (verb, arguments, result) -> verb.equals("measure") ? Optional.empty() : result));
        builder.build();
        assertEquals(
                "StepNetwork.health is given, but the learner never runs backward as a whole, as in a pipeline, or has no layers:"
                        + " leave health out, or use execution SWEEP or STEP",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> builder.health(Health.every(10)).build())
                        .getMessage());
    }

    @Test
    void aCommitteeTellsTheStagesOfAllItsMembersAndTheirWeights() throws Exception {
        NetworkLearner member = Nets.classifier(Execution.SWEEP);
        Committee committee = Committee.of(
                member,
                member.techniques(new Replay(9, 1, Replay.Keep.RECENT)),
                new Persistence(member.inputs(), member.task(), member.answers()));
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(committee, Health.every(10)))) {
            for (int n = 0; n < 20; n++) {
                run.send(Sample.ofKey("key-1", n).withLabel(n % 3));
            }
            assertEquals(2 * 6, run.layerHealth().size());
            LayerHealth last = run.layerHealth().get(11);
            assertEquals("members[1].layers[2]", last.getName());
            assertEquals(20, last.getUpdates());
            double weights = run.layerHealth().get(6).getWeight() + last.getWeight();
            assertTrue(weights > 0 && weights < 1, () -> weights + " and that of persistence");
        }
    }
}
