package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningScalerTest {

    private final StateLayout layout = new StateLayout();
    private final RunningScaler scaler = new RunningScaler(2, layout);
    private final NetworkState state = layout.newState();
    private final float[] values = new float[2];
    private final float[] out = new float[2];

    private void observe(float a, float b) {
        values[0] = a;
        values[1] = b;
        scaler.observe(state, values);
    }

    private float[] scaled(float a, float b) {
        values[0] = a;
        values[1] = b;
        scaler.transform(state, values, out, 0);
        return out;
    }

    private void observeNormal(SplitMix64 random, int events) {
        for (int n = 0; n < events; n++) {
            observe((float) (50 + 2 * random.nextGaussian()), (float) random.nextGaussian());
        }
    }

    @Test
    void valuesLeaveWithMeanZeroAndDeviationOne() {
        observeNormal(new SplitMix64(1), 10_000);
        assertArrayEquals(new float[] {0f, 1f}, scaled(50, 1), 0.05f);
        assertArrayEquals(new float[] {1f, -1f}, scaled(52, -1), 0.05f);
        float[] back = {1f, -2f};
        scaler.invert(state, back);
        assertArrayEquals(new float[] {52f, -2f}, back, 0.1f);
    }

    @ParameterizedTest
    @ValueSource(floats = {1e30f, -1e30f, Float.MAX_VALUE, -999_999f})
    void anOutlierIsForgotten(float outlier) {
        SplitMix64 random = new SplitMix64(2);
        observeNormal(random, 100);
        observe(outlier, 0);
        assertEquals(Math.copySign(10f, outlier), scaled(outlier, 0)[0]);
        observeNormal(random, 1_000);
        assertArrayEquals(new float[] {0f, 1f}, scaled(50, 1), 0.2f);
        assertEquals(1f, scaled(52, 0)[0], 0.2f);
    }

    @Test
    void aStreamThatMovesFarIsFollowed() {
        SplitMix64 random = new SplitMix64(3);
        observeNormal(random, 200);
        for (int n = 0; n < 20_000; n++) {
            observe((float) (5_000 + 2 * random.nextGaussian()), 0);
        }
        assertEquals(0f, scaled(5_000, 0)[0], 0.5f);
    }

    @Test
    void theFirstEventsSetTheScaleWhateverItIs() {
        for (int n = 0; n < 100; n++) {
            observe(n == 99 ? 1e30f : 0, 0);
        }
        assertEquals(Math.sqrt(99), scaled(1e30f, 0)[0], 1e-3);
        assertEquals(0f, scaled(0, 5)[1], "a value that never changed");
    }

    @Test
    void anOutlierCanBeTakenBack() {
        observeNormal(new SplitMix64(4), 150);
        NetworkState before = state.copy();
        observe(1e30f, -1e30f);
        scaler.forget(state);
        assertArrayEquals(before.doubles, state.doubles);
        assertArrayEquals(before.longs, state.longs);
    }

    /** A sum to learn, with one outlier in a feature and one in the target. */
    @Test
    void aLearnerKeepsLearningAfterOutliersInAFeatureAndInTheTarget() {
        StateLayout slots = new StateLayout();
        Network network = NetworkLearner.of(
                        NetworkSpec.inputs(2)
                                .then(new Dense(12, Activation.TANH))
                                .then(new Dense(1))
                                .loss(Loss.squaredError())
                                .seed(5),
                        Adam.rate(0.01f))
                .compile(slots, Kernels.scalar());
        NetworkState key = slots.newState();
        network.initialize(key);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        SplitMix64 random = new SplitMix64(6);
        double error = 0;
        for (int n = 0; n < 6_000; n++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            example.features[0] = n == 1_000 ? 1e30f : a;
            example.features[1] = b;
            example.truth[0] = n == 2_000 ? -1e30f : 100 + 20 * a - 10 * b;
            example.target();
            network.tick(key, example, answer);
            assertTrue(answer.learned, "event " + n);
            error += n >= 5_500 ? Math.abs(answer.outputs[0] - example.truth[0]) / 500 : 0;
        }
        assertTrue(error < 4, "mean absolute error of the last 500 events is " + error + ", the deviation is 22");
    }

    @Test
    void statisticsThatForgetFollowALevelThatMoves() {
        StateLayout slots = new StateLayout();
        RunningScaler forgetting = new RunningScaler(1, List.of(), 100, slots);
        NetworkState key = slots.newState();
        SplitMix64 random = new SplitMix64(5);
        float[] value = new float[1];
        float[] scaled = new float[1];
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < 3_000; n++) {
            value[0] = (float) ((n < 1_000 ? 0 : 40) + (n < 1_000 ? 1 : 5) * random.nextGaussian());
            forgetting.observe(key, value);
            forgetting.transform(key, value, scaled, 0);
            sum += n < 2_000 ? 0 : scaled[0];
            squares += n < 2_000 ? 0 : scaled[0] * scaled[0];
        }
        assertEquals(0, sum / 1_000, 0.1);
        assertEquals(1, squares / 1_000, 0.1);
    }
}
