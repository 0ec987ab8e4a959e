package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * Whether a key has shown an odd number of ones since its last reset.
 *
 * <p>Two features, -1 or 1: a fair bit, and whether the count starts anew with this sample, as one in sixteen does. A class
 * differs from the one before whenever a one is shown, so both have to be remembered and multiplied. The ceiling is 1.
 */
public final class RunningParity implements InTurns {

    private static final double RESETS = 1.0 / 16;

    private final Turns turns;
    private final boolean[] isOdd;

    /**
     * An endless stream.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public RunningParity(int keys, long seed) {
        turns = new Turns(keys, seed);
        isOdd = new boolean[keys];
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return 2;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        boolean bit = random.nextLong() < 0;
        boolean resets = random.nextDouble() < RESETS;
        int key = turns.key();
        isOdd[key] = (!resets && isOdd[key]) ^ bit;
        features[0] = bit ? 1f : -1f;
        features[1] = resets ? 1f : -1f;
        return isOdd[key] ? 1 : 0;
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
