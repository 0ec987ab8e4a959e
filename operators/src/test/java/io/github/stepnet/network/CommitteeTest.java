package io.github.stepnet.network;

import static io.github.stepnet.network.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.learning.Unfreezing;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommitteeTest {

    private static final int INPUTS = 4;
    private static final int CLASSES = 3;
    private static final NetworkSpec NETWORK = NetworkSpec.inputs(INPUTS)
            .then(new Dense(6, TANH))
            .then(new Dense(CLASSES))
            .seed(3);
    private static final NetworkSpec VALUES = NetworkSpec.inputs(INPUTS)
            .then(new Dense(6, TANH))
            .then(new Dense(1))
            .loss(Loss.squaredError())
            .seed(3);
    private static final Persistence PREVIOUS = new Persistence(INPUTS, Loss.Task.CLASSIFICATION, CLASSES);

    private static Committee mixed() {
        return Committee.of(
                NetworkLearner.of(NETWORK.with(TemporalInputs.labelHistory()), Sgd.rate(0.05f)),
                NetworkLearner.of(NETWORK.seed(4), Adam.rate(0.01f)).rule(new ChainTween()),
                NetworkLearner.of(NETWORK, Sgd.rate(0.05f)).techniques(new Replay(20, 1, Replay.Keep.RECENT)),
                PREVIOUS);
    }

    private static Committee meshes() {
        return Committee.of(
                NetworkLearner.of(NETWORK, Sgd.rate(0.05f)).execution(Execution.STEP),
                NetworkLearner.of(NETWORK.with(TemporalInputs.labelHistory()), Adam.rate(0.01f))
                        .execution(Execution.PIPELINE));
    }

    static Stream<Committee> committees() {
        return Stream.of(mixed(), meshes(), Committee.standard(NETWORK), Committee.standard(VALUES));
    }

    /** A key's model. */
    private static final class Run {

        final LearnerSpec spec;
        final Learner learner;
        final Example example;
        final Answer answer;
        NetworkState state;

        Run(LearnerSpec spec) {
            this.spec = spec;
            StateLayout layout = new StateLayout();
            learner = spec.compile(layout, ScalarKernel.INSTANCE);
            state = newState(layout);
            example = learner.newExample();
            answer = learner.newAnswer();
        }

        NetworkState newState(StateLayout layout) {
            NetworkState fresh = layout.newState();
            learner.initialize(fresh);
            return fresh;
        }

        void event(long n) {
            fill(n);
            truth(n, example.truth);
            example.target();
            learner.tick(state, example, answer);
        }

        void fill(long n) {
            SplitMix64 random = new SplitMix64(n);
            for (int i = 0; i < INPUTS; i++) {
                example.features[i] = (float) random.nextGaussian();
            }
        }

        void truth(long n, float[] truth) {
            fill(n);
            float sum = example.features[0] + 0.5f * example.features[1];
            truth[0] = spec.task() == Loss.Task.REGRESSION ? 100 + 20 * sum : sum > 0.5f ? 2 : sum > -0.5f ? 1 : 0;
        }

        double[] weights() {
            return ((CommitteeLearner) learner).weights(state);
        }
    }

    @Test
    void answersAreMixedByWeightsThatFollowTheProbabilitiesOfTheTruth() {
        Committee spec = mixed();
        Run committee = new Run(spec);
        List<Run> alone = spec.members().stream().map(Run::new).toList();
        double[] weights = new double[alone.size()];
        Arrays.fill(weights, 1.0 / weights.length);
        for (long n = 1; n <= 300; n++) {
            committee.event(n);
            double all = 0;
            double[] expected = new double[CLASSES];
            double[] next = new double[weights.length];
            for (int i = 0; i < weights.length; i++) {
                Run member = alone.get(i);
                member.event(n);
                for (int c = 0; c < CLASSES; c++) {
                    expected[c] += weights[i] * member.answer.outputs[c];
                }
                next[i] = weights[i] * Math.sqrt(member.answer.outputs[(int) member.answer.truth[0]]);
                all += next[i];
            }
            for (int c = 0; c < CLASSES; c++) {
                assertEquals(expected[c], committee.answer.outputs[c], 1e-6);
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 0.99 * next[i] / all + 0.01 / weights.length;
            }
            assertArrayEquals(weights, committee.weights(), 1e-6);
            assertEquals(n - 1, committee.answer.updates);
            assertTrue(committee.answer.learned);
        }
    }

    @Test
    void theBestMemberIsFoundAgainAfterADrift() {
        Run run = new Run(Committee.of(NetworkLearner.of(NETWORK, Adam.rate(0.01f)), PREVIOUS));
        for (long n = 1; n <= 2_000; n++) {
            run.event(n);
        }
        assertTrue(run.weights()[0] > 0.9, "the features tell: " + Arrays.toString(run.weights()));
        for (long n = 1; n <= 1_000; n++) {
            run.fill(n);
            run.example.label((int) (n / 9 % CLASSES));
            run.learner.tick(run.state, run.example, run.answer);
        }
        assertTrue(run.weights()[1] > 0.9, "classes stay: " + Arrays.toString(run.weights()));
    }

    @ParameterizedTest
    @EnumSource(Loss.Task.class)
    void aMemberThatOverflowsLosesItsWeightAndNeverTheAnswer(Loss.Task task) {
        NetworkSpec network = (task == Loss.Task.CLASSIFICATION ? NETWORK : VALUES).scaling(FeatureScaling.NONE);
        Run run = new Run(
                Committee.of(NetworkLearner.of(network, Sgd.rate(3e38f)), NetworkLearner.of(network, Sgd.rate(1e-6f))));
        boolean isRefused = false;
        for (long n = 1; n <= 200; n++) {
            run.event(n);
            isRefused |= run.answer.refused;
            assertTrue(Float.isFinite(run.answer.outputs[0]), "event " + n);
            assertTrue(Float.isFinite(run.answer.loss), "event " + n);
        }
        assertTrue(isRefused);
        assertEquals(0.005, run.weights()[0], 0.01);
    }

    @Test
    void aBadMemberOfValuesCostsLittle() {
        Run run = new Run(Committee.of(
                NetworkLearner.of(VALUES, Adam.rate(0.01f)),
                NetworkLearner.of(VALUES, Sgd.rate(1e-6f)),
                new Persistence(INPUTS, Loss.Task.REGRESSION, 1)));
        Run alone = new Run(NetworkLearner.of(VALUES, Adam.rate(0.01f)));
        double error = 0;
        double best = 0;
        for (long n = 1; n <= 3_000; n++) {
            run.event(n);
            alone.event(n);
            error += Math.abs(run.answer.outputs[0] - run.answer.truth[0]);
            best += Math.abs(alone.answer.outputs[0] - alone.answer.truth[0]);
        }
        assertTrue(error < 1.1 * best, error + " against " + best);
        assertTrue(run.weights()[0] > 0.9, Arrays.toString(run.weights()));
    }

    @Test
    void lateTruthsCreditTheAnswersThatWereGiven() {
        Run inline = new Run(mixed());
        Run late = new Run(mixed());
        PendingExample pending = late.learner.newPendingExample();
        for (long n = 1; n <= 100; n++) {
            inline.event(n);
            late.fill(n);
            late.example.unlabelled();
            late.learner.tick(late.state, late.example, late.answer);
            assertFalse(late.answer.learned);
            late.learner.keep(late.state, late.answer, pending);
            float[] truth = new float[1];
            late.truth(n, truth);
            late.learner.teach(late.state, pending, truth, late.answer);
            assertArrayEquals(inline.answer.outputs, late.answer.outputs);
            assertEquals(inline.answer.loss, late.answer.loss);
            assertArrayEquals(inline.weights(), late.weights());
        }
        assertArrayEquals(inline.state.floats, late.state.floats);
    }

    @Test
    void aWindowOfTruthsMovesWeightsAndMembersTogether() {
        Run run = new Run(mixed());
        PendingExample pending = run.learner.newPendingExample();
        float[] truth = new float[1];
        for (long n = 1; n <= 40; n++) {
            run.fill(n);
            run.example.unlabelled();
            run.learner.tick(run.state, run.example, run.answer);
            run.learner.keep(run.state, run.answer, pending);
            run.truth(n, truth);
            run.learner.accumulate(run.state, pending, truth, 1f);
            assertEquals(n % 4 == 0, n % 4 == 0 && run.learner.apply(run.state));
        }
        run.event(41);
        assertEquals(10, run.answer.updates);
        assertFalse(Arrays.stream(run.weights()).allMatch(weight -> weight == 0.25));
    }

    @ParameterizedTest
    @MethodSource("committees")
    void stopRestoreContinueEqualsUninterruptedAndKeysDoNotMix(Committee spec) {
        Run uninterrupted = new Run(spec);
        Run shared = new Run(spec);
        NetworkState first = shared.state;
        NetworkState second = first.copy();
        for (long n = 1; n <= 120; n++) {
            uninterrupted.event(n);
            shared.state = second;
            shared.event(1_000 + n);
            shared.state = first;
            shared.event(n);
            assertArrayEquals(uninterrupted.answer.outputs, shared.answer.outputs, "event " + n);
            if (n == 60) {
                first = first.copy();
                shared = new Run(spec);
            }
        }
        assertArrayEquals(uninterrupted.state.floats, first.floats);
        assertArrayEquals(uninterrupted.state.doubles, first.doubles);
        assertArrayEquals(uninterrupted.state.longs, first.longs);
    }

    @Test
    void membersInMeshesAnswerTheSameEarlierEvent() {
        Run run = new Run(meshes());
        run.event(1);
        assertFalse(run.answer.present);
        run.event(2);
        assertEquals(1, run.answer.sequence);
        assertEquals(1, run.answer.latencyTicks);
        assertEquals(1, run.learner.inFlight(run.state));
        run.learner.bubble(run.state, run.answer);
        assertEquals(2, run.answer.sequence);
        assertEquals(0, run.learner.inFlight(run.state));
    }

    @Test
    void whatHappensToAMemberCarriesItsName() {
        Run run = new Run(Committee.of(
                PREVIOUS, NetworkLearner.of(NETWORK, Sgd.rate(0.05f)).techniques(new Unfreezing(3))));
        for (long n = 1; n <= 3; n++) {
            run.event(n);
        }
        assertEquals(1, run.answer.events.count());
        assertEquals("members[1].layers[0]", run.learner.stageName(run.answer.events.stage(0)));
    }

    @Test
    void healthHasTheStagesOfAllMembersAndTheirWeights() {
        Run run = new Run(mixed());
        Run unmeasured = new Run(mixed());
        HealthProbe probe = run.learner.measure(Health.every(10)).orElseThrow();
        for (long n = 1; n <= 40; n++) {
            run.event(n);
            unmeasured.event(n);
            assertEquals(n % 10 == 0, run.answer.measured, "event " + n);
        }
        assertArrayEquals(unmeasured.state.floats, run.state.floats);
        assertEquals(
                List.of(
                        "members[0].layers[0]",
                        "members[0].layers[1]",
                        "members[1].layers[0]",
                        "members[1].layers[1]",
                        "members[2].layers[0]",
                        "members[2].layers[1]"),
                probe.stages().stream().map(stage -> stage.name()).toList());
        double[] weights = run.weights();
        for (int i = 0; i < 6; i++) {
            assertEquals(weights[i / 2], probe.stages().get(i).weight);
        }
    }

    @ParameterizedTest
    @MethodSource("committees")
    void theTextOfACommitteeIsReadBack(Committee spec) {
        String text = TrackedLearner.canonicalText(spec, Milestones.everyTenPercent());
        assertEquals(text, TrackedLearner.canonicalTextAgain(text));
        String table = new Run(spec).learner.describe();
        assertTrue(table.contains("members[1]"), table);
    }

    @Test
    void impossibleCommitteesAreRefused() {
        NetworkLearner sweep = NetworkLearner.of(NETWORK, Sgd.rate(0.1f));
        assertRefused("Committee.members has 1 of them; allowed: 2 to 8, and no committee for a single learner", sweep);
        assertRefused(
                "Committee.members has 9 of them; allowed: 2 to 8, and no committee for a single learner",
                Collections.nCopies(9, sweep).toArray(LearnerSpec[]::new));
        assertRefused(
                "Committee.members[1] answers an event 1 ticks after its own but the first one 0; use execution sweep"
                        + " for all, or networks of as many stages without persistence",
                sweep,
                sweep.execution(Execution.STEP));
        assertRefused(
                "Committee.members[1] has 5 inputs but the first one 4; make them equal",
                sweep,
                new Persistence(5, Loss.Task.CLASSIFICATION, CLASSES));
        assertRefused(
                "Committee.members[1] has 2 answers but the first one 3; make them equal",
                sweep,
                new Persistence(INPUTS, Loss.Task.CLASSIFICATION, 2));
        assertRefused(
                "Committee.members[1] is a Committee; allowed: NetworkLearner, Persistence",
                sweep,
                Committee.of(sweep, sweep));
    }

    private static void assertRefused(String message, LearnerSpec... members) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Committee.of(members))
                        .getMessage());
    }
}
