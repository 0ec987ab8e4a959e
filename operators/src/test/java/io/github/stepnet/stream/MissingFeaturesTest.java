package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.input.Missing;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MissingFeaturesTest {

    private static final float NONE = Float.NaN;

    private static OperatorPlan<Sample, Prediction> plan(Missing missing) {
        OperatorPlan<Sample, Prediction> plan =
                Nets.plan(Nets.classifier(Execution.SWEEP), Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP));
        return new OperatorPlan<>(
                plan.learner(),
                plan.milestones(),
                Health.off(),
                Snapshots.off(),
                plan.reader().missing(missing),
                plan.join(),
                plan.details(),
                plan.settings());
    }

    private static List<Float> last(OperatorRun run) {
        return run.predictions().get(run.predictions().size() - 1).getOutputs();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theKeysMeanTakesTheirPlaceAlsoAfterARestore(Backend backend) throws Exception {
        Sample gap = Sample.ofKey("k", 3).withFeatures(NONE, 1, NONE, 2).withLabel(-1);
        Sample filled = gap.withFeatures(3, 1, 0, 2);
        OperatorSubtaskState state;
        try (OperatorRun run = OperatorRun.start(backend, plan(Missing.MEAN))) {
            run.send(Sample.ofKey("other", 0).withFeatures(50, 50, 50, 50))
                    .send(Sample.ofKey("k", 0).withFeatures(2, 5, NONE, 7))
                    .send(Sample.ofKey("k", 1).withFeatures(NONE, NONE, NONE, NONE))
                    .send(Sample.ofKey("k", 2).withFeatures(4, 5, NONE, 7));
            assertEquals(List.of(), run.deadLetters());
            state = run.snapshot();
            run.send(filled);
            List<Float> expected = last(run);
            try (OperatorRun restored = OperatorRun.restore(backend, plan(Missing.MEAN), state)) {
                assertEquals(expected, last(restored.send(gap)));
            }
        }
    }

    @Test
    void whatIsInfiniteOrNotAllowedIsADeadLetter() throws Exception {
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Missing.MEAN))) {
            run.send(Sample.ofKey("k", 0).withFeatures(1, Float.POSITIVE_INFINITY, 1, 1));
            assertEquals(
                    DeadLetterReason.NON_FINITE_FEATURE,
                    run.deadLetters().get(0).getReason());
        }
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(Missing.REJECT))) {
            run.send(Sample.ofKey("k", 0).withFeatures(1, NONE, 1, 1));
            assertEquals(
                    DeadLetterReason.NON_FINITE_FEATURE,
                    run.deadLetters().get(0).getReason());
        }
    }
}
