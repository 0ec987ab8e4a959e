package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * Which way an object moves: every sample is a picture of it, its class the direction of its last step.
 *
 * <p>64 features, an 8 x 8 picture row by row: a square of 2 x 2 pixels of 1 on a ground of 0, with noise uniform in [-0.2, 0.2) on all. The object
 * goes one pixel right, down, left or up per sample, round the edges, and turns to a direction drawn anew in one sample of ten. A single picture
 * says nothing about the class, two do. The ceiling is 1.
 */
public final class MovingObject implements InTurns {

    private static final int SIDE = 8;
    private static final int[] RIGHT = {1, 0, -1, 0};
    private static final int[] DOWN = {0, 1, 0, -1};
    private static final double TURNS = 0.1;
    private static final double NOISE = 0.2;

    private final Turns turns;
    private final int[] column;
    private final int[] row;
    private final int[] direction;

    /**
     * An endless stream.
     *
     * @param keys at least 1
     * @param seed of every key's samples
     */
    public MovingObject(int keys, long seed) {
        turns = new Turns(keys, seed);
        column = new int[keys];
        row = new int[keys];
        direction = new int[keys];
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return SIDE * SIDE;
    }

    @Override
    public int classes() {
        return RIGHT.length;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        int key = turns.key();
        if (random.nextDouble() < TURNS) {
            direction[key] = (int) (random.nextDouble() * RIGHT.length);
        }
        column[key] = Math.floorMod(column[key] + RIGHT[direction[key]], SIDE);
        row[key] = Math.floorMod(row[key] + DOWN[direction[key]], SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            features[i] = (float) (NOISE * (2 * random.nextDouble() - 1));
        }
        for (int dy = 0; dy < 2; dy++) {
            for (int dx = 0; dx < 2; dx++) {
                features[(row[key] + dy) % SIDE * SIDE + (column[key] + dx) % SIDE] += 1f;
            }
        }
        return direction[key];
    }

    @Override
    public double ceiling() {
        return 1;
    }
}
