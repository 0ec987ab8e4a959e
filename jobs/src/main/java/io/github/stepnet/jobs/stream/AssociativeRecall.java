package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * What was last stored under a name: every sample stores a value under one of four names and asks for the value of another.
 *
 * <p>Eleven features: the name and the value that are stored, and the name that is asked for, each one-hot (4 + 3 + 4). The class is
 * the value last stored under the name that is asked for, this sample's own storing counted; before the first, 0. One storing in four
 * is for each name, so {@code n} samples back hold the answer in all but {@code 0.75^n} of the cases. The ceiling is 1.
 */
public final class AssociativeRecall implements InTurns {

    private static final int NAMES = 4;
    private static final int VALUES = 3;

    private final Turns turns;
    private final int[][] stored;

    /**
     * An endless stream.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public AssociativeRecall(int keys, long seed) {
        turns = new Turns(keys, seed);
        stored = new int[keys][NAMES];
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return 2 * NAMES + VALUES;
    }

    @Override
    public int classes() {
        return VALUES;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        int name = (int) (random.nextDouble() * NAMES);
        int value = (int) (random.nextDouble() * VALUES);
        int asked = (int) (random.nextDouble() * NAMES);
        int[] values = stored[turns.key()];
        values[name] = value;
        for (int i = 0; i < inputs(); i++) {
            features[i] = 0f;
        }
        features[name] = 1f;
        features[NAMES + value] = 1f;
        features[NAMES + VALUES + asked] = 1f;
        return values[asked];
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
