package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * A bit to be held: every {@code delay + 1}-th sample of a key is marked, and a sample's class is whether its bit differs from the one last
 * marked.
 *
 * <p>Two features, -1 or 1: a fair bit, and the mark. A single sample says nothing about its class, nor does the class before it; the marked
 * bit has to be kept over {@code delay} samples whose bits look the same. The ceiling is 1.
 */
public final class HeldBit implements InTurns {

    private final int delay;
    private final Turns turns;
    private final boolean[] held;

    /**
     * An endless stream.
     *
     * @param delay samples of a key from one mark to the next, the marks not counted; at least 1
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public HeldBit(int delay, int keys, long seed) {
        if (delay < 1) {
            throw new IllegalArgumentException("delay is " + delay + "; it must be at least 1");
        }
        this.delay = delay;
        turns = new Turns(keys, seed);
        held = new boolean[keys];
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
        boolean isMarked = turns.sequence() % (delay + 1) == 0;
        int key = turns.key();
        held[key] = isMarked ? bit : held[key];
        features[0] = bit ? 1f : -1f;
        features[1] = isMarked ? 1f : -1f;
        return bit == held[key] ? 0 : 1;
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
