package io.github.stepnet.network.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Floats at an offset inside a larger array whose other floats must never change. */
final class Range {

    private static final float CANARY = -98765.43f;
    private static final int MARGIN = 19;

    final float[] array;
    final int at;
    final int length;

    /** Values between {@code low} and {@code high}; where the range starts depends on {@code random} too. */
    Range(int length, double low, double high, SplittableRandom random) {
        this.length = length;
        this.at = 1 + random.nextInt(MARGIN - 1);
        this.array = new float[at + length + MARGIN];
        Arrays.fill(array, CANARY);
        for (int i = 0; i < length; i++) {
            set(i, (float) (low + (high - low) * random.nextDouble()));
        }
    }

    float get(int i) {
        return array[at + i];
    }

    void set(int i, float value) {
        array[at + i] = value;
    }

    boolean isSurroundedByCanaries() {
        for (int i = 0; i < array.length; i++) {
            if ((i < at || i >= at + length) && array[i] != CANARY) {
                return false;
            }
        }
        return true;
    }
}
