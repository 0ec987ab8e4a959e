package io.github.stepnet.network;

import static io.github.stepnet.network.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.spec.SpecException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrackedLearnerTest {

    private static final Milestones MILESTONES =
            Milestones.everyTenPercent().overLast(50).sustainedFor(5);
    private static final MilestoneListener NOBODY = (kind, percent, accuracy, majority, previous, windowEvents) -> {};

    private static NetworkLearner classifier(Execution execution) {
        return NetworkLearner.of(NetworkSpec.inputs(2).then(new Dense(8, TANH)).then(new Dense(2)), Sgd.rate(0.05f))
                .execution(execution);
    }

    private static NetworkLearner regression() {
        return NetworkLearner.of(NetworkSpec.inputs(2).then(new Dense(1)).loss(Loss.squaredError()), Sgd.rate(0.05f));
    }

    private static void fill(Example example, int n) {
        example.features[0] = n % 7 - 3;
        example.features[1] = n % 5 - 2;
    }

    private static int label(Example example) {
        return example.features[0] + example.features[1] > 0 ? 1 : 0;
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void everyKnownAnswerIsCreditedOnce(Execution execution) {
        TrackedLearner tracked = new TrackedLearner(classifier(execution), MILESTONES, Kernels.scalar());
        NetworkState state = tracked.newState();
        Example example = tracked.learner().newExample();
        Answer answer = tracked.learner().newAnswer();
        int hits = 0;
        for (int n = 0; n < 300; n++) {
            fill(example, n);
            example.unlabelled();
            if (n % 3 > 0) {
                example.label(label(example));
            }
            tracked.tick(state, example, answer, NOBODY);
            hits += answer.present && answer.known && answer.predictedClass == (int) answer.truth[0] ? 1 : 0;
        }
        while (tracked.learner().inFlight(state) > 0) {
            tracked.bubble(state, answer, NOBODY);
            hits += answer.known && answer.predictedClass == (int) answer.truth[0] ? 1 : 0;
        }
        assertEquals(200, tracked.classificationFigures(state).events());
        assertEquals(hits / 200.0, tracked.classificationFigures(state).accuracy(), 1e-12);
        assertTrue(hits > 150, hits + " hits");
        assertThrows(IllegalStateException.class, () -> tracked.regressionFigures(state));
    }

    @Test
    void milestonesAreToldWithinTheTickThatCompletesThem() {
        TrackedLearner tracked = new TrackedLearner(classifier(Execution.SWEEP), MILESTONES, Kernels.scalar());
        NetworkState state = tracked.newState();
        Example example = tracked.learner().newExample();
        Answer answer = tracked.learner().newAnswer();
        List<Integer> reached = new ArrayList<>();
        for (int n = 0; n < 2_000; n++) {
            fill(example, n);
            example.label(label(example));
            tracked.tick(state, example, answer, (kind, percent, accuracy, majority, previous, events) -> {
                if (kind == MilestoneListener.Kind.REACHED) {
                    reached.add(percent);
                }
            });
        }
        assertTrue(reached.contains(90), reached.toString());
    }

    @Test
    void aRegressionIsTrackedByItsErrors() {
        TrackedLearner tracked = new TrackedLearner(regression(), MILESTONES, Kernels.scalar());
        NetworkState state = tracked.newState();
        Example example = tracked.learner().newExample();
        Answer answer = tracked.learner().newAnswer();
        for (int n = 0; n < 500; n++) {
            fill(example, n);
            example.truth[0] = 3 * example.features[0] - example.features[1] + 5;
            example.target();
            tracked.tick(state, example, answer, NOBODY);
        }
        assertEquals(500, tracked.regressionFigures(state).overall().events());
        assertThrows(IllegalStateException.class, () -> tracked.classificationFigures(state));
    }

    @Test
    void anAnswerThatOverflowsLeavesTheFiguresFinite() {
        NetworkLearner spec = regression();
        TrackedLearner tracked = new TrackedLearner(spec, MILESTONES, Kernels.scalar());
        NetworkState state = tracked.newState();
        Example example = tracked.learner().newExample();
        Answer answer = tracked.learner().newAnswer();
        for (int n = 0; n < 20; n++) {
            fill(example, n);
            example.truth[0] = 1;
            example.target();
            // Finite weights whose sum is not: the first parameters are those of the only layer.
            state.floats[0] = 3e38f;
            state.floats[1] = 3e38f;
            state.floats[2] = 3e38f;
            tracked.tick(state, example, answer, NOBODY);
        }
        double error = tracked.regressionFigures(state).overall().squared();
        assertTrue(Double.isFinite(error) && error > 0, "squared error " + error);
    }

    @Test
    void theLearnerComesFirstInTheState() {
        StateLayout alone = new StateLayout();
        NetworkLearner spec = classifier(Execution.STEP);
        assertEquals(0, spec.compile(alone, Kernels.scalar()).parametersAt());
        TrackedLearner tracked = new TrackedLearner(spec, MILESTONES, Kernels.scalar());
        assertEquals(alone.floats(), tracked.layout().floats());
        assertTrue(tracked.layout().longs() > alone.longs());
    }

    @Test
    void keysStartAlikeAndLearnApart() {
        TrackedLearner tracked = new TrackedLearner(classifier(Execution.SWEEP), MILESTONES, Kernels.scalar());
        NetworkState learned = tracked.newState();
        NetworkState before = tracked.newState();
        Example example = tracked.learner().newExample();
        fill(example, 1);
        example.label(1);
        tracked.tick(learned, example, tracked.learner().newAnswer(), NOBODY);

        NetworkState after = tracked.newState();

        NetworkState drawn = tracked.layout().newState();
        tracked.learner().initialize(drawn);
        for (NetworkState state : List.of(before, after)) {
            assertArrayEquals(drawn.floats, state.floats);
            assertArrayEquals(drawn.longs, state.longs);
            assertArrayEquals(drawn.doubles, state.doubles);
        }
        assertFalse(Arrays.equals(drawn.floats, learned.floats));
    }

    @Test
    void theTextTellsLearnersAndMilestonesApart() {
        String text = TrackedLearner.canonicalText(classifier(Execution.SWEEP), MILESTONES);
        assertEquals(text, TrackedLearner.canonicalText(classifier(Execution.SWEEP), MILESTONES));
        assertNotEquals(text, TrackedLearner.canonicalText(classifier(Execution.STEP), MILESTONES));
        assertNotEquals(text, TrackedLearner.canonicalText(classifier(Execution.SWEEP), MILESTONES.overLast(51)));
        assertFalse(text.contains("\n"));
    }

    @Test
    void theTextNamesTheKindOfLearnerAndIsReadBackToItself() {
        for (NetworkLearner spec : List.of(classifier(Execution.STEP), regression())) {
            String text = TrackedLearner.canonicalText(spec, MILESTONES);
            assertTrue(text.startsWith("{learner: {network-learner: {network: {inputs: "), text);
            assertEquals(text, TrackedLearner.canonicalTextAgain(text));
            assertEquals(text, TrackedLearner.canonicalTextAgain(text.replace(", seed: 0", "")));
        }
        assertThrows(SpecException.class, () -> TrackedLearner.canonicalTextAgain("{learner: {oracle: {}}}"));
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aTickAllocatesNothing(Execution execution) {
        TrackedLearner tracked = new TrackedLearner(classifier(execution), MILESTONES, Kernels.scalar());
        NetworkState state = tracked.newState();
        Example example = tracked.learner().newExample();
        Answer answer = tracked.learner().newAnswer();
        ticks(tracked, state, example, answer);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ticks(tracked, state, example, answer);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 100_000, allocated + " bytes in 100,000 ticks");
    }

    private static void ticks(TrackedLearner tracked, NetworkState state, Example example, Answer answer) {
        for (int n = 0; n < 100_000; n++) {
            fill(example, n);
            example.label(label(example));
            tracked.tick(state, example, answer, NOBODY);
        }
    }
}
