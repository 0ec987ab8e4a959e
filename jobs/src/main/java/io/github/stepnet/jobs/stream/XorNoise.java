package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * Two exclusive ors, shifted by a threshold, under label noise: the data set of Test 16, without end.
 *
 * <p>Eight features or more, uniform in [-1, 1). With {@code q = [x0 x1 > 0] + 2 [x2 x3 > 0]}, and {@code q = (q + 1) mod 4}
 * where {@code x4 + x5 + ... > 0}, the class is {@code q mod 3}. One label in ten is then replaced by a class drawn
 * uniformly.
 *
 * <p>Half of the sums are positive and every {@code q} is equally likely, so class 0 (q of 0 and of 3) has 29/60 =
 * 48.33 % of the labels and the other two 25.83 % each. A replaced label is wrong two times in three: the ceiling is 1 -
 * 0.1 * 2/3 = 93.33 %. All keys have the same classes and draw samples of their own. It never drifts.
 *
 * <p>Source: specification 5.1, XorNoise500.
 */
public final class XorNoise implements InTurns {

    private static final int USUAL_INPUTS = 8;
    private static final int LEAST_INPUTS = 5;
    private static final int CLASSES = 3;
    private static final double REPLACED = 0.1;

    private final int inputs;
    private final Turns turns;

    /**
     * An endless stream of eight features.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public XorNoise(int keys, long seed) {
        this(USUAL_INPUTS, keys, seed);
    }

    /**
     * An endless stream.
     *
     * @param inputs features of a sample, at least 5; the more, the harder the sum is to see
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public XorNoise(int inputs, int keys, long seed) {
        if (inputs < LEAST_INPUTS) {
            throw new IllegalArgumentException("inputs is " + inputs + "; it must be at least " + LEAST_INPUTS);
        }
        this.inputs = inputs;
        turns = new Turns(keys, seed);
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        for (int i = 0; i < inputs; i++) {
            // 24 random bits: exact in a float, so that no rounding reaches 1.
            features[i] = (random.nextLong() >>> 40) * 0x1.0p-23f - 1f;
        }
        int label = classOf(features, inputs);
        if (random.nextDouble() < REPLACED) {
            label = (int) (random.nextDouble() * CLASSES);
        }
        return label;
    }

    /** The class before label noise. */
    static int classOf(float[] x, int inputs) {
        int q = (x[0] * x[1] > 0 ? 1 : 0) + (x[2] * x[3] > 0 ? 2 : 0);
        float sum = 0;
        for (int i = 4; i < inputs; i++) {
            sum += x[i];
        }
        if (sum > 0) {
            q = (q + 1) % 4;
        }
        return q % 3;
    }

    @Override
    public double ceiling() {
        return 1 - REPLACED * (CLASSES - 1) / CLASSES;
    }
}
