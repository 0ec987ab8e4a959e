package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * Two classes at 1 : 50, of which the rare one lies among the other.
 *
 * <p>Eight features, uniform in [-1, 1). One sample in 51 is of class 1, whose first three features are positive; so are those of one sample in
 * eight of class 0. There too, a sample is of class 0 in six cases of seven: whoever wants the most right answers answers 0 always, is right
 * 98.04 % of the time, the ceiling, and has a balanced accuracy of 50 %. Who answers 1 wherever the three are positive has 93.75 %, and none can
 * have more. All keys have the same classes and draw samples of their own. It never drifts.
 */
public final class RareClass implements InTurns {

    private static final int INPUTS = 8;
    private static final int POSITIVE = 3;
    private static final double FREQUENT = 50.0 / 51;

    private final Turns turns;

    /**
     * An endless stream.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public RareClass(int keys, long seed) {
        turns = new Turns(keys, seed);
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return INPUTS;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        for (int i = 0; i < INPUTS; i++) {
            // 24 random bits: exact in a float, so that no rounding reaches 1.
            features[i] = (random.nextLong() >>> 40) * 0x1.0p-23f - 1f;
        }
        if (random.nextDouble() < FREQUENT) {
            return 0;
        }
        for (int i = 0; i < POSITIVE; i++) {
            features[i] = Math.abs(features[i]);
        }
        return 1;
    }

    @Override
    public double ceiling() {
        return FREQUENT;
    }
}
