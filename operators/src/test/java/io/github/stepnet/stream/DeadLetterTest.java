package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.input.ExampleReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLetterTest {

    private static final NetworkLearner CLASSIFIER = Nets.classifier(Execution.SWEEP);
    private static final Settings SETTINGS = Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP);
    private static final Sample GOOD = Sample.number(0);

    static Stream<Arguments> badSamples() {
        return Stream.of(
                bad(
                        CLASSIFIER,
                        GOOD.withFeatures(1, 2, 3),
                        DeadLetterReason.WRONG_FEATURE_COUNT,
                        "the event has 3 features; the network takes 4"),
                bad(
                        CLASSIFIER,
                        GOOD.withFeatures(1, 2, 3, 4, 5),
                        DeadLetterReason.WRONG_FEATURE_COUNT,
                        "the event has 5 features; the network takes 4"),
                bad(
                        CLASSIFIER,
                        GOOD.withFeatures((float[]) null),
                        DeadLetterReason.WRONG_FEATURE_COUNT,
                        "the event has 0 features; the network takes 4"),
                bad(
                        CLASSIFIER,
                        GOOD.withFeatures(1, 2, Float.NaN, 4),
                        DeadLetterReason.NON_FINITE_FEATURE,
                        "feature 2 is NaN; it must be a finite number"),
                bad(
                        CLASSIFIER,
                        GOOD.withFeatures(Float.NEGATIVE_INFINITY, 2, 3, 4),
                        DeadLetterReason.NON_FINITE_FEATURE,
                        "feature 0 is -Infinity; it must be a finite number"),
                bad(
                        CLASSIFIER,
                        GOOD.withLabel(3),
                        DeadLetterReason.LABEL_OUT_OF_RANGE,
                        "the label is 3; allowed: 0 to 2, or -1 for a label that is not known"),
                bad(
                        CLASSIFIER,
                        GOOD.withLabel(-2),
                        DeadLetterReason.LABEL_OUT_OF_RANGE,
                        "the label is -2; allowed: 0 to 2, or -1 for a label that is not known"),
                bad(
                        Nets.regression(),
                        GOOD.withTarget(1),
                        DeadLetterReason.WRONG_TARGET_COUNT,
                        "the event has 1 target values; the network answers with 2"),
                bad(
                        Nets.regression(),
                        GOOD.withTarget(1, Float.POSITIVE_INFINITY),
                        DeadLetterReason.NON_FINITE_TARGET,
                        "target value 1 is Infinity; it must be a finite number"));
    }

    private static Arguments bad(NetworkLearner learner, Sample sample, DeadLetterReason reason, String message) {
        return Arguments.of(learner, sample, reason, message);
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("badSamples")
    void aBadEventLeavesItsModelAsItIs(NetworkLearner learner, Sample bad, DeadLetterReason reason, String message)
            throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(learner, SETTINGS))) {
            run.send(0, 20);
            Map<String, String> before = run.states();
            run.send(bad);
            assertEquals(before, run.states());
            assertEquals(20, run.predictions().size());
            DeadLetter letter = run.deadLetters().get(0);
            assertEquals(1, run.deadLetters().size());
            assertEquals(reason, letter.getReason());
            assertEquals(message, letter.getMessage());
            assertEquals(bad.key(), letter.getKey());
            assertEquals(bad.time(), letter.getTimeMillis());
            assertEquals(
                    bad.features() == null ? -1 : bad.features().length,
                    letter.getFeatures() == null ? -1 : letter.getFeatures().size());
        }
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("badSamples")
    void aBadEventCreatesNoModel(NetworkLearner learner, Sample bad, DeadLetterReason reason, String message)
            throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(learner, SETTINGS))) {
            run.send(bad);
            assertEquals(Map.of(), run.states());
            assertEquals(List.of(), run.predictions());
            assertEquals(reason, run.deadLetters().get(0).getReason(), message);
        }
    }

    @Test
    void codeOfTheUserThatFailsOnAnEventDoesNotStopTheJob() throws Exception {
        ExampleReader<Sample> reader =
                Nets.labels().eventId(sample -> sample.id().substring(6));
        OperatorPlan<Sample, Prediction> plan = new OperatorPlan<>(
                CLASSIFIER,
                Nets.MILESTONES,
                Health.off(),
                Snapshots.off(),
                reader,
                (event, prediction) -> prediction,
                (event, letter) -> letter.setSourceTopic("readings"),
                SETTINGS);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            run.send(new Sample("a", null, 0, GOOD.features(), 0, null)).send(0, 1);
            assertEquals(DeadLetterReason.UNDECODABLE, run.deadLetters().get(0).getReason());
            assertTrue(run.deadLetters().get(0).getMessage().contains("NullPointerException"));
            assertEquals(1, run.predictions().size());
        }
    }

    @Test
    void theUserAddsWhereAnEventCameFrom() throws Exception {
        OperatorPlan<Sample, Prediction> plan = new OperatorPlan<>(
                CLASSIFIER,
                Nets.MILESTONES,
                Health.off(),
                Snapshots.off(),
                Nets.labels(),
                (event, prediction) -> prediction,
                (event, letter) -> {
                    letter.setSourceTopic("readings");
                    letter.setSourceOffset(17L);
                },
                SETTINGS);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            run.send(GOOD.withLabel(9));
            DeadLetter letter = run.deadLetters().get(0);
            assertEquals("readings", letter.getSourceTopic());
            assertEquals(17L, letter.getSourceOffset());
            assertEquals(9, letter.getLabel());
            assertEquals(GOOD.id(), letter.getEventId());
        }
    }

    @Test
    void aFeatureThatTheReaderForgetsIsNotTheOneOfTheEventBefore() throws Exception {
        ExampleReader<Sample> forgetful = ExampleReader.<Sample>features((sample, into, offset) ->
                        System.arraycopy(sample.features(), 0, into, offset, sample.label() == 0 ? 3 : 4))
                .label(Sample.CLASSES, Sample::label);
        OperatorPlan<Sample, Prediction> plan = new OperatorPlan<>(
                CLASSIFIER,
                Nets.MILESTONES,
                Health.off(),
                Snapshots.off(),
                forgetful,
                (event, prediction) -> prediction,
                (event, letter) -> {},
                SETTINGS);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            run.send(GOOD.withLabel(1)).send(GOOD.withLabel(0));
            assertEquals(
                    DeadLetterReason.NON_FINITE_FEATURE,
                    run.deadLetters().get(0).getReason());
        }
    }

    @Test
    void anEventThatIsTooLargeToNameIsRefused() throws Exception {
        Sample sample = new Sample("a", "x".repeat(5_000), 0, GOOD.features(), 0, null);
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(CLASSIFIER, SETTINGS))) {
            run.harness.processElement(new StreamRecord<>(sample));
            assertEquals(DeadLetterReason.TOO_LARGE, run.deadLetters().get(0).getReason());
            assertEquals(null, run.deadLetters().get(0).getTimeMillis());
        }
    }
}
