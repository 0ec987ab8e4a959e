package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.spec.Fingerprint;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.state.StateFormat;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineageTest {

    private static final Settings SETTINGS = Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP);
    private static final NetworkLearner LEARNER = Nets.classifier(Execution.SWEEP);
    private static final String FINGERPRINT = Fingerprint.of(LEARNER.canonicalText());

    @Test
    void predictionsAndMilestonesSayWhichSpecificationAnsweredByOneSharedText() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(LEARNER, SETTINGS))) {
            run.send(0, 700);
            String shared = run.predictions().get(0).getFingerprint();
            assertEquals(FINGERPRINT, shared);
            for (Prediction prediction : run.predictions()) {
                assertSame(shared, prediction.getFingerprint());
            }
            assertFalse(run.milestones().isEmpty());
            for (Milestone milestone : run.milestones()) {
                assertSame(shared, milestone.getFingerprint());
            }
        }
    }

    @Test
    void aFormatHasTheFingerprintOfItsLearnerWhateverTheKernelTheMilestonesAndTheLayout() {
        Milestones others = Milestones.everyTenPercent().overLast(77);
        TrackedLearner tracked = new TrackedLearner(LEARNER, others, Kernels.scalar());
        StateFormat format =
                StateFormat.of(TrackedLearner.canonicalText(LEARNER, others), tracked.layout(), Kernels.scalar());
        tracked.layout().within("more").reserveLongs(1);
        StateFormat more = StateFormat.of(
                TrackedLearner.canonicalText(LEARNER, Nets.MILESTONES), tracked.layout(), Kernels.auto());
        assertEquals(FINGERPRINT, format.fingerprint());
        assertEquals(FINGERPRINT, more.fingerprint());
        assertNotEquals(format.id(), more.id());
        assertNotEquals(
                FINGERPRINT,
                Fingerprint.of(Nets.classifier(Execution.SWEEP, Sgd.rate(0.5f)).canonicalText()));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aRestoredSubtaskSaysOnceWhatItGoesOnWith(Backend backend) throws Exception {
        OperatorSubtaskState snapshot;
        try (Logged log = Logged.of(AbstractStreamOperator.class);
                OperatorRun run = OperatorRun.start(backend, Nets.plan(LEARNER, SETTINGS))) {
            snapshot = run.send(0, 50).snapshot();
            assertEquals(List.of(), log.lines("goes on"), "nothing was restored");
        }
        try (Logged log = Logged.of(AbstractStreamOperator.class);
                OperatorRun run = OperatorRun.restore(backend, Nets.plan(LEARNER, SETTINGS), snapshot)) {
            run.send(50, 100);
            assertEquals(1, log.lines("goes on").size(), () -> log.lines("").toString());
            String line = log.lines("goes on").get(0);
            assertTrue(
                    line.endsWith(
                            "specification %1$s, kernel scalar with 1 lane, described in version 2; as specification %1$s, kernel scalar with 1 lane, described in version 2: nothing is converted"
                                    .formatted(FINGERPRINT)),
                    line);
        }
        NetworkLearner changed = Nets.classifier(Execution.SWEEP, Adam.rate(2e-2f));
        try (Logged log = Logged.of(AbstractStreamOperator.class);
                OperatorRun run = OperatorRun.restore(backend, Nets.plan(changed, SETTINGS), snapshot)) {
            run.send(50, 100);
            assertEquals(1, log.lines("goes on").size(), () -> log.lines("").toString());
            String line = log.lines("goes on").get(0);
            assertTrue(line.contains(": specification " + FINGERPRINT + ", "), line);
            assertTrue(line.contains("; as specification " + Fingerprint.of(changed.canonicalText()) + ", "), line);
            assertTrue(line.endsWith(": each key is converted when it is first asked for"), line);
        }
    }
}
