package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * How an affine map starts: the distribution of its weights and biases for {@code n} inputs and {@code m} outputs.
 *
 * <p>Draws are made input by input, and within an input output by output, then for the biases; the order is the same for
 * every layout of the matrix.
 */
public enum Initializer {
    /** Weights normal with variance {@code 2 / n}, biases 0: for ReLU and its relatives (He et al. 2015). */
    HE {
        @Override
        float weight(SplitMix64 random, int n, int m) {
            return (float) (random.nextGaussian() * StrictMath.sqrt(2.0 / n));
        }
    },

    /** Weights uniform within {@code sqrt(6 / (n + m))}, biases 0: for tanh and sigmoid (Glorot and Bengio 2010). */
    XAVIER {
        @Override
        float weight(SplitMix64 random, int n, int m) {
            return (float) ((2.0 * random.nextDouble() - 1.0) * StrictMath.sqrt(6.0 / (n + m)));
        }
    },

    /**
     * Weights uniform within {@code 1 / n}, biases uniform in [0, 0.01): path B of section 1.4 of the specification. It
     * shrinks a signal by about {@code 1 / sqrt(3 n)} per square layer; deep stacks do not learn from it.
     */
    SMALL_UNIFORM {
        @Override
        float weight(SplitMix64 random, int n, int m) {
            return (float) ((2.0 * random.nextDouble() - 1.0) / n);
        }

        @Override
        float bias(SplitMix64 random) {
            return (float) (0.01 * random.nextDouble());
        }
    },

    /** All zero: for a linear path beside a network. A hidden layer cannot leave this start. */
    ZERO {
        @Override
        float weight(SplitMix64 random, int n, int m) {
            return 0f;
        }
    };

    abstract float weight(SplitMix64 random, int n, int m);

    float bias(SplitMix64 random) {
        return 0f;
    }
}
