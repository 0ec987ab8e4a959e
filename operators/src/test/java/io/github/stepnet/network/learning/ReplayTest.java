package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.PendingExample;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

    private static final int CAPACITY = 10;

    /** A reservoir that is given lessons by hand: the features of a lesson are its number and the memory before it is minus that. */
    private static final class Shelf implements Rehearsal {
        final Plan plan = NetworkSpec.inputs(1)
                .then(new Gru(1).carried(true))
                .then(new Dense(3))
                .plan();
        final int past = 1 + plan.memoryFloats();
        final LessonRig rig;
        final Lesson lesson;
        /** What is recalled: its number, its memory, its truth. */
        final List<List<Float>> drawn = new ArrayList<>();

        int steps;
        private float[] recalled;

        Shelf(Replay replay) {
            rig = new LessonRig(replay, plan);
            lesson = rig.lesson;
        }

        void lesson(int number, int label) {
            float[] event = new float[past];
            Arrays.fill(event, -number);
            event[0] = number;
            rig.event(event, label);
            rig.bound.afterLesson(lesson, this);
        }

        /** The numbers of the examples that are held. */
        List<Integer> held() {
            List<Integer> numbers = new ArrayList<>();
            for (int at = 0; at < lesson.state.floats.length; at += past + 1) {
                numbers.add((int) lesson.state.floats[at]);
            }
            return numbers;
        }

        @Override
        public void recall(float[] from, int at) {
            recalled = Arrays.copyOfRange(from, at, at + past);
        }

        @Override
        public void add(float[] truth) {
            drawn.add(List.of(recalled[0], recalled[past - 1], truth[0]));
        }

        @Override
        public void addSignal(float[] signal) {
            throw new AssertionError("a signal");
        }

        @Override
        public boolean step() {
            return ++steps > 0;
        }
    }

    @Test
    void theUniformReservoirHoldsEveryExampleWithTheSameProbability() {
        Shelf shelf = new Shelf(new Replay(CAPACITY, 1, Replay.Keep.UNIFORM));
        int[] held = new int[50];
        for (int stream = 0; stream < 2000; stream++) {
            shelf.lesson.state.longs[0] = 0; // lessons seen: the stream starts again, the random numbers go on
            for (int n = 0; n < 50; n++) {
                shelf.lesson(n, 0);
            }
            shelf.held().forEach(n -> held[n]++);
        }
        for (int n = 0; n < 50; n++) {
            // 400 expected, with a standard deviation of 18
            assertEquals(400, held[n], 80, "times that number " + n + " is held");
        }
    }

    @Test
    void theRecentAreTheLast() {
        Shelf shelf = new Shelf(new Replay(CAPACITY, 1, Replay.Keep.RECENT));
        for (int n = 0; n < 37; n++) {
            shelf.lesson(n, 0);
        }
        assertEquals(Set.of(27, 28, 29, 30, 31, 32, 33, 34, 35, 36), new HashSet<>(shelf.held()));
    }

    @Test
    void theBalancedReservoirHoldsAsManyOfEveryClassAndWithinAClassAnyOfThem() {
        Shelf shelf = new Shelf(new Replay(12, 1, Replay.Keep.BALANCED));
        int[] held = new int[100];
        for (int stream = 0; stream < 500; stream++) {
            Arrays.fill(shelf.lesson.state.longs, 0);
            shelf.lesson.state.longs[1] = 100_000L * stream;
            int[] ofClass = new int[3];
            for (int n = 0; n < 100; n++) {
                shelf.lesson(n, label(n));
            }
            for (int n : shelf.held()) {
                ofClass[label(n)]++;
                held[n]++;
            }
            assertArrayEquals(new int[] {4, 4, 4}, ofClass);
        }
        // of 80, 12 and 8 examples 4 each
        double early = 0;
        double late = 0;
        for (int n = 0; n < 100; n++) {
            double expected = label(n) == 0 ? 4.0 / 80 : label(n) == 1 ? 4.0 / 12 : 4.0 / 8;
            early += n < 50 ? held[n] / 500.0 - expected : 0;
            late += n >= 50 ? held[n] / 500.0 - expected : 0;
        }
        assertEquals(0, early, 0.6, "of 12 held, too many from the first half");
        assertEquals(0, late, 0.6, "of 12 held, too many from the second half");
    }

    private static int label(int n) {
        return n % 25 == 3 || n % 25 == 11 ? 2 : n % 25 == 7 || n % 25 == 14 || n % 25 == 20 ? 1 : 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void everyLessonIsFollowedByItsUpdatesFromExamplesAsTheyWere(int updates) {
        Shelf shelf = new Shelf(new Replay(CAPACITY, updates, Replay.Keep.UNIFORM));
        for (int n = 1; n <= 400; n++) {
            shelf.lesson(n, n % 3);
        }
        assertEquals(399 * updates, shelf.steps, "the first lesson has none before it");
        assertEquals(shelf.steps, shelf.drawn.size());
        Set<Float> numbers = new HashSet<>();
        for (List<Float> example : shelf.drawn) {
            assertEquals(-example.get(0), example.get(1), "the memory before it");
            assertEquals(example.get(0) % 3, example.get(2), "its truth");
            numbers.add(example.get(0));
        }
        assertTrue(numbers.size() > 20, "only " + numbers + " were drawn");
    }

    @Test
    void whatWasRefusedIsNotKept() {
        Shelf shelf = new Shelf(new Replay(CAPACITY, 1, Replay.Keep.RECENT));
        for (int n = 0; n < 30; n++) {
            shelf.lesson.refused = n % 2 == 1;
            shelf.lesson(n, 0);
        }
        assertTrue(shelf.held().stream().allMatch(n -> n % 2 == 0), shelf.held().toString());
    }

    /** The averaged outlier waits with others and is kept; its replay is refused, the event in whose tick that happens is not. */
    @Test
    void aReplayThatIsRefusedIsToldAndCostsTheEventNothing() {
        NetworkSpec values = NetworkSpec.inputs(2)
                .then(new Dense(1))
                .loss(Loss.squaredError())
                .seed(3);
        NetworkLearner learner = NetworkLearner.of(values.scaling(FeatureScaling.NONE), Sgd.rate(0.01f))
                .techniques(AveragedSignals.of(1000), new Replay(1, 1, Replay.Keep.RECENT));
        TechniqueRun run = new TechniqueRun(learner);
        for (int n = 0; n < 40; n++) {
            run.features();
            if (n == 20) {
                Arrays.fill(run.example.features, 1e30f);
            }
            run.example.truth[0] = n == 20 ? 0f : run.example.features[0];
            run.example.target();
            run.network.tick(run.state, run.example, run.answer);
            assertEquals(n == 21, run.answer.refused, "at event " + n);
        }
        assertEquals(1, run.network.refusedUpdates(run.state));
        assertEquals(38, run.network.updates(run.state));
    }

    /** What is kept of an event does not depend on when its truth came. */
    @Test
    void eventsWhoseTruthsAreLateAreKeptAsTheyWere() {
        NetworkSpec spec = NetworkSpec.inputs(4)
                .then(new Gru(5).carried(true))
                .then(new Dense(3))
                .scaling(FeatureScaling.NONE)
                .seed(5);
        NetworkLearner learner = NetworkLearner.of(spec, Adam.rate(0.005f))
                .truncation(1)
                .techniques(new Replay(10, 2, Replay.Keep.UNIFORM));
        TechniqueRun inline = new TechniqueRun(learner);
        TechniqueRun late = new TechniqueRun(learner);
        PendingExample pending = late.network.newPendingExample();
        for (int n = 0; n < 60; n++) {
            inline.tick(0);
            System.arraycopy(inline.example.features, 0, late.example.features, 0, 4);
            late.example.unlabelled();
            late.network.tick(late.state, late.example, late.answer);
            late.network.keep(late.state, late.answer, pending);
            late.network.teach(late.state, pending, inline.example.truth, late.answer);
            assertArrayEquals(inline.state.floats, late.state.floats, "after event " + n);
        }
    }

    /** The last event's class is asked for: an example that is learned from a memory of another time teaches nonsense. */
    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void aNetworkThatRemembersIsReplayedFromTheMemoryOfThen(Execution execution) {
        NetworkSpec echo = NetworkSpec.inputs(2)
                .then(new Gru(8).carried(true))
                .then(new Dense(2))
                .seed(3);
        TechniqueRun run = new TechniqueRun(NetworkLearner.of(echo, Adam.rate(0.003f))
                .execution(execution)
                .techniques(new Replay(200, 4, Replay.Keep.UNIFORM)));
        int hits = EchoStream.hits(run, 6000, 1000);
        assertTrue(hits >= 998, hits + " hits of 1000");
    }
}
