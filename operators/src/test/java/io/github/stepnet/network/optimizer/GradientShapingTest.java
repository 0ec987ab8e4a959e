package io.github.stepnet.network.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.kernel.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientShapingTest {

    private static float[] clipped(GradientShaping shaping, float... gradient) {
        List<ParameterBlock> all =
                List.of(new ParameterBlock("weights", 0, gradient.length, ParameterBlock.Role.WEIGHT));
        shaping.bind(all, gradient.length).shape(Kernels.scalar(), gradient);
        return gradient;
    }

    @Test
    void aLongGradientIsScaledDownAndAShortOneStays() {
        assertArrayEquals(new float[] {0.6f, -0.8f}, clipped(new GradientShaping.Norm(1f), 30f, -40f), 1e-6f);
        assertArrayEquals(new float[] {0.3f, -0.4f}, clipped(new GradientShaping.Norm(1f), 0.3f, -0.4f));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e19f, 1e20f, 1e30f, 8e37f})
    void aGradientWhoseSquaresOverflowKeepsItsDirection(float unit) {
        assertArrayEquals(
                new float[] {3f, -4f, 0f}, clipped(new GradientShaping.Norm(5f), 3 * unit, -4 * unit, 0f), 1e-4f);
    }

    @Test
    void aBoundAboveTheNormLeavesEvenSuchAGradientAlone() {
        assertArrayEquals(new float[] {3e20f, -4e20f}, clipped(new GradientShaping.Norm(1e30f), 3e20f, -4e20f));
    }

    @Test
    void aGradientThatIsNotFiniteStaysSoThatTheStepIsRefused() {
        assertEquals(Float.POSITIVE_INFINITY, clipped(new GradientShaping.Norm(5f), 1f, Float.POSITIVE_INFINITY)[1]);
        assertTrue(Float.isNaN(clipped(new GradientShaping.Norm(5f), 1e30f, Float.NaN)[1]));
    }

    @Test
    void everyValueIsClamped() {
        assertArrayEquals(new float[] {2f, -2f, 1f}, clipped(new GradientShaping.Value(2f), 1e30f, -3f, 1f));
    }

    /** The check value of the stepping specification, section 2.7. */
    @Test
    void aLiquidGradientIsRescaledByTheSoftmaxOfItsMagnitudes() {
        float[] liquid = clipped(new GradientShaping.Liquid(), 0.001f, -0.002f, 0.003f, 0.5f);
        assertArrayEquals(new float[] {.000860f, -.001722f, .002586f, .708407f}, liquid, 1e-6f);
    }

    @Test
    void everyBlockIsRescaledForItself() {
        float[] gradient = {0.001f, -0.002f, 0.003f, 0.5f, 7f, 7f};
        List<ParameterBlock> blocks = List.of(
                new ParameterBlock("weights", 0, 4, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("biases", 4, 2, ParameterBlock.Role.BIAS));
        new GradientShaping.Liquid().bind(blocks, 6).shape(Kernels.scalar(), gradient);
        assertArrayEquals(new float[] {.000860f, -.001722f, .002586f, .708407f, 7f, 7f}, gradient, 1e-6f);
    }

    @Test
    void shapingsInTurnActOneAfterTheOther() {
        GradientShaping both =
                new GradientShaping.InTurn(List.of(new GradientShaping.Norm(5f), new GradientShaping.Value(3.5f)));
        assertArrayEquals(new float[] {3f, -3.5f}, clipped(both, 30f, -40f), 1e-5f);
    }
}
