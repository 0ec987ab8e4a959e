package io.github.stepnet.network.kernel.vector;

import static io.github.stepnet.network.kernel.vector.Lanes.SPECIES;

import io.github.stepnet.network.kernel.ScalarKernel;
import jdk.incubator.vector.FloatVector;

/** The optimisers' steps of the vector kernel, lane by lane in the words of the scalar ones. */
final class VectorSteps {

    private static final int LANES = Lanes.COUNT;
    private static final ScalarKernel TAIL = ScalarKernel.INSTANCE;

    private VectorSteps() {}

    static void withMomentum(
            int n,
            float rate,
            float momentum,
            boolean nesterov,
            float[] g,
            int gAt,
            float[] v,
            int vAt,
            float[] p,
            int pAt) {
        FloatVector keep = FloatVector.broadcast(SPECIES, momentum);
        FloatVector against = FloatVector.broadcast(SPECIES, -rate);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector gi = FloatVector.fromArray(SPECIES, g, gAt + i);
            FloatVector vi = keep.fma(FloatVector.fromArray(SPECIES, v, vAt + i), gi);
            FloatVector step = nesterov ? keep.fma(vi, gi) : vi;
            vi.intoArray(v, vAt + i);
            against.fma(step, FloatVector.fromArray(SPECIES, p, pAt + i)).intoArray(p, pAt + i);
        }
        TAIL.descendWithMomentum(n - i, rate, momentum, nesterov, g, gAt + i, v, vAt + i, p, pAt + i);
    }

    static void withAveragedDelta(
            int n, float rate, float keep, float bound, float[] g, int gAt, float[] v, int vAt, float[] p, int pAt) {
        FloatVector kept = FloatVector.broadcast(SPECIES, keep);
        float take = 1f - keep;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector delta = FloatVector.fromArray(SPECIES, g, gAt + i)
                    .mul(rate)
                    .min(bound)
                    .max(-bound);
            FloatVector vi = kept.fma(FloatVector.fromArray(SPECIES, v, vAt + i), delta.mul(take));
            vi.intoArray(v, vAt + i);
            FloatVector.fromArray(SPECIES, p, pAt + i).sub(vi).intoArray(p, pAt + i);
        }
        TAIL.descendWithAveragedDelta(n - i, rate, keep, bound, g, gAt + i, v, vAt + i, p, pAt + i);
    }

    static void withBoundedDelta(int n, float rate, float bound, float[] g, int gAt, float[] p, int pAt) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector delta = FloatVector.fromArray(SPECIES, g, gAt + i)
                    .mul(rate)
                    .min(bound)
                    .max(-bound);
            FloatVector.fromArray(SPECIES, p, pAt + i).sub(delta).intoArray(p, pAt + i);
        }
        TAIL.descendWithBoundedDelta(n - i, rate, bound, g, gAt + i, p, pAt + i);
    }

    static void byRms(
            int n, float rate, float decay, float epsilon, float[] g, int gAt, float[] s, int sAt, float[] p, int pAt) {
        FloatVector kept = FloatVector.broadcast(SPECIES, decay);
        float take = 1f - decay;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector gi = FloatVector.fromArray(SPECIES, g, gAt + i);
            FloatVector si = kept.fma(
                    FloatVector.fromArray(SPECIES, s, sAt + i), gi.mul(take).mul(gi));
            si.intoArray(s, sAt + i);
            FloatVector step = gi.mul(rate).div(si.sqrt().add(epsilon));
            FloatVector.fromArray(SPECIES, p, pAt + i).sub(step).intoArray(p, pAt + i);
        }
        TAIL.descendByRms(n - i, rate, decay, epsilon, g, gAt + i, s, sAt + i, p, pAt + i);
    }

    static void byAdam(
            int n,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float weightDecay,
            float correction1,
            float correction2,
            float[] g,
            int gAt,
            float[] m,
            int mAt,
            float[] v,
            int vAt,
            float[] p,
            int pAt) {
        FloatVector kept1 = FloatVector.broadcast(SPECIES, beta1);
        FloatVector kept2 = FloatVector.broadcast(SPECIES, beta2);
        FloatVector keep = FloatVector.broadcast(SPECIES, 1f - rate * weightDecay);
        float take1 = 1f - beta1;
        float take2 = 1f - beta2;
        float stepRate = rate / correction1;
        float rootScale = 1f / (float) Math.sqrt(correction2);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector gi = FloatVector.fromArray(SPECIES, g, gAt + i);
            FloatVector mi = kept1.fma(FloatVector.fromArray(SPECIES, m, mAt + i), gi.mul(take1));
            FloatVector vi = kept2.fma(
                    FloatVector.fromArray(SPECIES, v, vAt + i), gi.mul(take2).mul(gi));
            mi.intoArray(m, mAt + i);
            vi.intoArray(v, vAt + i);
            FloatVector step = mi.mul(stepRate).div(vi.sqrt().fma(rootScale, epsilon));
            keep.fma(FloatVector.fromArray(SPECIES, p, pAt + i), step.neg()).intoArray(p, pAt + i);
        }
        TAIL.descendByAdam(
                n - i,
                rate,
                beta1,
                beta2,
                epsilon,
                weightDecay,
                correction1,
                correction2,
                g,
                gAt + i,
                m,
                mAt + i,
                v,
                vAt + i,
                p,
                pAt + i);
    }
}
