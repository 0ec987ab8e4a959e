package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Polynomials;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Shorthand;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * Which map from values to shares a {@link Softmax} is: {@code softmax}, {@code softmax: {variant: sparsemax}}, {@code
 * softmax: {variant: {temperature: 0.5}}} or {@code softmax: {variant: {grid: {rows: 3}}}}.
 *
 * <p>Every variant is a group size, a temperature that values are divided by, and how much of it is sparse; what only one has (noise, a
 * mask) is its own.
 */
public sealed interface SoftmaxVariant extends Serializable {

    /** Values in a group that sums to 1, for an input of {@code n} values that {@link #check} has let through. */
    default int group(int n) {
        return n;
    }

    /** What values are divided by. */
    default float temperature() {
        return 1f;
    }

    /** Weight of sparsemax, the rest is softmax. */
    default float sparseness() {
        return 0f;
    }

    /**
     * Checks that the variant fits an input of this shape.
     *
     * @throws IllegalArgumentException if it does not; the message names both shape and variant
     */
    default void check(Shape input) {}

    /** {@code softmax(x)} over all values. */
    record Standard() implements SoftmaxVariant {}

    /**
     * A softmax for every row of a matrix of {@code rows}, whatever the input's shape.
     *
     * @param rows number of rows; it divides the number of values
     */
    record Grid(int rows) implements SoftmaxVariant {

        public Grid {
            if (rows < 1) {
                throw new IllegalArgumentException("Grid.rows is " + rows + "; it must be at least 1");
            }
        }

        @Override
        public int group(int n) {
            return n / rows;
        }

        @Override
        public void check(Shape input) {
            if (input.floats() % rows != 0) {
                throw new IllegalArgumentException("Softmax.variant.rows is " + rows + " but the input " + input
                        + " has " + input.floats() + " values; use a divisor of that");
            }
        }
    }

    /**
     * The leaves of a tree: a softmax for every group of siblings at the last level. Levels above have no shares of their own.
     *
     * @param levels branches at each level, from the root on; their product is the number of values
     */
    record Hierarchical(List<Integer> levels) implements SoftmaxVariant {

        public Hierarchical {
            levels = List.copyOf(levels);
            if (levels.isEmpty() || levels.stream().anyMatch(level -> level < 1)) {
                throw new IllegalArgumentException(
                        "Hierarchical.levels is " + levels + "; give at least one level, each at least 1");
            }
        }

        @Override
        public int group(int n) {
            return levels.get(levels.size() - 1);
        }

        @Override
        public void check(Shape input) {
            long leaves = 1;
            for (int level : levels) {
                leaves = Math.min(leaves * level, Integer.MAX_VALUE + 1L);
            }
            if (leaves != input.floats()) {
                throw new IllegalArgumentException("Softmax.variant.levels is " + levels + " but the input " + input
                        + " has " + input.floats() + " values; their product must be that number");
            }
        }
    }

    /**
     * {@code softmax(x / temperature)}: sharper below 1, flatter above.
     *
     * @param temperature what values are divided by, at least 1e-6
     */
    @Shorthand
    record Temperature(float temperature) implements SoftmaxVariant {

        public Temperature {
            checkTemperature("Temperature", temperature);
        }
    }

    /**
     * A sample of a relaxed category: {@code softmax((x + g) / temperature)} with fresh Gumbel noise {@code g = -ln(-ln u)} for every value of every
     * event, answered or learned from. {@code u} is uniform in [2^-24, 1 - 2^-24].
     *
     * <p>The noise is a function of the seed and of the number of the key's events, which is its memory: a replay has the same. Every key has
     * the same sequence, and so have two layers of equal seed. Not where one input has to give one answer. The source is Jang et al., ICLR 2017.
     *
     * @param temperature what values are divided by, at least 1e-6; the lower, the nearer to one-hot
     * @param seed seed of the noise
     */
    record Gumbel(
            @Default("1") float temperature, @Default("0") long seed) implements SoftmaxVariant {

        private static final int UNUSED_BITS = 64 - 23;

        public Gumbel {
            checkTemperature("Gumbel", temperature);
        }

        /** The {@code index}-th number of the sequence; half a step off the grid, so that no logarithm is infinite. */
        float noise(long index) {
            float u = ((SplitMix64.at(seed, index) >>> UNUSED_BITS) + 0.5f) * 0x1p-23f;
            return -Polynomials.log(-Polynomials.log(u));
        }
    }

    /**
     * {@code softmax} over the values that are not masked; the others get 0 and no signal.
     *
     * @param positions which values are masked, counted from 0; one at least must be left
     */
    record Masked(List<Integer> positions) implements SoftmaxVariant {

        public Masked {
            positions = List.copyOf(positions);
            if (positions.stream().anyMatch(position -> position < 0)
                    || new HashSet<>(positions).size() < positions.size()) {
                throw new IllegalArgumentException(
                        "Masked.positions is " + positions + "; give each once, counted from 0");
            }
        }

        @Override
        public void check(Shape input) {
            int n = input.floats();
            if (positions.size() >= n || positions.stream().anyMatch(position -> position >= n)) {
                throw new IllegalArgumentException("Softmax.variant.positions is " + positions + " but the input "
                        + input + " has " + n + " values; use positions below that, and leave one value");
            }
        }
    }

    /** The nearest shares to the values themselves, many of them exactly 0 (Martins and Astudillo, ICML 2016). */
    record Sparsemax() implements SoftmaxVariant {

        @Override
        public float sparseness() {
            return 1f;
        }
    }

    /**
     * {@code (2 - alpha) softmax(x) + (alpha - 1) sparsemax(x)}: a blend, not the family of that name by Peters et al., ACL 2019, which it
     * meets at both ends. Every share is above 0 unless {@code alpha} is 2.
     *
     * @param alpha 1 for softmax, 2 for sparsemax, or between
     */
    record Entmax(@Default("1.5") double alpha) implements SoftmaxVariant {

        public Entmax {
            if (!(alpha >= 1.0 && alpha <= 2.0)) {
                throw new IllegalArgumentException("Entmax.alpha is " + alpha + "; it must be within [1, 2]");
            }
        }

        @Override
        public float sparseness() {
            return (float) (alpha - 1.0);
        }
    }

    private static void checkTemperature(String owner, float temperature) {
        if (!(temperature >= 1e-6f && temperature < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    owner + ".temperature is " + temperature + "; it must be at least 1e-6 and finite");
        }
    }
}
