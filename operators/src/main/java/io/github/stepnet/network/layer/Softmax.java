package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;

/**
 * Values to shares: what comes out is not negative and sums to 1, over all values or group by group; which map it is says the variant.
 *
 * <p>Standard: {@code y_i = e^(x_i) / sum_j e^(x_j)}. The output has the input's shape; groups are cut from its values in their order. The way
 * back is the variant's own Jacobian, with the exact support of the sparse ones. No parameters. Memory: two floats if gumbel. Tape:
 * two floats per value if entmax blends. No work.
 *
 * <p>An error is an input that the variant cannot group or mask. Not in front of {@code softmax-cross-entropy}, which takes the values before a
 * softmax. Section 1.14 of the stepping specification; its adaptive and mixture variants are the standard one by another name, and are left out.
 *
 * @param variant which map, see {@link SoftmaxVariant}
 */
public record Softmax(@Default("standard") SoftmaxVariant variant) implements LayerSpec {

    /** The standard softmax over all values. */
    public Softmax() {
        this(new SoftmaxVariant.Standard());
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        variant.check(from.shape());
        return wiring.through(new Compiled(variant, from.shape()), from);
    }

    private static final class Compiled implements Stage {

        /** Two floats count the events: each is exact below this. */
        private static final float WHOLE = 0x1p24f;

        private final Shape shape;
        private final int n;
        private final int group;
        private final int[] masked;
        private final float sharpness;
        private final float sparse;
        private final SoftmaxVariant.Gumbel gumbel;

        Compiled(SoftmaxVariant variant, Shape shape) {
            this.shape = shape;
            n = shape.floats();
            group = variant.group(n);
            masked = variant instanceof SoftmaxVariant.Masked mask
                    ? mask.positions().stream().mapToInt(Integer::intValue).toArray()
                    : new int[0];
            sharpness = 1f / variant.temperature();
            sparse = variant.sparseness();
            gumbel = variant instanceof SoftmaxVariant.Gumbel noisy ? noisy : null;
        }

        @Override
        public Shape input() {
            return shape;
        }

        @Override
        public Shape output() {
            return shape;
        }

        @Override
        public int memory() {
            return gumbel == null ? 0 : 2;
        }

        /** A blend keeps its two parts. */
        @Override
        public int tape() {
            return isBlend() ? 2 * n : 0;
        }

        private boolean isBlend() {
            return sparse > 0f && sparse < 1f;
        }

        @Override
        public void forward(Frame f) {
            float[] v = f.values;
            int y = f.outputAt;
            System.arraycopy(v, f.inputAt, v, y, n);
            if (gumbel != null) {
                addNoise(f);
            }
            if (sharpness != 1f) {
                f.kernel.scale(n, sharpness, v, y);
            }
            for (int position : masked) {
                v[y + position] = Float.NEGATIVE_INFINITY;
            }
            if (isBlend()) {
                int soft = f.tapeAt;
                int thin = f.tapeAt + n;
                shares(f, false, y, soft);
                shares(f, true, y, thin);
                for (int i = 0; i < n; i++) {
                    v[y + i] = (1f - sparse) * v[soft + i] + sparse * v[thin + i];
                }
            } else {
                shares(f, sparse > 0f, y, y);
            }
        }

        private void shares(Frame f, boolean isSparse, int xAt, int yAt) {
            for (int at = 0; at < n; at += group) {
                if (isSparse) {
                    Simplex.project(group, f.values, xAt + at, yAt + at);
                } else {
                    f.kernel.softmax(group, f.values, xAt + at, f.values, yAt + at);
                }
            }
        }

        private void addNoise(Frame f) {
            float[] m = f.memory;
            int low = f.memoryAt;
            int high = low + 1;
            long event = ((long) m[high] << 24) + (long) m[low];
            for (int i = 0; i < n; i++) {
                f.values[f.outputAt + i] += gumbel.noise(event * n + i);
            }
            m[low] += 1f;
            if (m[low] == WHOLE) {
                m[low] = 0f;
                m[high] += 1f;
            }
        }

        @Override
        public void delta(Frame f, float epsilon) {}

        @Override
        public void pullback(Frame f) {
            float[] d = f.work;
            int dx = f.inputSignalAt;
            int soft = isBlend() ? f.tapeAt : f.outputAt;
            int thin = isBlend() ? f.tapeAt + n : f.outputAt;
            Arrays.fill(d, dx, dx + n, 0f);
            for (int at = 0; at < n; at += group) {
                int g = f.outputSignalAt + at;
                if (sparse < 1f) {
                    softPullback(f, (1f - sparse) * sharpness, soft + at, g, dx + at);
                }
                if (sparse > 0f) {
                    Simplex.addPullback(group, sparse * sharpness, f.values, thin + at, d, g, dx + at);
                }
            }
        }

        /** {@code dx_i += factor p_i (d_i - sum_j p_j d_j)}. */
        private void softPullback(Frame f, float factor, int p, int d, int dx) {
            float mean = f.kernel.dot(group, f.values, p, f.work, d);
            for (int i = 0; i < group; i++) {
                f.work[dx + i] += factor * f.values[p + i] * (f.work[d + i] - mean);
            }
        }
    }
}
