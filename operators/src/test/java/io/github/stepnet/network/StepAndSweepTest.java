package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event's way through a mesh promises, against the sweep. */
class StepAndSweepTest {

    private static final int INPUTS = 5;

    private static NetworkSpec spec(int stages, Activation activation) {
        NetworkSpec spec = NetworkSpec.inputs(INPUTS).seed(11);
        for (int i = 1; i < stages; i++) {
            spec = spec.then(new Dense(4 + i, activation));
        }
        return spec.then(new Dense(3));
    }

    private static final class Model {
        final Network network;
        final NetworkState state;
        final Example example;
        final Answer answer;

        Model(NetworkSpec spec, Execution execution) {
            StateLayout layout = new StateLayout();
            network = NetworkLearner.of(spec, Sgd.rate(0.05f))
                    .execution(execution)
                    .compile(layout, ScalarKernel.INSTANCE);
            state = layout.newState();
            network.initialize(state);
            example = network.newExample();
            answer = network.newAnswer();
        }

        void fill(SplitMix64 random) {
            for (int i = 0; i < INPUTS; i++) {
                example.features[i] = (float) random.nextGaussian();
            }
        }
    }

    static Stream<Arguments> activationsInMeshes() {
        return Stream.of(Activation.values())
                .flatMap(activation -> Stream.of(Execution.STEP, Execution.PIPELINE)
                        .map(execution -> Arguments.of(activation, execution)));
    }

    @ParameterizedTest
    @MethodSource("activationsInMeshes")
    void aHeldInputWithoutLearningGivesTheSweepsAnswerAfterAsManyTicksAsStages(
            Activation activation, Execution execution) {
        NetworkSpec spec = spec(4, activation).withLinearSkip().scaling(FeatureScaling.NONE);
        Model sweep = new Model(spec, Execution.SWEEP);
        Model step = new Model(spec, execution);
        sweep.fill(new SplitMix64(3));
        step.fill(new SplitMix64(3));
        for (int i = 0; i < step.state.floats.length && i < sweep.network.plan().parameterFloats(); i++) {
            float weight = 0.3f * (float) StrictMath.sin(i);
            sweep.state.floats[i] = weight;
            step.state.floats[i] = weight;
        }
        sweep.network.tick(sweep.state, sweep.example, sweep.answer);
        for (int tick = 1; tick <= 4; tick++) {
            step.network.tick(step.state, step.example, step.answer);
        }
        assertTrue(step.answer.present);
        assertArrayEquals(sweep.answer.outputs, step.answer.outputs);
        assertEquals(3, step.answer.latencyTicks);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyEventIsAnsweredOnceInOrderAndDrainingAnswersTheRest(int stages) {
        Model step = new Model(spec(stages, Activation.TANH), Execution.STEP);
        SplitMix64 random = new SplitMix64(8);
        int events = 25;
        long answered = 0;
        for (int event = 1; event <= events; event++) {
            step.fill(random);
            step.example.eventId("e" + event);
            step.example.label(event % 3);
            step.network.tick(step.state, step.example, step.answer);
            assertEquals(event >= stages, step.answer.present);
            if (step.answer.present) {
                assertEquals(++answered, step.answer.sequence);
                assertEquals("e" + answered, step.answer.eventId);
                assertEquals(answered % 3, (long) step.answer.truth[0]);
                assertTrue(step.answer.learned);
            }
        }
        assertEquals(stages - 1, step.network.inFlight(step.state));
        while (step.network.inFlight(step.state) > 0) {
            step.network.bubble(step.state, step.answer);
            assertTrue(step.answer.present);
            assertEquals(++answered, step.answer.sequence);
        }
        assertEquals(events, answered);
        long[] before = step.state.longs.clone();
        step.network.bubble(step.state, step.answer);
        assertFalse(step.answer.present);
        assertArrayEquals(before, step.state.longs);
    }

    @Test
    void aBubbleInTheMiddleChangesNoLaterAnswer() {
        NetworkSpec spec = spec(3, Activation.TANH);
        Model plain = new Model(spec, Execution.STEP);
        Model bubbly = new Model(spec, Execution.STEP);
        float[][] answers = new float[2][];
        int which = 0;
        for (Model model : new Model[] {plain, bubbly}) {
            SplitMix64 random = new SplitMix64(5);
            for (int event = 0; event < 9; event++) {
                model.fill(random);
                model.network.tick(model.state, model.example, model.answer);
                if (model == bubbly && event % 3 == 2) {
                    model.network.bubble(model.state, model.answer);
                }
            }
            while (model.network.inFlight(model.state) > 0) {
                model.network.bubble(model.state, model.answer);
            }
            answers[which++] = model.answer.outputs.clone();
            assertEquals(9, model.answer.sequence);
        }
        assertArrayEquals(answers[0], answers[1]);
    }

    @Test
    void learningUsesTheSamplesOwnHistory() {
        Model sweep = new Model(spec(3, Activation.TANH), Execution.SWEEP);
        Model step = new Model(spec(3, Activation.TANH), Execution.STEP);
        SplitMix64 random = new SplitMix64(21);
        sweep.fill(random);
        System.arraycopy(sweep.example.features, 0, step.example.features, 0, INPUTS);
        sweep.example.label(2);
        sweep.network.tick(sweep.state, sweep.example, sweep.answer);

        step.example.label(2);
        step.network.tick(step.state, step.example, step.answer);
        step.example.unlabelled();
        for (int other = 0; other < 2; other++) {
            step.network.tick(step.state, step.example, step.answer);
        }
        assertTrue(step.answer.learned);
        assertEquals(1, step.network.updates(step.state));
        int parameters = step.network.plan().parameterFloats();
        float[] swept = Arrays.copyOf(sweep.state.floats, parameters);
        float[] stepped = Arrays.copyOf(step.state.floats, parameters);
        assertArrayEquals(swept, stepped);
    }

    @Test
    void anUnlabelledEventIsAnsweredAndTeachesNothing() {
        Model step = new Model(spec(2, Activation.RELU), Execution.STEP);
        step.fill(new SplitMix64(1));
        float[] before = step.state.floats.clone();
        step.network.tick(step.state, step.example, step.answer);
        step.network.tick(step.state, step.example, step.answer);
        assertTrue(step.answer.present);
        assertFalse(step.answer.known);
        assertFalse(step.answer.learned);
        assertNull(step.answer.eventId);
        int parameters = step.network.plan().parameterFloats();
        assertArrayEquals(Arrays.copyOf(before, parameters), Arrays.copyOf(step.state.floats, parameters));
    }
}
