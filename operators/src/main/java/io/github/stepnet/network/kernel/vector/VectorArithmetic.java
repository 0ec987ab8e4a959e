package io.github.stepnet.network.kernel.vector;

import static io.github.stepnet.network.kernel.vector.Lanes.SPECIES;

import io.github.stepnet.network.kernel.ScalarKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Sums, scaling and checks of the vector kernel. */
final class VectorArithmetic {

    private static final int LANES = Lanes.COUNT;
    private static final ScalarKernel TAIL = ScalarKernel.INSTANCE;

    /** Everything but the sign; the bits of magnitudes are ordered like the magnitudes, NaN above infinity. */
    private static final int MAGNITUDE_MASK = 0x7FFFFFFF;

    private VectorArithmetic() {}

    static void add(int n, float[] a, int aAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector ai = FloatVector.fromArray(SPECIES, a, aAt + i);
            FloatVector.fromArray(SPECIES, y, yAt + i).add(ai).intoArray(y, yAt + i);
        }
        TAIL.add(n - i, a, aAt + i, y, yAt + i);
    }

    /** {@code y += factor a}. */
    static void addScaled(int n, float factor, float[] a, int aAt, float[] y, int yAt) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector ai = FloatVector.fromArray(SPECIES, a, aAt + i);
            factors.fma(ai, FloatVector.fromArray(SPECIES, y, yAt + i)).intoArray(y, yAt + i);
        }
        TAIL.descend(n - i, -factor, a, aAt + i, y, yAt + i);
    }

    static void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector ai = FloatVector.fromArray(SPECIES, a, aAt + i);
            ai.mul(FloatVector.fromArray(SPECIES, b, bAt + i)).intoArray(y, yAt + i);
        }
        TAIL.multiply(n - i, a, aAt + i, b, bAt + i, y, yAt + i);
    }

    static void addMultiplied(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector ai = FloatVector.fromArray(SPECIES, a, aAt + i);
            FloatVector bi = FloatVector.fromArray(SPECIES, b, bAt + i);
            ai.fma(bi, FloatVector.fromArray(SPECIES, y, yAt + i)).intoArray(y, yAt + i);
        }
        TAIL.addMultiplied(n - i, a, aAt + i, b, bAt + i, y, yAt + i);
    }

    static void scale(int n, float factor, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, y, yAt + i).mul(factor).intoArray(y, yAt + i);
        }
        TAIL.scale(n - i, factor, y, yAt + i);
    }

    static void clamp(int n, float bound, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, y, yAt + i).min(bound).max(-bound).intoArray(y, yAt + i);
        }
        TAIL.clamp(n - i, bound, y, yAt + i);
    }

    /**
     * The lanes are added in the order of {@link Lanes#sums}, but here: in a long caller a call could make an object of
     * the vector.
     */
    static float sum(int n, float[] a, int aAt) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sums = sums.add(FloatVector.fromArray(SPECIES, a, aAt + i));
        }
        sums = sums.add(sums.rearrange(Lanes.SWAP_1));
        sums = sums.add(sums.rearrange(Lanes.SWAP_2));
        sums = LANES > 4 ? sums.add(sums.rearrange(Lanes.SWAP_4)) : sums;
        sums = LANES > 8 ? sums.add(sums.rearrange(Lanes.SWAP_8)) : sums;
        float sum = sums.lane(0);
        for (; i < n; i++) {
            sum += a[aAt + i];
        }
        return sum;
    }

    static float sumOfSquares(int n, float[] a, int aAt) {
        return dot(n, a, aAt, a, aAt);
    }

    /** Adds the lanes like {@link #sum}. */
    static float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector odd = sums;
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, a, aAt + i);
            FloatVector a1 = FloatVector.fromArray(SPECIES, a, aAt + i + LANES);
            sums = a0.fma(FloatVector.fromArray(SPECIES, b, bAt + i), sums);
            odd = a1.fma(FloatVector.fromArray(SPECIES, b, bAt + i + LANES), odd);
        }
        if (i <= n - LANES) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, a, aAt + i);
            sums = a0.fma(FloatVector.fromArray(SPECIES, b, bAt + i), sums);
            i += LANES;
        }
        sums = sums.add(odd);
        sums = sums.add(sums.rearrange(Lanes.SWAP_1));
        sums = sums.add(sums.rearrange(Lanes.SWAP_2));
        sums = LANES > 4 ? sums.add(sums.rearrange(Lanes.SWAP_4)) : sums;
        sums = LANES > 8 ? sums.add(sums.rearrange(Lanes.SWAP_8)) : sums;
        float sum = sums.lane(0);
        for (; i < n; i++) {
            sum = Math.fma(a[aAt + i], b[bAt + i], sum);
        }
        return sum;
    }

    static float maxMagnitude(int n, float[] a, int aAt) {
        IntVector highests = IntVector.zero(Lanes.INTS);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            IntVector bits = FloatVector.fromArray(SPECIES, a, aAt + i).reinterpretAsInts();
            highests = highests.max(bits.and(MAGNITUDE_MASK));
        }
        int tail = Float.floatToRawIntBits(TAIL.maxMagnitude(n - i, a, aAt + i));
        return Float.intBitsToFloat(Math.max(tail, highests.reduceLanes(VectorOperators.MAX)));
    }
}
