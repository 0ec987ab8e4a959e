package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.SoftmaxVariant.Entmax;
import io.github.stepnet.network.layer.SoftmaxVariant.Grid;
import io.github.stepnet.network.layer.SoftmaxVariant.Gumbel;
import io.github.stepnet.network.layer.SoftmaxVariant.Hierarchical;
import io.github.stepnet.network.layer.SoftmaxVariant.Masked;
import io.github.stepnet.network.layer.SoftmaxVariant.Sparsemax;
import io.github.stepnet.network.layer.SoftmaxVariant.Temperature;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SoftmaxTest extends LayerContract {

    private static final float[] X = {0.2f, -0.4f, 0.9f, 0.5f, -1f, 0.1f};

    @Override
    protected List<LayerCase> examples() {
        List<LayerCase> cases = new ArrayList<>();
        cases.add(LayerCase.of(new Softmax(), 1));
        cases.add(LayerCase.of(new Softmax(), 4, 5));
        cases.add(LayerCase.of(new Softmax(new Grid(3)), 12));
        cases.add(LayerCase.of(new Softmax(new Grid(1)), 3));
        cases.add(LayerCase.of(new Softmax(new Hierarchical(List.of(2, 1, 3))), 6));
        cases.add(LayerCase.of(new Softmax(new Hierarchical(List.of(4))), 4));
        cases.add(LayerCase.of(new Softmax(new Temperature(0.5f)), 5));
        cases.add(LayerCase.of(new Softmax(new Temperature(3f)), 17));
        cases.add(LayerCase.of(new Softmax(new Gumbel(1f, 0)), 5));
        cases.add(LayerCase.of(new Softmax(new Gumbel(0.7f, 4)), 2, 9));
        cases.add(LayerCase.of(new Softmax(new Masked(List.of(0, 3))), 5));
        cases.add(LayerCase.of(new Softmax(new Masked(List.of())), 2));
        cases.add(LayerCase.of(new Softmax(new Sparsemax()), 1));
        cases.add(LayerCase.of(new Softmax(new Sparsemax()), 9));
        cases.add(LayerCase.of(new Softmax(new Entmax(1)), 3));
        cases.add(LayerCase.of(new Softmax(new Entmax(1.5)), 7));
        cases.add(LayerCase.of(new Softmax(new Entmax(2)), 5));
        return cases;
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(
                LayerCase.of(new Softmax(new Grid(3)), 2, 4),
                LayerCase.of(new Softmax(new Hierarchical(List.of(2, 3))), 5),
                LayerCase.of(new Softmax(new Hierarchical(List.of(1 << 20, 1 << 20, 1 << 24))), 5),
                LayerCase.of(new Softmax(new Masked(List.of(5))), 5),
                LayerCase.of(new Softmax(new Masked(List.of(0, 1))), 2));
    }

    @Test
    void everyVariantGivesItsShares() {
        assertShares(new SoftmaxVariant.Standard(), softmax(X));
        float[] rows = new float[6];
        System.arraycopy(softmax(Arrays.copyOfRange(X, 0, 3)), 0, rows, 0, 3);
        System.arraycopy(softmax(Arrays.copyOfRange(X, 3, 6)), 0, rows, 3, 3);
        assertShares(new Grid(2), rows);
        assertShares(new Hierarchical(List.of(2, 3)), rows);
        float[] halves = X.clone();
        ScalarKernel.INSTANCE.scale(6, 0.5f, halves, 0);
        assertShares(new Temperature(2f), softmax(halves));
        float[] rest = softmax(new float[] {0.2f, 0.9f, 0.5f, -1f});
        assertShares(new Masked(List.of(5, 1)), new float[] {rest[0], 0f, rest[1], rest[2], rest[3], 0f});
        // 0.9 - tau + 0.5 - tau = 1 for tau = 0.2, which no other value exceeds
        float[] sparse = {0f, 0f, 0.7f, 0.3f, 0f, 0f};
        assertShares(new Sparsemax(), sparse);
        assertShares(new Entmax(1), softmax(X));
        assertShares(new Entmax(2), sparse);
        float[] blend = softmax(X);
        for (int i = 0; i < 6; i++) {
            blend[i] = 0.75f * blend[i] + 0.25f * sparse[i];
        }
        assertShares(new Entmax(1.25), blend);
    }

    private static void assertShares(SoftmaxVariant variant, float[] expected) {
        assertArrayEquals(expected, answer(rig(variant)), 1e-6f, variant.toString());
    }

    @Test
    void sparsemaxIsTheNearestPointOfTheSimplexForLargeValuesToo() {
        float[] y = {3e38f, -3e38f, Float.NEGATIVE_INFINITY, 3e38f};
        Simplex.project(4, y, 0, 0);
        assertArrayEquals(new float[] {0.5f, 0f, 0f, 0.5f}, y);
    }

    @Test
    void gumbelNoiseIsFreshForEveryEventAndTheSameInAReplay() {
        StageRig one = rig(new Gumbel(1f, 5));
        float[] first = answer(one);
        float[] second = answer(one);
        assertTrue(Math.abs(first[0] - second[0]) > 1e-4f);
        StageRig replay = rig(new Gumbel(1f, 5));
        assertArrayEquals(first, answer(replay));
        assertArrayEquals(second, answer(replay));
        assertTrue(Math.abs(first[0] - answer(rig(new Gumbel(1f, 6)))[0]) > 1e-4f);
    }

    @Test
    void aKeyMayHaveMoreEventsThanAFloatCanCount() {
        StageRig rig = rig(new Gumbel(1f, 5));
        rig.frame.memory[rig.frame.memoryAt] = 0x1p24f - 1f;
        answer(rig);
        assertEquals(0f, rig.frame.memory[rig.frame.memoryAt]);
        assertEquals(1f, rig.frame.memory[rig.frame.memoryAt + 1]);
    }

    /** Mean and variance of the Gumbel distribution are Euler's constant and pi^2 / 6. */
    @Test
    void gumbelNoiseHasItsDistribution() {
        Gumbel gumbel = new Gumbel(1f, 3);
        int n = 100_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double noise = gumbel.noise(i);
            sum += noise;
            squares += noise * noise;
        }
        double mean = sum / n;
        assertEquals(0.57722, mean, 0.015);
        assertEquals(1.64493, squares / n - mean * mean, 0.04);
    }

    @Test
    void itsNumbersAreChecked() {
        assertRefused("Grid.rows is 0; it must be at least 1", () -> new Grid(0));
        assertRefused(
                "Hierarchical.levels is [2, 0]; give at least one level, each at least 1",
                () -> new Hierarchical(List.of(2, 0)));
        assertRefused("Temperature.temperature is 0.0; it must be at least 1e-6 and finite", () -> new Temperature(0f));
        assertRefused(
                "Gumbel.temperature is Infinity; it must be at least 1e-6 and finite",
                () -> new Gumbel(Float.POSITIVE_INFINITY, 0));
        assertRefused("Masked.positions is [1, 1]; give each once, counted from 0", () -> new Masked(List.of(1, 1)));
        assertRefused("Entmax.alpha is 2.5; it must be within [1, 2]", () -> new Entmax(2.5));
    }

    private static void assertRefused(String message, Executable constructor) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, constructor).getMessage());
    }

    private static StageRig rig(SoftmaxVariant variant) {
        LayerCase c = LayerCase.of(new Softmax(variant), 6);
        Plan plan = LayerRig.plan(c);
        Stage stage = ((StageNode) plan.nodes().get(1)).stage();
        assertEquals(Shape.of(6), stage.output());
        return new StageRig(stage, LayerCase.Inputs.REAL, ScalarKernel.INSTANCE);
    }

    private static float[] answer(StageRig rig) {
        Frame f = rig.frame;
        System.arraycopy(X, 0, f.values, f.inputAt, 6);
        rig.stage.forward(f);
        return Arrays.copyOfRange(f.values, f.outputAt, f.outputAt + 6);
    }

    private static float[] softmax(float[] x) {
        float[] y = new float[x.length];
        ScalarKernel.INSTANCE.softmax(x.length, x, 0, y, 0);
        return y;
    }
}
