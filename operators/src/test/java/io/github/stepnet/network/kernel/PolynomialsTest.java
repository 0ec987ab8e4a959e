package io.github.stepnet.network.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class PolynomialsTest {

    private interface FloatFunction {
        float apply(float x);
    }

    @Test
    void expIsExactToTwoParts() {
        assertRelativeError(2e-7, -86.9f, 88.7f, Polynomials::exp, StrictMath::exp);
    }

    @Test
    void expOverflowsToInfinityAndUnderflowsToZero() {
        assertEquals(Float.POSITIVE_INFINITY, Polynomials.exp(88.73f));
        assertEquals(Float.POSITIVE_INFINITY, Polynomials.exp(Float.MAX_VALUE));
        assertTrue(Polynomials.exp(88.72f) < Float.POSITIVE_INFINITY);
        assertEquals(0f, Polynomials.exp(-87.1f));
        assertEquals(0f, Polynomials.exp(-Float.MAX_VALUE));
        assertTrue(Polynomials.exp(-86.9f) >= Float.MIN_NORMAL);
    }

    @Test
    void expOfZeroIsOne() {
        assertEquals(1f, Polynomials.exp(0f));
        assertEquals(1f, Polynomials.exp(-0f));
        assertEquals(1f, Polynomials.exp(Float.MIN_VALUE));
    }

    @Test
    void tanhKeepsItsDigitsEverywhere() {
        assertRelativeError(5e-7, -12f, 12f, Polynomials::tanh, StrictMath::tanh);
        assertRelativeError(5e-7, 1e-38f, 1e-30f, Polynomials::tanh, StrictMath::tanh);
        assertRelativeError(5e-7, 1e-7f, 1e-3f, Polynomials::tanh, StrictMath::tanh);
    }

    @Test
    void tanhIsOddAndBounded() {
        for (float x = 0f; x < 20f; x += 0.001f) {
            assertEquals(-Polynomials.tanh(x), Polynomials.tanh(-x));
            assertTrue(Polynomials.tanh(x) <= 1f);
        }
        assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(Polynomials.tanh(-0f)));
        assertEquals(Float.MIN_VALUE, Polynomials.tanh(Float.MIN_VALUE));
        assertEquals(1f, Polynomials.tanh(Float.MAX_VALUE));
    }

    @Test
    void sigmoidIsRelativelyExactOnBothSides() {
        assertRelativeError(5e-7, -86f, 86f, Polynomials::sigmoid, ReferenceKernel::sigmoid);
        assertEquals(0f, Polynomials.sigmoid(-Float.MAX_VALUE));
        assertEquals(1f, Polynomials.sigmoid(Float.MAX_VALUE));
    }

    @Test
    void softplusIsRelativelyExactOnBothSides() {
        assertRelativeError(4e-7, -86f, 86f, Polynomials::softplus, ReferenceKernel::softplus);
        assertEquals(Float.MAX_VALUE, Polynomials.softplus(Float.MAX_VALUE));
        assertEquals(0f, Polynomials.softplus(-Float.MAX_VALUE));
    }

    @Test
    void logIsRelativelyExactOverAllFloats() {
        assertRelativeError(2e-7, 0.5f, 2f, Polynomials::log, StrictMath::log);
        for (float x = Float.MIN_VALUE; x < Float.MAX_VALUE / 1.01f; x = Math.max(Math.nextUp(x), x * 1.01f)) {
            assertEquals(StrictMath.log(x), Polynomials.log(x), 2e-7 * Math.abs(StrictMath.log(x)), "log of " + x);
        }
    }

    @Test
    void logHasTheLimitsOfTheLogarithm() {
        assertEquals(0f, Polynomials.log(1f));
        assertEquals(Float.NEGATIVE_INFINITY, Polynomials.log(0f));
        assertEquals(Float.NEGATIVE_INFINITY, Polynomials.log(-0f));
        assertEquals(Float.POSITIVE_INFINITY, Polynomials.log(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Polynomials.log(-1f)));
        assertTrue(Float.isNaN(Polynomials.log(Float.NaN)));
    }

    @Test
    void siluAndGeluFollowTheirDefinitions() {
        for (float x = -20f; x < 20f; x += 0.0007f) {
            double bound = 1e-6 * Math.abs(x) + 1e-9;
            assertEquals(x * ReferenceKernel.sigmoid(x), Polynomials.silu(x), bound);
            assertEquals(ReferenceKernel.gelu(x), Polynomials.gelu(x), bound);
            assertEquals(ReferenceKernel.geluSlope(x), Polynomials.geluSlope(x), 4e-6, "slope at " + x);
        }
        for (float huge : new float[] {1e3f, 1e20f, Float.MAX_VALUE}) {
            assertEquals(huge, Polynomials.silu(huge));
            assertEquals(huge, Polynomials.gelu(huge));
            assertEquals(0f, Math.abs(Polynomials.silu(-huge)));
            assertEquals(0f, Math.abs(Polynomials.gelu(-huge)));
            assertEquals(1f, Polynomials.siluSlope(huge));
            assertEquals(1f, Polynomials.geluSlope(huge));
            assertEquals(0f, Math.abs(Polynomials.siluSlope(-huge)));
            assertEquals(0f, Math.abs(Polynomials.geluSlope(-huge)));
        }
    }

    /** Half a million arguments, evenly spread. */
    private static void assertRelativeError(
            double bound, float low, float high, FloatFunction function, DoubleUnaryOperator exact) {
        int steps = 500_000;
        for (int i = 0; i <= steps; i++) {
            float x = (float) (low + ((double) high - low) * i / steps);
            double expected = exact.applyAsDouble(x);
            double actual = function.apply(x);
            if (!(Math.abs(actual - expected) <= bound * Math.abs(expected))) {
                assertEquals(expected, actual, bound * Math.abs(expected), "at " + x);
            }
        }
    }
}
