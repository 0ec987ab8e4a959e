package io.github.stepnet.jobs.analyze;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * All patterns of an analytical task, and their classes. Section 5 of the specification.
 *
 * @param name as on the command line
 * @param patterns features of each
 * @param labels class of each
 * @param classes how many there are
 */
// Not compared, so that arrays do no harm.
@SuppressWarnings("ArrayRecordComponent")
record Task(String name, float[][] patterns, int[] labels, int classes) {

    /** The seeds fix their random patterns by it. */
    private static final long PATTERNS_SEED = 42;

    private static final float CENTRE = 2f;
    private static final float MEMBER = 0.3f;

    /** The parity of so many bits, of all of their values. */
    static Task xor(int bits) {
        float[][] patterns = new float[1 << bits][bits];
        int[] labels = new int[patterns.length];
        for (int i = 0; i < patterns.length; i++) {
            for (int j = 0; j < bits; j++) {
                patterns[i][j] = (i >> j) & 1;
            }
            labels[i] = Integer.bitCount(i) % 2;
        }
        return new Task("xor", patterns, labels, 2);
    }

    /** Standard normal patterns, each of a random class. */
    static Task memorization(int count, int inputs, int classes) {
        SplitMix64 random = new SplitMix64(PATTERNS_SEED);
        float[][] patterns = new float[count][inputs];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < inputs; j++) {
                patterns[i][j] = (float) random.nextGaussian();
            }
            labels[i] = (int) (random.nextDouble() * classes);
        }
        return new Task("memorization", patterns, labels, classes);
    }

    /** Members of clusters, each about its cluster's centre. */
    static Task attractor(int clusters, int members, int inputs) {
        SplitMix64 random = new SplitMix64(PATTERNS_SEED);
        float[][] patterns = new float[clusters * members][inputs];
        int[] labels = new int[patterns.length];
        float[] centre = new float[inputs];
        for (int i = 0; i < patterns.length; i++) {
            labels[i] = i / members;
            for (int j = 0; j < inputs && i % members == 0; j++) {
                centre[j] = CENTRE * (float) random.nextGaussian();
            }
            for (int j = 0; j < inputs; j++) {
                patterns[i][j] = centre[j] + MEMBER * (float) random.nextGaussian();
            }
        }
        return new Task("attractor", patterns, labels, clusters);
    }

    int inputs() {
        return patterns[0].length;
    }

    /** Accuracy of the best constant answer. */
    double chance() {
        int[] counts = new int[classes];
        int most = 0;
        for (int label : labels) {
            most = Math.max(most, ++counts[label]);
        }
        return (double) most / labels.length;
    }
}
