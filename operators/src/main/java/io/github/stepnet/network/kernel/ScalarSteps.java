package io.github.stepnet.network.kernel;

/** The optimisers' steps of the scalar kernel, one element after the other. */
final class ScalarSteps {

    private ScalarSteps() {}

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
        for (int i = 0; i < n; i++) {
            float gi = g[gAt + i];
            float vi = Math.fma(momentum, v[vAt + i], gi);
            float step = nesterov ? Math.fma(momentum, vi, gi) : vi;
            v[vAt + i] = vi;
            p[pAt + i] = Math.fma(-rate, step, p[pAt + i]);
        }
    }

    static void withAveragedDelta(
            int n, float rate, float keep, float bound, float[] g, int gAt, float[] v, int vAt, float[] p, int pAt) {
        float take = 1f - keep;
        for (int i = 0; i < n; i++) {
            float delta = Math.max(-bound, Math.min(bound, rate * g[gAt + i]));
            float vi = Math.fma(keep, v[vAt + i], take * delta);
            v[vAt + i] = vi;
            p[pAt + i] -= vi;
        }
    }

    static void withBoundedDelta(int n, float rate, float bound, float[] g, int gAt, float[] p, int pAt) {
        for (int i = 0; i < n; i++) {
            p[pAt + i] -= Math.max(-bound, Math.min(bound, rate * g[gAt + i]));
        }
    }

    static void byRms(
            int n, float rate, float decay, float epsilon, float[] g, int gAt, float[] s, int sAt, float[] p, int pAt) {
        float take = 1f - decay;
        for (int i = 0; i < n; i++) {
            float gi = g[gAt + i];
            float si = Math.fma(decay, s[sAt + i], take * gi * gi);
            s[sAt + i] = si;
            p[pAt + i] -= rate * gi / ((float) Math.sqrt(si) + epsilon);
        }
    }

    /** The corrections leave the loop: {@code sqrt(v / c) = sqrt(v) (1 / sqrt(c))}. */
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
        float take1 = 1f - beta1;
        float take2 = 1f - beta2;
        float keep = 1f - rate * weightDecay;
        float stepRate = rate / correction1;
        float rootScale = 1f / (float) Math.sqrt(correction2);
        for (int i = 0; i < n; i++) {
            float gi = g[gAt + i];
            float mi = Math.fma(beta1, m[mAt + i], take1 * gi);
            float vi = Math.fma(beta2, v[vAt + i], take2 * gi * gi);
            m[mAt + i] = mi;
            v[vAt + i] = vi;
            float step = stepRate * mi / Math.fma((float) Math.sqrt(vi), rootScale, epsilon);
            p[pAt + i] = Math.fma(keep, p[pAt + i], -step);
        }
    }
}
