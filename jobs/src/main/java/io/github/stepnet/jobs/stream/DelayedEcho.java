package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * A bit of long ago: every sample shows a fair bit, and its class is the bit that the key showed {@code delay} samples before.
 *
 * <p>One feature, -1 or 1. Nothing but memory helps: the present sample says nothing about its class, and a key's first {@code delay}
 * samples are of class 0. The ceiling is 1.
 */
public final class DelayedEcho implements InTurns {

    private final Turns turns;
    private final int delay;
    private final boolean[][] past;

    /**
     * An endless stream.
     *
     * @param delay samples of a key from a bit to its echo, at least 1
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public DelayedEcho(int delay, int keys, long seed) {
        if (delay < 1) {
            throw new IllegalArgumentException("delay is " + delay + "; it must be at least 1");
        }
        this.delay = delay;
        turns = new Turns(keys, seed);
        past = new boolean[keys][delay];
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return 1;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        boolean bit = random.nextLong() < 0;
        boolean[] shown = past[turns.key()];
        int at = (int) (turns.sequence() % delay);
        int label = shown[at] ? 1 : 0;
        shown[at] = bit;
        features[0] = bit ? 1f : -1f;
        return label;
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
