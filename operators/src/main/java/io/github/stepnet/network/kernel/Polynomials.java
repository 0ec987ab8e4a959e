package io.github.stepnet.network.kernel;

/**
 * Elementary functions as short polynomials in fused multiply-adds, with the same bits on every virtual machine.
 *
 * <p>The scalar kernel calls these functions; the vector kernel repeats their steps lane by lane from the same
 * constants, so an element has the same bits whether a lane or a tail computed it. Relative errors, for results that
 * are normal floats: {@link #exp} and {@link #log} 2e-7, {@link #softplus} 4e-7, {@link #tanh} and {@link #sigmoid}
 * 5e-7. NaN stays NaN everywhere. Each costs ten to twenty multiply-adds and at most two divisions; on a processor
 * without fused multiply-add {@link Math#fma} has the same bits, computed in software.
 *
 * <p>{@code exp}: {@code x = n ln 2 + r} with {@code |r| <= ln(2) / 2}; {@code n} falls out of adding a number so large
 * that the sum has no room for a fraction; {@code e^r - 1 = r + r^2 (E0 + E1 r + ...)}. {@code tanh} keeps {@code e^r -
 * 1}, which has all its digits near 0. {@code log}: {@code ln m = 2 artanh s} with {@code s = (m - 1) / (m + 1)} and
 * {@code 2 artanh s = 2 s + s^3 (A0 + A1 s^2 + ...)}. All coefficients are minimax fits, rounded to floats.
 */
public final class Polynomials {

    /** From here down {@code e^x} is 0, and the exponent of half of it still fits a float. */
    public static final float EXP_LOWEST = -87.2f;

    /** Here {@code e^x} is infinite, and half of it still fits a float's exponent. */
    public static final float EXP_HIGHEST = 89f;

    public static final float LOG2_E = 1.442695f;

    /**
     * 1.5 * 2^23: added to a small float it leaves the nearest integer in the low bits of the sum, below nine zeros.
     */
    public static final float ROUNDER = 12582912f;

    /** ln 2 in two parts; the product of the first with an exponent is exact. */
    public static final float LN2_HIGH = 0.69314575f;

    public static final float LN2_LOW = 1.4286068e-6f;

    public static final int FRACTION_BITS = 23;

    /** The bits of 1/2, to which the shifted exponent is added. */
    public static final int HALF_BITS = 0x3F000000;

    public static final float E0 = 0.49999994f;
    public static final float E1 = 0.1666652f;
    public static final float E2 = 0.041668393f;
    public static final float E3 = 0.008368781f;
    public static final float E4 = 0.0013814467f;

    public static final float A0 = 0.6666641f;
    public static final float A1 = 0.4002177f;
    public static final float A2 = 0.27997863f;
    public static final float A3 = 0.28031275f;

    /** From here on {@code tanh} is 1 in floats. */
    public static final float TANH_HIGHEST = 10f;

    /** GELU is {@code v sigmoid(GELU_1 v + GELU_3 v^3)}: {@code 2 sqrt(2/pi)}, and 0.044715 times that. */
    public static final float GELU_1 = 1.5957692f;

    public static final float GELU_3 = 0.071354814f;

    /** Beyond this magnitude the slope of GELU is 0 or 1 in floats, and its square must not overflow. */
    public static final float GELU_SLOPE_HIGHEST = 16f;

    private static final int ROOT_HALF_BITS = 0x3F3504F3; // the float next to sqrt(1/2)
    private static final int FRACTION_MASK = 0x007FFFFF;

    private Polynomials() {}

    /** {@code e^x}; infinite from 88.73 up, 0 from -86.99 down. */
    public static float exp(float x) {
        float clamped = Math.max(EXP_LOWEST, Math.min(EXP_HIGHEST, x));
        float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
        return (1f + expTail(clamped, rounded - ROUNDER)) * halfPowerOfTwo(rounded) * 2f;
    }

    /** {@code e^(x - n ln 2) - 1} for the integer {@code n} next to {@code x / ln 2}. */
    private static float expTail(float x, float n) {
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float series = Math.fma(Math.fma(Math.fma(Math.fma(E4, r, E3), r, E2), r, E1), r, E0);
        return Math.fma(r * r, series, r);
    }

    /** {@code 2^(n - 1)} for {@code -126 < n <= 128} in the low bits of {@code rounded}; 0 for -126. */
    private static float halfPowerOfTwo(float rounded) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << FRACTION_BITS) + HALF_BITS);
    }

    /** {@code (e^2|x| - 1) / (e^2|x| + 1)} with the sign of {@code x}. */
    public static float tanh(float x) {
        float doubled = 2f * Math.min(Math.abs(x), TANH_HIGHEST);
        float rounded = Math.fma(doubled, LOG2_E, ROUNDER);
        float power = 2f * halfPowerOfTwo(rounded);
        float expMinusOne = Math.fma(expTail(doubled, rounded - ROUNDER), power, power - 1f);
        return Math.copySign(expMinusOne / (expMinusOne + 2f), x);
    }

    /** {@code 1 / (1 + e^-x)}. */
    public static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    /** {@code ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|)}. */
    public static float softplus(float x) {
        float z = exp(-Math.abs(x));
        return Math.max(x, 0f) + doubleArtanh(z / (2f + z));
    }

    /** {@code x sigmoid(x)}; NaN for negative infinity. */
    public static float silu(float x) {
        return x * sigmoid(x);
    }

    /** {@code x sigmoid(GELU_1 x + GELU_3 x^3)}; NaN for negative infinity. */
    public static float gelu(float x) {
        return x * sigmoid(x * Math.fma(x * x, GELU_3, GELU_1));
    }

    /** {@code s + x s (1 - s)} with {@code s = sigmoid(x)}. */
    public static float siluSlope(float x) {
        float s = sigmoid(x);
        return s * Math.fma(x, 1f - s, 1f);
    }

    /** {@code s + x s (1 - s) (GELU_1 + 3 GELU_3 x^2)} with {@code s = sigmoid(GELU_1 x + GELU_3 x^3)}. */
    public static float geluSlope(float x) {
        float v = Math.max(-GELU_SLOPE_HIGHEST, Math.min(GELU_SLOPE_HIGHEST, x));
        float square = v * v;
        float s = sigmoid(v * Math.fma(square, GELU_3, GELU_1));
        return Math.fma(v * s * (1f - s), Math.fma(square, 3f * GELU_3, GELU_1), s);
    }

    /** {@code ln x}; negative infinity at 0, NaN below, positive infinity stays. */
    public static float log(float x) {
        if (!(x > 0f) || x == Float.POSITIVE_INFINITY) {
            return x == 0f ? Float.NEGATIVE_INFINITY : x > 0f ? x : Float.NaN;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x) - ROOT_HALF_BITS;
        float exponent = (bits >> FRACTION_BITS) - (subnormal ? FRACTION_BITS : 0);
        float m = Float.intBitsToFloat((bits & FRACTION_MASK) + ROOT_HALF_BITS);
        float logOfM = doubleArtanh((m - 1f) / (m + 1f));
        return Math.fma(exponent, LN2_HIGH, Math.fma(exponent, LN2_LOW, logOfM));
    }

    /** {@code ln((1 + s) / (1 - s))} for {@code |s| <= 1/3}. */
    private static float doubleArtanh(float s) {
        float square = s * s;
        float series = Math.fma(Math.fma(Math.fma(A3, square, A2), square, A1), square, A0);
        return Math.fma(s * square, series, 2f * s);
    }
}
