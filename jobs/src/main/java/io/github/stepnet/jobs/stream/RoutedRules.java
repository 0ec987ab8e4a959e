package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * Four rules behind a switch: which one makes the class is said by the quadrant of the first two features.
 *
 * <p>Ten features, uniform in [-1, 1). In each quadrant of {@code (x0, x1)} the class is the largest of three linear functions of the other eight, with
 * coefficients drawn from the seed, the same for all keys. One expert per quadrant and a gate say all there is to say. The ceiling is
 * 1.
 */
public final class RoutedRules implements InTurns {

    private static final int SWITCHES = 2;
    private static final int REST = 8;
    private static final int CLASSES = 3;

    private final Turns turns;
    private final double[][] rules = new double[1 << SWITCHES][CLASSES * REST];

    /**
     * An endless stream.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public RoutedRules(int keys, long seed) {
        turns = new Turns(keys, seed);
        SplitMix64 random = new SplitMix64(~seed);
        for (double[] rule : rules) {
            for (int i = 0; i < rule.length; i++) {
                rule[i] = random.nextGaussian();
            }
        }
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return SWITCHES + REST;
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        for (int i = 0; i < inputs(); i++) {
            features[i] = (float) (2 * random.nextDouble() - 1);
        }
        double[] rule = rules[(features[0] > 0 ? 1 : 0) + (features[1] > 0 ? 2 : 0)];
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < CLASSES; c++) {
            double sum = 0;
            for (int i = 0; i < REST; i++) {
                sum += rule[c * REST + i] * features[SWITCHES + i];
            }
            if (sum > highest) {
                highest = sum;
                best = c;
            }
        }
        return best;
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
