package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiHeadAttentionTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        List<LayerCase> cases = new ArrayList<>();
        cases.add(LayerCase.of(new MultiHeadAttention(1).withoutPositions(), 1, 1));
        cases.add(LayerCase.of(new MultiHeadAttention(1), 3, 2));
        cases.add(LayerCase.of(new MultiHeadAttention(2), 5, 12));
        cases.add(LayerCase.of(new MultiHeadAttention(2, 0, false, 1e6, 0), 4, 8));
        cases.add(LayerCase.of(new MultiHeadAttention(6, 2, true, 100, 0), 3, 12));
        cases.add(LayerCase.of(new MultiHeadAttention(4, 1, false, 0, 0), 3, 4));
        cases.add(LayerCase.of(new MultiHeadAttention(1).withoutPositions().over(1), 1));
        cases.add(LayerCase.of(new MultiHeadAttention(2).over(2), 4));
        cases.add(LayerCase.of(new MultiHeadAttention(4, 2, true, 10, 3), 8));
        cases.add(LayerCase.of(new MultiHeadAttention(3, 1, false, 0, 9), 9));
        return cases;
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(
                LayerCase.of(new MultiHeadAttention(2), 4),
                LayerCase.of(new MultiHeadAttention(2), 2, 2, 4),
                LayerCase.of(new MultiHeadAttention(2).over(3), 2, 4),
                LayerCase.of(new MultiHeadAttention(3), 2, 8),
                LayerCase.of(new MultiHeadAttention(3), 2, 9));
    }

    /** Appendix A2 of the stepping specification. */
    @Test
    void itAnswersAsTheOriginalDoes() {
        StageRig rig = rig(new MultiHeadAttention(2), 3, 4);
        float[] weights = new float[rig.parameters];
        for (int projection = 0; projection < 4; projection++) {
            float[] w = SeedVectors.w(16, 0.3 * projection);
            for (int i = 0; i < 16; i++) {
                weights[20 * projection + Kernel.weightIndex(4, 4, i / 4, i % 4)] = w[i];
            }
            System.arraycopy(SeedVectors.w(4, 0.1 * projection), 0, weights, 20 * projection + 16, 4);
        }
        set(rig, weights);
        assertArrayEquals(
                new float[] {
                    .561835f, .604020f, .362124f, -.050084f,
                    .516364f, .567841f, .352254f, -.029003f,
                    .517806f, .573309f, .359176f, -.023884f
                },
                answer(rig, SeedVectors.x(12)),
                1e-5f);
    }

    @Test
    void aWindowOverEventsAnswersAsTheStepsOfOneEventDo() {
        int steps = 6;
        int n = 3;
        float[] inputs = random(steps * 4, 5);
        StageRig window = rig(new MultiHeadAttention(2, 1, true, 10, n), 4);
        for (int event = 0; event < steps; event++) {
            float[] windowed = answer(window, Arrays.copyOfRange(inputs, 4 * event, 4 * event + 4));
            int first = Math.max(0, event + 1 - n);
            StageRig whole = rig(new MultiHeadAttention(2, 1, true, 10, 0), event + 1 - first, 4);
            set(
                    whole,
                    Arrays.copyOfRange(
                            window.frame.parameters,
                            window.frame.parametersAt,
                            window.frame.parametersAt + window.parameters));
            float[] rows = answer(whole, Arrays.copyOfRange(inputs, 4 * first, 4 * event + 4));
            assertArrayEquals(
                    Arrays.copyOfRange(rows, rows.length - 4, rows.length), windowed, 1e-6f, "event " + event);
        }
    }

    @Test
    void theWayBackDoesNotMindThatTheMemoryHasMovedOn() {
        StageRig rig = rig(new MultiHeadAttention(2).over(3), 4);
        answer(rig, random(4, 1));
        answer(rig, random(4, 2));
        float[] before = gradient(rig);
        Arrays.fill(rig.frame.memory, 9f);
        assertArrayEquals(before, gradient(rig));
    }

    @Test
    void rotationCountsDistancesOnly() {
        RotaryPositions positions = new RotaryPositions(100, 6, 20);
        float[] q = random(6, 3);
        float[] k = random(6, 4);
        float[] products = new float[3];
        for (int shift = 0; shift < 3; shift++) {
            float[] a = q.clone();
            float[] b = k.clone();
            positions.rotate(1, 5 + 7 * shift, a, 0);
            positions.rotate(1, 2 + 7 * shift, b, 0);
            products[shift] = ScalarKernel.INSTANCE.dot(6, a, 0, b, 0);
            positions.unrotate(1, 5 + 7 * shift, a, 0);
            assertArrayEquals(q, a, 1e-6f);
        }
        assertEquals(products[0], products[1], 1e-6f);
        assertEquals(products[0], products[2], 1e-6f);
        assertNotEquals(ScalarKernel.INSTANCE.dot(6, q, 0, k, 0), products[0], 1e-3f);
    }

    @Test
    void itsNumbersAreChecked() {
        assertRefused("MultiHeadAttention.heads is 0; it must be at least 1", 0, 0, 1e6, 0);
        assertRefused("MultiHeadAttention.keyValueHeads is 3; use 0 or a divisor of the 4 heads", 4, 3, 1e6, 0);
        assertRefused("MultiHeadAttention.rotaryBase is NaN; it must be 0 or above and finite", 4, 0, Double.NaN, 0);
        assertRefused("MultiHeadAttention.window is -1; it must be 0 or a number of events", 4, 0, 1e6, -1);
    }

    private static void assertRefused(String message, int heads, int keyValueHeads, double base, int window) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MultiHeadAttention(heads, keyValueHeads, true, base, window))
                        .getMessage());
    }

    private static StageRig rig(MultiHeadAttention layer, int... sizes) {
        return new StageRig(new AttentionStage(layer, Shape.of(sizes)), LayerCase.Inputs.REAL, ScalarKernel.INSTANCE);
    }

    private static void set(StageRig rig, float[] parameters) {
        System.arraycopy(parameters, 0, rig.frame.parameters, rig.frame.parametersAt, parameters.length);
    }

    private static float[] answer(StageRig rig, float[] input) {
        Frame f = rig.frame;
        System.arraycopy(input, 0, f.values, f.inputAt, input.length);
        rig.stage.forward(f);
        return Arrays.copyOfRange(f.values, f.outputAt, f.outputAt + rig.outputs);
    }

    private static float[] gradient(StageRig rig) {
        Arrays.fill(rig.frame.gradient, 0f);
        rig.stage.delta(rig.frame, 0f);
        rig.stage.accumulate(rig.frame, 1f);
        return rig.frame.gradient.clone();
    }

    private static float[] random(int n, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Where a single row is asked, it has all the attention. */
    @Override
    protected boolean isWithoutEffect(LayerCase c, ParameterBlock block) {
        int window = ((MultiHeadAttention) c.layer()).window();
        int rows = window > 0 ? window : c.input().size(0);
        return rows == 1 && block.name().matches(".*\\.(query|key)(Weights|Biases)");
    }
}
