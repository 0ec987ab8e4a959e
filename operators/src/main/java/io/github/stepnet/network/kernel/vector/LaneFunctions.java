package io.github.stepnet.network.kernel.vector;

import static io.github.stepnet.network.kernel.Polynomials.*;

import io.github.stepnet.network.kernel.Polynomials;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Polynomials} lane by lane: the same steps in the same order, so that a lane and a tail have the same bits.
 *
 * <p>Made of additions, products, quotients, multiply-adds and integer shifts only, which are exact by definition; the
 * transcendental lane operations of the Vector API change their bits when they are compiled.
 */
final class LaneFunctions {

    private LaneFunctions() {}

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.min(EXP_HIGHEST).max(EXP_LOWEST);
        FloatVector rounded = clamped.fma(LOG2_E, ROUNDER);
        FloatVector tail = expTail(clamped, rounded.sub(ROUNDER));
        IntVector exponent = rounded.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        FloatVector first = powerOfTwo(half);
        return tail.fma(first, first).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector expTail(FloatVector x, FloatVector n) {
        FloatVector high = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_HIGH), x);
        FloatVector r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_LOW), high);
        FloatVector series = r.fma(E4, E3);
        series = series.fma(r, FloatVector.broadcast(Lanes.SPECIES, E2));
        series = series.fma(r, FloatVector.broadcast(Lanes.SPECIES, E1));
        series = series.fma(r, FloatVector.broadcast(Lanes.SPECIES, E0));
        return r.mul(r).fma(series, r);
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .reinterpretAsFloats();
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector doubled = x.abs().min(TANH_HIGHEST).mul(2f);
        FloatVector rounded = doubled.fma(LOG2_E, ROUNDER);
        FloatVector tail = expTail(doubled, rounded.sub(ROUNDER));
        FloatVector power = powerOfTwo(rounded.reinterpretAsInts().sub(ROUNDER_BITS));
        FloatVector expMinusOne = tail.fma(power, power.sub(1f));
        FloatVector magnitude = expMinusOne.div(expMinusOne.add(2f));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(Lanes.SPECIES, 1f).div(exp(x.neg()).add(1f));
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector z = exp(x.abs().neg());
        FloatVector s = z.div(z.add(2f));
        FloatVector square = s.mul(s);
        FloatVector series = square.fma(A3, A2);
        series = series.fma(square, FloatVector.broadcast(Lanes.SPECIES, A1));
        series = series.fma(square, FloatVector.broadcast(Lanes.SPECIES, A0));
        return x.max(0f).add(s.mul(square).fma(series, s.mul(2f)));
    }

    static FloatVector silu(FloatVector x) {
        return x.mul(sigmoid(x));
    }

    static FloatVector gelu(FloatVector x) {
        return x.mul(sigmoid(x.mul(x.mul(x).fma(GELU_3, GELU_1))));
    }

    static FloatVector siluSlope(FloatVector x) {
        FloatVector s = sigmoid(x);
        FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
        return s.mul(x.fma(one.sub(s), one));
    }

    static FloatVector geluSlope(FloatVector x) {
        FloatVector v = x.min(GELU_SLOPE_HIGHEST).max(-GELU_SLOPE_HIGHEST);
        FloatVector square = v.mul(v);
        FloatVector s = sigmoid(v.mul(square.fma(GELU_3, GELU_1)));
        FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
        return v.mul(s).mul(one.sub(s)).fma(square.fma(3f * GELU_3, GELU_1), s);
    }
}
