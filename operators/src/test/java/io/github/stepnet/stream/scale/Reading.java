package io.github.stepnet.stream.scale;

import java.io.Serializable;

/** An event: eight features, and which of three classes follows from them. */
// Not compared, so that arrays do no harm.
@SuppressWarnings("ArrayRecordComponent")
public record Reading(String key, float[] features, int label) implements Serializable {

    static final int FEATURES = 8;
    static final int CLASSES = 3;

    /** Which key the events of a stream have. */
    @FunctionalInterface
    interface Keys extends Serializable {

        /** The key of the {@code number}th event, from 0. */
        long of(long number);
    }

    /** The {@code number}th event of a stream. */
    static Reading number(long number, long key) {
        float[] features = new float[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            features[i] = (mix(number * FEATURES + i) >>> 40) * 0x1p-24f - 0.5f;
        }
        int label = features[0] > 0 != features[1] > 0 ? 0 : features[2] > 0 ? 1 : 2;
        return new Reading("key-" + key, features, label);
    }

    /** A number that looks random and is always the same: the finalizer of SplitMix64. */
    static long mix(long number) {
        long z = (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
