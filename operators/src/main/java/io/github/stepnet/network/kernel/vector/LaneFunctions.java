package io.github.stepnet.network.kernel.vector;

import static io.github.stepnet.network.kernel.vector.Lanes.SPECIES;

import io.github.stepnet.network.kernel.Polynomials;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Polynomials} lane by lane: the same steps in the same order, so that a lane and a tail have the same bits.
 *
 * <p>Made of sums, products, quotients, multiply-adds and integer shifts only, which are exact by definition; the
 * transcendental operations of the Vector API change their bits when they are compiled.
 *
 * <p>A vector that meets a call becomes an object, and beyond a number of nodes, of which a step takes some hundreds,
 * the compiler inlines nothing but the Vector API itself. So constants are vectors made once, each function stays below
 * that number, and a loop over arrays is all that a caller sees.
 */
final class LaneFunctions {

    private static final IntVector SIGN = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
    private static final IntVector HALF_BITS = IntVector.broadcast(Lanes.INTS, Polynomials.HALF_BITS);

    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final FloatVector ONE = all(1f);
    private static final FloatVector TWO = all(2f);
    private static final FloatVector LOWEST = all(Polynomials.EXP_LOWEST);
    private static final FloatVector HIGHEST = all(Polynomials.EXP_HIGHEST);
    private static final FloatVector LOG2_E = all(Polynomials.LOG2_E);
    private static final FloatVector ROUNDER = all(Polynomials.ROUNDER);
    private static final FloatVector MINUS_LN2_HIGH = all(-Polynomials.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = all(-Polynomials.LN2_LOW);
    private static final FloatVector E0 = all(Polynomials.E0);
    private static final FloatVector E1 = all(Polynomials.E1);
    private static final FloatVector E2 = all(Polynomials.E2);
    private static final FloatVector E3 = all(Polynomials.E3);
    private static final FloatVector E4 = all(Polynomials.E4);
    private static final FloatVector A0 = all(Polynomials.A0);
    private static final FloatVector A1 = all(Polynomials.A1);
    private static final FloatVector A2 = all(Polynomials.A2);
    private static final FloatVector A3 = all(Polynomials.A3);
    private static final FloatVector TANH_HIGHEST = all(Polynomials.TANH_HIGHEST);
    private static final FloatVector GELU_1 = all(Polynomials.GELU_1);
    private static final FloatVector GELU_3 = all(Polynomials.GELU_3);
    private static final FloatVector GELU_3_TIMES_3 = all(3f * Polynomials.GELU_3);
    private static final FloatVector GELU_SLOPE_HIGHEST = all(Polynomials.GELU_SLOPE_HIGHEST);
    private static final FloatVector GELU_SLOPE_LOWEST = all(-Polynomials.GELU_SLOPE_HIGHEST);

    private LaneFunctions() {}

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.min(HIGHEST).max(LOWEST);
        FloatVector rounded = clamped.fma(LOG2_E, ROUNDER);
        return ONE.add(expTail(clamped, rounded)).mul(halfPowerOfTwo(rounded)).mul(TWO);
    }

    private static FloatVector expTail(FloatVector x, FloatVector rounded) {
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
        FloatVector series = E4.fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
        return r.mul(r).fma(series, r);
    }

    private static FloatVector halfPowerOfTwo(FloatVector rounded) {
        return rounded.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, Polynomials.FRACTION_BITS)
                .add(HALF_BITS)
                .reinterpretAsFloats();
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector doubled = x.abs().min(TANH_HIGHEST).mul(TWO);
        FloatVector rounded = doubled.fma(LOG2_E, ROUNDER);
        FloatVector power = halfPowerOfTwo(rounded).mul(TWO);
        FloatVector expMinusOne = expTail(doubled, rounded).fma(power, power.sub(ONE));
        IntVector magnitude = expMinusOne.div(expMinusOne.add(TWO)).reinterpretAsInts();
        return magnitude.or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        return ONE.div(exp(x.neg()).add(ONE));
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector z = exp(x.abs().neg());
        FloatVector s = z.div(z.add(TWO));
        FloatVector square = s.mul(s);
        FloatVector series = A3.fma(square, A2).fma(square, A1).fma(square, A0);
        return x.max(ZERO).add(s.mul(square).fma(series, s.mul(TWO)));
    }

    static FloatVector silu(FloatVector x) {
        return x.mul(sigmoid(x));
    }

    static FloatVector gelu(FloatVector x) {
        return x.mul(sigmoid(x.mul(x.mul(x).fma(GELU_3, GELU_1))));
    }

    static FloatVector siluSlope(FloatVector x) {
        FloatVector s = sigmoid(x);
        return s.mul(x.fma(ONE.sub(s), ONE));
    }

    static FloatVector geluSlope(FloatVector x) {
        FloatVector v = x.min(GELU_SLOPE_HIGHEST).max(GELU_SLOPE_LOWEST);
        FloatVector square = v.mul(v);
        FloatVector s = sigmoid(v.mul(square.fma(GELU_3, GELU_1)));
        return v.mul(s).mul(ONE.sub(s)).fma(square.fma(GELU_3_TIMES_3, GELU_1), s);
    }
}
