package io.github.stepnet.network.arena;

/**
 * SplitMix64, the engine's only source of randomness: 64 bits of state, period 2^64, every state a valid seed.
 *
 * <p>The state is read and set as one {@code long}, so that it can lie in a model's header and continue there after a
 * restart. Not for cryptography.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea and Flood, Fast splittable pseudorandom number
 *     generators, OOPSLA 2014</a>
 */
public final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    /** The whole state: a generator constructed with it continues this sequence. */
    public long state() {
        return state;
    }

    /** 64 uniform bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** The bits that {@link #nextLong} returns for the {@code index}-th time, from 0, with this seed. */
    public static long at(long seed, long index) {
        return mix(seed + (index + 1) * GOLDEN_GAMMA);
    }

    private static long mix(long state) {
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1), 53 random bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Standard normal by the Box-Muller transform; two draws each, so that the sequence has no hidden half. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - nextDouble()));
        return radius * StrictMath.cos(2.0 * Math.PI * nextDouble());
    }
}
