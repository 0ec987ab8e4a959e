package io.github.stepnet.network.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.kernel.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {

    private static float[] clipped(Clipping clipping, float... gradient) {
        clipping.apply(Kernels.scalar(), gradient.length, gradient);
        return gradient;
    }

    @Test
    void aLongGradientIsScaledDownAndAShortOneStays() {
        assertArrayEquals(new float[] {0.6f, -0.8f}, clipped(new Clipping.Norm(1f), 30f, -40f), 1e-6f);
        assertArrayEquals(new float[] {0.3f, -0.4f}, clipped(new Clipping.Norm(1f), 0.3f, -0.4f));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e19f, 1e20f, 1e30f, 8e37f})
    void aGradientWhoseSquaresOverflowKeepsItsDirection(float unit) {
        assertArrayEquals(new float[] {3f, -4f, 0f}, clipped(new Clipping.Norm(5f), 3 * unit, -4 * unit, 0f), 1e-4f);
    }

    @Test
    void aBoundAboveTheNormLeavesEvenSuchAGradientAlone() {
        assertArrayEquals(new float[] {3e20f, -4e20f}, clipped(new Clipping.Norm(1e30f), 3e20f, -4e20f));
    }

    @Test
    void aGradientThatIsNotFiniteStaysSoThatTheStepIsRefused() {
        assertEquals(Float.POSITIVE_INFINITY, clipped(new Clipping.Norm(5f), 1f, Float.POSITIVE_INFINITY)[1]);
        assertTrue(Float.isNaN(clipped(new Clipping.Norm(5f), 1e30f, Float.NaN)[1]));
    }

    @Test
    void everyValueIsClamped() {
        assertArrayEquals(new float[] {2f, -2f, 1f}, clipped(new Clipping.Value(2f), 1e30f, -3f, 1f));
    }
}
