package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.learning.Tween;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final NetworkSpec REGRESSION = NetworkSpec.inputs(2)
            .then(new Dense(16, Activation.TANH))
            .then(new Dense(2))
            .loss(Loss.squaredError())
            .seed(1);

    @Test
    void aStepThatWouldLeaveANonFiniteValueIsNotTaken() {
        for (Optimizer optimizer : List.of(Sgd.rate(1e30f), Adam.rate(3e38f))) {
            Model model = new Model(NetworkLearner.of(REGRESSION, optimizer));
            Network network = model.network;
            NetworkState state = model.state;
            Example example = network.newExample();
            Answer answer = network.newAnswer();
            for (int event = 0; event < 5; event++) {
                NetworkState before = state.copy();
                example.features[0] = event;
                example.features[1] = -2f * event;
                example.truth[0] = 1e30f;
                example.truth[1] = -1e30f;
                example.target();
                network.tick(state, example, answer);
                assertTrue(allFinite(state.floats), "all parameters stay finite");
                if (answer.refused) {
                    assertFalse(answer.learned);
                    assertArrayEquals(before.floats, state.floats);
                    assertArrayEquals(scaler(before), scaler(state));
                    assertEquals(network.refusedUpdates(before) + 1, network.refusedUpdates(state));
                    assertEquals(network.updates(before), network.updates(state));
                }
            }
            assertTrue(network.refusedUpdates(state) > 0, optimizer + " was never refused");
        }
    }

    @Test
    void aNetworkGoesOnLearningAfterARefusedStep() {
        Model model = new Model(NetworkLearner.of(REGRESSION.scaling(FeatureScaling.NONE), Sgd.rate(0.05f)));
        SplitMix64 random = new SplitMix64(4);
        Example example = model.network.newExample();
        Answer answer = model.network.newAnswer();
        float late = 0;
        for (int event = 0; event < 3000; event++) {
            boolean spike = event == 1500;
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            example.features[0] = a;
            example.features[1] = b;
            example.truth[0] = spike ? Float.POSITIVE_INFINITY : a - b;
            example.truth[1] = a * b;
            example.target();
            model.network.tick(model.state, example, answer);
            assertEquals(spike, answer.refused);
            late += event >= 2900 ? answer.loss / 100 : 0;
        }
        assertTrue(late < 0.2f, "mean loss of the last 100 events is " + late);
    }

    @Test
    void targetsInThousandsAreLearnedAndAnsweredInTheirOwnUnits() {
        Model model = new Model(NetworkLearner.of(REGRESSION, Sgd.rate(0.05f)));
        SplitMix64 random = new SplitMix64(9);
        Example example = model.network.newExample();
        Answer answer = model.network.newAnswer();
        double error = 0;
        for (int event = 0; event < 4000; event++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            example.features[0] = a;
            example.features[1] = b;
            example.truth[0] = 5000 + 1000 * (a - b);
            example.truth[1] = 0.001f * a;
            example.target();
            model.network.tick(model.state, example, answer);
            error += event >= 3500 ? Math.abs(answer.outputs[0] - example.truth[0]) / 500 : 0;
        }
        assertTrue(error < 150, "mean absolute error is " + error);
        assertEquals(0, model.network.refusedUpdates(model.state));
    }

    @Test
    void unitsOfFeaturesDoNotMatterWhenTheyAreScaled() {
        NetworkLearner learner = NetworkLearner.of(REGRESSION, Sgd.rate(0.02f));
        Model metres = new Model(learner);
        Model millimetres = new Model(learner);
        float[] outputs = run(metres, 1f);
        assertArrayEquals(outputs, run(millimetres, 1024f), 1e-4f);
    }

    private static float[] run(Model model, float unit) {
        SplitMix64 random = new SplitMix64(6);
        Example example = model.network.newExample();
        Answer answer = model.network.newAnswer();
        for (int event = 0; event < 200; event++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            example.features[0] = unit * a;
            example.features[1] = unit * b;
            example.truth[0] = a;
            example.truth[1] = b;
            example.target();
            model.network.tick(model.state, example, answer);
        }
        return answer.outputs.clone();
    }

    @Test
    void accumulatedExamplesTeachTheirMeanGradient() {
        NetworkSpec unscaled = REGRESSION.scaling(FeatureScaling.NONE);
        Model ticked = new Model(NetworkLearner.of(unscaled, Sgd.rate(0.1f)));
        Model applied = new Model(NetworkLearner.of(unscaled, Sgd.rate(0.1f)));
        Example example = ticked.network.newExample();
        example.features[0] = 0.5f;
        example.features[1] = -1f;
        example.truth[0] = 2f;
        example.truth[1] = 0f;
        example.target();
        ticked.network.tick(ticked.state, example, ticked.network.newAnswer());
        example.unlabelled();
        Answer answer = applied.network.newAnswer();
        applied.network.tick(applied.state, example, answer);
        PendingExample pending = applied.network.newPendingExample();
        applied.network.keep(applied.state, answer, pending);
        assertFalse(applied.network.apply(applied.state));
        applied.network.accumulate(applied.state, pending, example.truth, 0.5f);
        applied.network.accumulate(applied.state, pending, example.truth, 1.5f);
        assertTrue(applied.network.apply(applied.state));
        assertArrayEquals(ticked.state.floats, applied.state.floats, 1e-6f);
        assertEquals(1, applied.network.updates(applied.state));
    }

    @Test
    void aLinearSkipStartsAtZeroAndLearns() {
        NetworkSpec dead = NetworkSpec.inputs(2)
                .then(new Dense(1))
                .loss(Loss.squaredError())
                .withLinearSkip();
        Model plain = new Model(
                NetworkLearner.of(NetworkSpec.inputs(2).then(new Dense(1)).loss(Loss.squaredError()), Sgd.rate(0.1f)));
        Model skip = new Model(NetworkLearner.of(dead, Sgd.rate(0.1f)));
        Example example = plain.network.newExample();
        example.features[0] = 1f;
        example.features[1] = 2f;
        example.unlabelled();
        Answer one = plain.network.newAnswer();
        Answer two = skip.network.newAnswer();
        plain.network.tick(plain.state, example, one);
        skip.network.tick(skip.state, example, two);
        assertEquals(one.outputs[0], two.outputs[0]);
        assertEquals(2 * (2 + 1), skip.network.plan().parameterFloats());
    }

    @Test
    void aNetworkWithoutLayersIsRefused() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> NetworkSpec.inputs(3).plan());
        assertEquals("NetworkSpec.layers is empty; add at least one, such as new Dense(3)", error.getMessage());
    }

    @Test
    void itsTableShowsStagesFloatsAndBytes() {
        String table =
                new Model(NetworkLearner.of(REGRESSION, Adam.rate(0.01f)).execution(Execution.STEP)).network.describe();
        assertTrue(table.contains("layers[0]"), table);
        assertTrue(table.contains("82 parameters"), table);
        assertTrue(table.contains("answers after 2 ticks"), table);
    }

    @Test
    void whatLearningTakesRoomForIsInTheTable() {
        String table = new Model(NetworkLearner.of(REGRESSION, Adam.rate(0.01f))
                        .cadence(4)
                        .techniques(Replay.of(20))
                        .handOver(new HandOver.AfterUpdates(new Tween(), 9)))
                .network.describe();
        assertTrue(table.contains("one update for 4 samples\n"), table);
        assertTrue(table.contains("technique {replay: {capacity: 20, updates: 1, keep: uniform}}\n"), table);
        assertTrue(table.contains("hand-over {after-updates: {to: "), table);
    }

    /** The doubles behind the two in which the teacher keeps its bound of the parameters. */
    private static double[] scaler(NetworkState state) {
        return Arrays.copyOfRange(state.doubles, 2, state.doubles.length);
    }

    private static boolean allFinite(float[] floats) {
        for (float value : floats) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** A compiled learner with one fresh key. */
    private static final class Model {
        final Network network;
        final NetworkState state;

        Model(NetworkLearner learner) {
            StateLayout layout = new StateLayout();
            network = learner.compile(layout, ScalarKernel.INSTANCE);
            state = layout.newState();
            network.initialize(state);
        }
    }
}
