package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.EquilibriumEventKind;
import io.github.stepnet.schemas.Prediction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator with models that settle to an equilibrium. */
class SettlingOperatorTest {

    private static final int EVENTS = 600;
    private static final int CUT = 283;
    /** Room for a few networks only, so that a run also lives from what it wrote back. */
    private static final Settings SETTINGS = Nets.settings(8_000, Settings.NO_IDLE_GAP);

    private static final EquilibriumLearner AUDITED = Nets.settling().audit(20);

    @ParameterizedTest
    @EnumSource
    void aRunThatStopsInMidStreamEndsWithTheSameBitsAndTellsTheSame(Backend backend) throws Exception {
        OperatorPlan<Sample, Prediction> plan = Nets.plan(AUDITED, SETTINGS);
        Map<String, String> states;
        List<Prediction> predictions;
        List<EquilibriumEvent> events;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan)) {
            states = run.send(0, EVENTS).states();
            predictions = run.predictions();
            events = run.equilibriumEvents();
        }
        OperatorSubtaskState snapshot;
        List<Prediction> itsPredictions;
        List<EquilibriumEvent> itsEvents;
        try (OperatorRun run = OperatorRun.start(backend, plan)) {
            snapshot = run.send(0, CUT).snapshot();
            itsPredictions = new ArrayList<>(run.predictions());
            itsEvents = new ArrayList<>(run.equilibriumEvents());
            run.send(CUT, CUT + 50);
        }
        try (OperatorRun run = OperatorRun.restore(backend, plan, snapshot)) {
            assertEquals(states, run.send(CUT, EVENTS).states());
            itsPredictions.addAll(run.predictions());
            itsEvents.addAll(run.equilibriumEvents());
        }
        assertEquals(predictions, itsPredictions);
        assertEquals(events, itsEvents);
    }

    @Test
    void predictionsSayHowTheyHaveSettledAndMilestonesWhatWasReached() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(AUDITED, SETTINGS))) {
            List<Prediction> predictions = run.send(0, EVENTS).predictions();
            for (Prediction prediction : predictions) {
                assertTrue(prediction.getIterations() >= 1 && prediction.getIterations() <= 200, prediction::toString);
                assertTrue(prediction.getResidual() < 1e-4f, prediction::toString);
            }
            List<EquilibriumEvent> events = run.equilibriumEvents();
            for (int key = 0; key < Sample.KEYS; key++) {
                EquilibriumEvent first = firstConverged(events, "key-" + key);
                Sample event = Sample.number(key);
                assertEquals(event.id(), first.getEventId());
                assertEquals(event.time(), first.getTimeMillis());
                assertEquals(0, first.getTick());
                assertEquals(0, first.getUpdates());
                assertEquals(
                        predictions.get(key).getResidual(), first.getValue().floatValue());
            }
            Set<EquilibriumEventKind> kinds =
                    events.stream().map(EquilibriumEvent::getKind).collect(Collectors.toCollection(HashSet::new));
            assertEquals(
                    EnumSet.of(
                            EquilibriumEventKind.CONVERGED,
                            EquilibriumEventKind.CONTRACTIVE,
                            EquilibriumEventKind.ENERGY_DESCENT,
                            EquilibriumEventKind.GRADIENT_OK),
                    kinds);
            assertEquals(EVENTS, run.operator.counts().iterations.getCount());
            assertEquals(0, run.operator.counts().cappedEvents.getCount());
            assertEquals(0, run.operator.counts().divergedEvents.getCount());
        }
    }

    private static EquilibriumEvent firstConverged(List<EquilibriumEvent> events, String key) {
        return events.stream()
                .filter(event -> event.getKey().equals(key))
                .filter(event -> event.getKind() == EquilibriumEventKind.CONVERGED)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatHasNotSettledIsCounted() throws Exception {
        EquilibriumLearner capped = AUDITED.settling(Settling.standard().iterations(2));
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(capped, SETTINGS))) {
            run.send(0, 50);
            long above = run.predictions().stream()
                    .filter(prediction -> prediction.getResidual() >= 1e-4f)
                    .count();
            assertTrue(above > 0, "two iterations are not enough for every event");
            assertEquals(above, run.operator.counts().cappedEvents.getCount());
        }
    }

    /** An event whose truth comes later settles again to be learned, which is no event of its own. */
    @Test
    void anEventIsCountedOnceThoughItsTruthComesLater() throws Exception {
        try (LateRun run = LateRun.start(Backend.HEAP, AUDITED, LateRun.labels())) {
            int labelled = 0;
            for (long n = 0; n < 200; n++) {
                Sample sample = Sample.number(n);
                run.send(sample);
                if (sample.label() >= 0) {
                    run.send(LateRun.Inspection.of(sample));
                    labelled++;
                }
            }
            assertEquals(200, run.operator.counts().iterations.getCount());
            assertEquals(labelled, run.operator.counts().learnedEvents.getCount());
            List<EquilibriumEvent> events = run.equilibriumEvents();
            assertEquals(Sample.KEYS, count(events, EquilibriumEventKind.CONVERGED));
            assertEquals(Sample.KEYS, count(events, EquilibriumEventKind.CONTRACTIVE));
            assertEquals(Sample.KEYS, count(events, EquilibriumEventKind.GRADIENT_OK));
        }
    }

    private static long count(List<EquilibriumEvent> events, EquilibriumEventKind kind) {
        return events.stream().filter(event -> event.getKind() == kind).count();
    }

    @Test
    void aNetworkOfLayersSaysNothingOfSettling() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(Nets.classifier(Execution.SWEEP), SETTINGS))) {
            Prediction prediction = run.send(0, 20).predictions().get(19);
            assertNull(prediction.getIterations());
            assertNull(prediction.getResidual());
            assertEquals(List.of(), run.equilibriumEvents());
            assertEquals(0, run.operator.counts().iterations.getCount());
        }
    }
}
