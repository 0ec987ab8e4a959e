package io.github.stepnet.stream;

import java.io.Serializable;
import java.util.Random;

/** A user's event, as the tests of operators use it: four features, three classes that follow from them, and a target. */
// Not compared, so that arrays do no harm.
@SuppressWarnings("ArrayRecordComponent")
record Sample(String key, String id, long time, float[] features, int label, float[] target) implements Serializable {

    static final int FEATURES = 4;
    static final int CLASSES = 3;
    static final int KEYS = 7;
    static final int STEP_MILLIS = 10;

    /** The {@code n}th sample of an endless stream: keys take turns, times ascend, the truth is known of nine in ten. */
    static Sample number(long n) {
        return ofKey("key-" + n % KEYS, n);
    }

    /** The {@code n}th sample of a stream in which it has this key. */
    static Sample ofKey(String key, long n) {
        Random random = new Random(0x5eedL + n * 7919);
        float[] features = new float[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            features[i] = (float) random.nextGaussian() * (i + 1);
        }
        float score = features[0] * features[1] + features[2] - Math.floorMod(key.hashCode(), 3);
        int label = n % 10 == 9 ? -1 : score < -1 ? 0 : score < 1 ? 1 : 2;
        float[] target = {score, features[3]};
        return new Sample(key, "event-" + n, n * STEP_MILLIS, features, label, target);
    }

    Sample ofKey(String other) {
        return new Sample(other, id, time, features, label, target);
    }

    Sample withFeatures(float... others) {
        return new Sample(key, id, time, others, label, target);
    }

    Sample withLabel(int other) {
        return new Sample(key, id, time, features, other, target);
    }

    Sample withTarget(float... others) {
        return new Sample(key, id, time, features, label, others);
    }

    Sample at(long millis) {
        return new Sample(key, id, millis, features, label, target);
    }
}
