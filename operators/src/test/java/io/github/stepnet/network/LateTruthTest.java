package io.github.stepnet.network;

import static io.github.stepnet.network.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.MultiHeadAttention;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Truths that come after their events have been answered. */
class LateTruthTest {

    private static final int INPUTS = 4;

    private static NetworkSpec plain() {
        return NetworkSpec.inputs(INPUTS)
                .then(new Dense(6, TANH))
                .then(new Dense(3))
                .seed(3);
    }

    private static NetworkSpec carried() {
        return NetworkSpec.inputs(INPUTS)
                .then(new Lstm(5).carried(true))
                .then(new Dense(4, TANH))
                .then(new Lstm(3).carried(true))
                .then(new Dense(3))
                .seed(3);
    }

    private static NetworkSpec windowed() {
        return NetworkSpec.inputs(INPUTS)
                .then(new Dense(4, TANH))
                .then(new MultiHeadAttention(2).over(3))
                .then(new Dense(3))
                .seed(3);
    }

    static Stream<NetworkSpec> networks() {
        return Stream.of(plain(), carried(), windowed());
    }

    /** A key's model, and what it keeps of each event. */
    private static final class Run {

        final Learner learner;
        final NetworkState state;
        final Answer answer;
        final Map<Long, PendingExample> pending = new HashMap<>();
        final int parameters;

        Run(NetworkSpec network, Execution execution) {
            StateLayout layout = new StateLayout();
            learner = NetworkLearner.of(network, Adam.rate(0.01f))
                    .execution(execution)
                    .truncation(1)
                    .compile(layout, ScalarKernel.INSTANCE);
            state = layout.newState();
            learner.initialize(state);
            answer = learner.newAnswer();
            parameters = network.plan().parameterFloats();
        }

        void event(long n, boolean isLabelled) {
            SplitMix64 random = new SplitMix64(n);
            Example example = learner.newExample();
            for (int i = 0; i < INPUTS; i++) {
                example.features[i] = (float) random.nextGaussian();
            }
            example.unlabelled();
            if (isLabelled) {
                example.label((int) (n % 3));
            }
            learner.tick(state, example, answer);
            keep();
        }

        void keep() {
            if (answer.present && !answer.known) {
                PendingExample kept = learner.newPendingExample();
                learner.keep(state, answer, kept);
                pending.put(answer.sequence, kept);
            }
        }

        void drain() {
            while (learner.inFlight(state) > 0) {
                learner.bubble(state, answer);
                keep();
            }
        }

        Answer teach(long sequence) {
            Answer late = learner.newAnswer();
            learner.teach(state, pending.get(sequence), new float[] {sequence % 3}, late);
            return late;
        }

        float[] weights() {
            return Arrays.copyOf(state.floats, parameters);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aTruthThatComesAtOnceTeachesLikeOneThatWasThere(NetworkSpec network) {
        Run inline = new Run(network, Execution.SWEEP);
        Run late = new Run(network, Execution.SWEEP);
        for (long n = 1; n <= 20; n++) {
            inline.event(n, true);
            late.event(n, false);
            Answer answer = late.teach(n);
            assertEquals(inline.answer.loss, answer.loss);
            assertArrayEquals(inline.answer.outputs, answer.outputs);
            assertTrue(answer.learned);
        }
        assertArrayEquals(inline.state.floats, late.state.floats);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aMeshKeepsOfAnEventWhatASweepKeeps(NetworkSpec network) {
        Run sweep = new Run(network, Execution.SWEEP);
        Run mesh = new Run(network, Execution.STEP);
        for (long n = 1; n <= 12; n++) {
            sweep.event(n, false);
            mesh.event(n, false);
        }
        mesh.drain();
        for (long n = 1; n <= 12; n++) {
            assertArrayEquals(sweep.pending.get(n).values, mesh.pending.get(n).values, "event " + n);
        }
        for (long n : new long[] {7, 2, 12}) {
            assertTrue(sweep.teach(n).learned);
            assertTrue(mesh.teach(n).learned);
        }
        assertArrayEquals(sweep.weights(), mesh.weights());
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void theAnswerIsTheOneThatWasGiven(Execution execution) {
        Run run = new Run(plain(), execution);
        for (long n = 1; n <= 10; n++) {
            run.event(n, false);
        }
        run.drain();
        PendingExample first = run.pending.get(1L);
        Answer given = run.teach(1);
        float[] weights = run.weights();
        for (long n = 2; n <= 10; n++) {
            assertTrue(run.teach(n).learned);
        }
        assertNotEquals(Arrays.hashCode(weights), Arrays.hashCode(run.weights()));
        Answer again = run.teach(1);
        assertArrayEquals(given.outputs, again.outputs);
        assertEquals(given.loss, again.loss);
        assertEquals(first.tick, again.tick);
        assertEquals(0, again.updates);
        assertEquals(11, ((Network) run.learner).updates(run.state));
    }

    @Test
    void aTargetIsLearnedInItsOwnUnits() {
        NetworkSpec network = NetworkSpec.inputs(1)
                .then(new Dense(1))
                .loss(Loss.squaredError())
                .seed(1);
        StateLayout layout = new StateLayout();
        Learner learner = NetworkLearner.of(network, Adam.rate(0.02f)).compile(layout, ScalarKernel.INSTANCE);
        NetworkState state = layout.newState();
        learner.initialize(state);
        Example example = learner.newExample();
        Answer answer = learner.newAnswer();
        PendingExample pending = learner.newPendingExample();
        SplitMix64 random = new SplitMix64(4);
        double error = 0;
        for (int n = 0; n < 4_000; n++) {
            float x = (float) random.nextGaussian();
            example.features[0] = x;
            example.unlabelled();
            learner.tick(state, example, answer);
            learner.keep(state, answer, pending);
            float truth = 1_000f + 300f * x;
            error = Math.abs(answer.outputs[0] - truth);
            learner.teach(state, pending, new float[] {truth}, answer);
        }
        assertEquals(0, error, 15);
    }
}
