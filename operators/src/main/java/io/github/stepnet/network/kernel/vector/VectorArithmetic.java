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

    static float sumOfSquares(int n, float[] a, int aAt) {
        FloatVector sums0 = FloatVector.zero(SPECIES);
        FloatVector sums1 = sums0;
        FloatVector sums2 = sums0;
        FloatVector sums3 = sums0;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, a, aAt + i);
            FloatVector a1 = FloatVector.fromArray(SPECIES, a, aAt + i + LANES);
            FloatVector a2 = FloatVector.fromArray(SPECIES, a, aAt + i + 2 * LANES);
            FloatVector a3 = FloatVector.fromArray(SPECIES, a, aAt + i + 3 * LANES);
            sums0 = a0.fma(a0, sums0);
            sums1 = a1.fma(a1, sums1);
            sums2 = a2.fma(a2, sums2);
            sums3 = a3.fma(a3, sums3);
        }
        for (; i <= n - LANES; i += LANES) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, a, aAt + i);
            sums0 = a0.fma(a0, sums0);
        }
        return Lanes.sum(sums0.add(sums1).add(sums2.add(sums3))) + TAIL.sumOfSquares(n - i, a, aAt + i);
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
