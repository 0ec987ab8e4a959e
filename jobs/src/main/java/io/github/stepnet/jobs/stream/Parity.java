package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * Bits, each 0 or 1 with even odds, and whether an odd number of them are 1: XOR of as many inputs. No input says anything alone, nor any but all of them together.
 *
 * <p>All keys have the same classes and draw samples of their own. It never drifts, and has no noise. Source: specification of equilibrium propagation, section 5.
 */
public final class Parity implements InTurns {

    private static final int BITS = 4;

    private final Turns turns;

    /**
     * An endless stream of four bits.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public Parity(int keys, long seed) {
        turns = new Turns(keys, seed);
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return BITS;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        int odd = 0;
        for (int i = 0; i < BITS; i++) {
            int bit = random.nextDouble() < 0.5 ? 0 : 1;
            features[i] = bit;
            odd ^= bit;
        }
        return odd;
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
