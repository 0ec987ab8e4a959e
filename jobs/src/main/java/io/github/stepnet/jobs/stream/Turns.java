package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/** Whose turn it is: keys 0 .. keys - 1 over and over, each with a generator of its own. */
final class Turns {

    private final SplitMix64[] random;
    private long taken;

    Turns(int keys, long seed) {
        if (keys < 1) {
            throw new IllegalArgumentException("keys is " + keys + "; a stream needs at least 1");
        }
        // Seeds are drawn, not counted: neighbouring seeds would make one key's sequence a shifted copy of another's.
        SplitMix64 seeds = new SplitMix64(seed);
        random = new SplitMix64[keys];
        for (int key = 0; key < keys; key++) {
            random[key] = new SplitMix64(seeds.nextLong());
        }
    }

    int keys() {
        return random.length;
    }

    /** Goes on to the next sample and returns the generator of its key. */
    SplitMix64 take() {
        taken++;
        return random[key()];
    }

    /** The generator of one key, for what is drawn before the first sample. */
    SplitMix64 random(int key) {
        return random[key];
    }

    int key() {
        return (int) (last() % random.length);
    }

    long sequence() {
        return last() / random.length;
    }

    private long last() {
        if (taken == 0) {
            throw new IllegalStateException("no sample has been drawn yet; call next first");
        }
        return taken - 1;
    }
}
