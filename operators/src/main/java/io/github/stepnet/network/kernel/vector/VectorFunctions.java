package io.github.stepnet.network.kernel.vector;

import static io.github.stepnet.network.kernel.vector.Lanes.SPECIES;

import io.github.stepnet.network.kernel.Polynomials;
import io.github.stepnet.network.kernel.ScalarKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The element-wise functions of the vector kernel, their slopes, and softmax; what does not fill a vector is left to
 * the scalar kernel.
 *
 * <p>Numbers become vectors before a loop: inside it the compiler may give up on a broadcast, and then makes objects.
 */
final class VectorFunctions {

    private static final int LANES = Lanes.COUNT;
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final ScalarKernel TAIL = ScalarKernel.INSTANCE;

    private VectorFunctions() {}

    static void piecewiseLinear(int n, float positive, float negative, float[] v, int vAt, float[] y, int yAt) {
        FloatVector above = FloatVector.broadcast(SPECIES, positive);
        FloatVector below = FloatVector.broadcast(SPECIES, negative);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector vi = FloatVector.fromArray(SPECIES, v, vAt + i);
            below.blend(above, vi.compare(VectorOperators.GE, ZERO)).mul(vi).intoArray(y, yAt + i);
        }
        TAIL.piecewiseLinear(n - i, positive, negative, v, vAt + i, y, yAt + i);
    }

    static void piecewiseLinearSlope(
            int n,
            float positive,
            float negative,
            float atZero,
            float[] v,
            int vAt,
            float[] d,
            int dAt,
            float[] out,
            int outAt) {
        FloatVector above = FloatVector.broadcast(SPECIES, positive);
        FloatVector below = FloatVector.broadcast(SPECIES, negative);
        FloatVector neither = FloatVector.broadcast(SPECIES, atZero);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector vi = FloatVector.fromArray(SPECIES, v, vAt + i);
            FloatVector slope = neither.blend(above, vi.compare(VectorOperators.GT, ZERO))
                    .blend(below, vi.compare(VectorOperators.LT, ZERO));
            FloatVector.fromArray(SPECIES, d, dAt + i).mul(slope).intoArray(out, outAt + i);
        }
        TAIL.piecewiseLinearSlope(n - i, positive, negative, atZero, v, vAt + i, d, dAt + i, out, outAt + i);
    }

    static void exp(int n, float[] v, int vAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LaneFunctions.exp(FloatVector.fromArray(SPECIES, v, vAt + i)).intoArray(y, yAt + i);
        }
        TAIL.exp(n - i, v, vAt + i, y, yAt + i);
    }

    static void tanh(int n, float[] v, int vAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LaneFunctions.tanh(FloatVector.fromArray(SPECIES, v, vAt + i)).intoArray(y, yAt + i);
        }
        TAIL.tanh(n - i, v, vAt + i, y, yAt + i);
    }

    static void sigmoid(int n, float[] v, int vAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LaneFunctions.sigmoid(FloatVector.fromArray(SPECIES, v, vAt + i)).intoArray(y, yAt + i);
        }
        TAIL.sigmoid(n - i, v, vAt + i, y, yAt + i);
    }

    static void softplus(int n, float[] v, int vAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LaneFunctions.softplus(FloatVector.fromArray(SPECIES, v, vAt + i)).intoArray(y, yAt + i);
        }
        TAIL.softplus(n - i, v, vAt + i, y, yAt + i);
    }

    static void silu(int n, float[] v, int vAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LaneFunctions.silu(FloatVector.fromArray(SPECIES, v, vAt + i)).intoArray(y, yAt + i);
        }
        TAIL.silu(n - i, v, vAt + i, y, yAt + i);
    }

    static void gelu(int n, float[] v, int vAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LaneFunctions.gelu(FloatVector.fromArray(SPECIES, v, vAt + i)).intoArray(y, yAt + i);
        }
        TAIL.gelu(n - i, v, vAt + i, y, yAt + i);
    }

    static void sigmoidSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector shift = FloatVector.broadcast(SPECIES, epsilon);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector yi = FloatVector.fromArray(SPECIES, y, yAt + i);
            FloatVector slope = yi.fma(one.sub(yi), shift);
            FloatVector.fromArray(SPECIES, d, dAt + i).mul(slope).intoArray(out, outAt + i);
        }
        TAIL.sigmoidSlope(n - i, epsilon, y, yAt + i, d, dAt + i, out, outAt + i);
    }

    static void tanhSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        FloatVector top = FloatVector.broadcast(SPECIES, 1f + epsilon);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector yi = FloatVector.fromArray(SPECIES, y, yAt + i);
            FloatVector slope = yi.neg().fma(yi, top);
            FloatVector.fromArray(SPECIES, d, dAt + i).mul(slope).intoArray(out, outAt + i);
        }
        TAIL.tanhSlope(n - i, epsilon, y, yAt + i, d, dAt + i, out, outAt + i);
    }

    static void softplusSlope(int n, float epsilon, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        FloatVector shift = FloatVector.broadcast(SPECIES, epsilon);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector slope = LaneFunctions.sigmoid(FloatVector.fromArray(SPECIES, v, vAt + i))
                    .add(shift);
            FloatVector.fromArray(SPECIES, d, dAt + i).mul(slope).intoArray(out, outAt + i);
        }
        TAIL.softplusSlope(n - i, epsilon, v, vAt + i, d, dAt + i, out, outAt + i);
    }

    static void siluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector slope = LaneFunctions.siluSlope(FloatVector.fromArray(SPECIES, v, vAt + i));
            FloatVector.fromArray(SPECIES, d, dAt + i).mul(slope).intoArray(out, outAt + i);
        }
        TAIL.siluSlope(n - i, v, vAt + i, d, dAt + i, out, outAt + i);
    }

    static void geluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector slope = LaneFunctions.geluSlope(FloatVector.fromArray(SPECIES, v, vAt + i));
            FloatVector.fromArray(SPECIES, d, dAt + i).mul(slope).intoArray(out, outAt + i);
        }
        TAIL.geluSlope(n - i, v, vAt + i, d, dAt + i, out, outAt + i);
    }

    /** Vectors for the costly pass alone: in one method with others the compiler stops inlining in the middle of it. */
    static void softmax(int n, float[] v, int vAt, float[] y, int yAt) {
        if (n < LANES) {
            TAIL.softmax(n, v, vAt, y, yAt);
            return;
        }
        expBelow(highest(n, v, vAt), n, v, vAt, y, yAt);
        TAIL.scale(n, 1f / VectorArithmetic.sum(n, y, yAt), y, yAt);
    }

    private static void expBelow(float highest, int n, float[] v, int vAt, float[] y, int yAt) {
        FloatVector highests = FloatVector.broadcast(SPECIES, highest);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LaneFunctions.exp(FloatVector.fromArray(SPECIES, v, vAt + i).sub(highests))
                    .intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] = Polynomials.exp(v[vAt + i] - highest);
        }
    }

    /** NaN may be passed over: it comes back through its own exponential and the sum. */
    private static float highest(int n, float[] v, int vAt) {
        float highest = v[vAt];
        for (int i = 1; i < n; i++) {
            if (v[vAt + i] > highest) {
                highest = v[vAt + i];
            }
        }
        return highest;
    }
}
