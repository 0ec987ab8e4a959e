package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * Points about three centres in 20 dimensions; the class is the centre. Centres are normal of deviation 2, points normal about theirs of deviation 0.3, so that clusters do not
 * touch.
 *
 * <p>All keys have the same centres and draw samples of their own. It never drifts. Source: specification of equilibrium propagation, section 5.
 */
public final class Attractor implements InTurns {

    private static final int INPUTS = 20;
    private static final int CLUSTERS = 3;
    private static final double OF_CENTRES = 2;
    private static final double OF_POINTS = 0.3;
    private static final long SEED_OF_CENTRES = 42;

    private final float[][] centres = new float[CLUSTERS][INPUTS];
    private final Turns turns;

    /**
     * An endless stream.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public Attractor(int keys, long seed) {
        turns = new Turns(keys, seed);
        SplitMix64 random = new SplitMix64(SEED_OF_CENTRES);
        for (float[] centre : centres) {
            for (int i = 0; i < INPUTS; i++) {
                centre[i] = (float) (OF_CENTRES * random.nextGaussian());
            }
        }
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return INPUTS;
    }

    @Override
    public int classes() {
        return CLUSTERS;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        int cluster = (int) (random.nextDouble() * CLUSTERS);
        for (int i = 0; i < INPUTS; i++) {
            features[i] = (float) (centres[cluster][i] + OF_POINTS * random.nextGaussian());
        }
        return cluster;
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
