package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * A machine as in the {@link Fleet}, one per key, whose sensors come to mean something else once: at a blow or by and by.
 *
 * <p>Up to a key's sample {@code at} its features are those of one rotation, from {@code at + width} on those of another. In between, each sample is of the new one
 * with a probability that grows linearly; nothing in a sample says which. What the features are distributed like never changes, only what they mean. 7.5 % of
 * the labels are replaced as in the fleet: the ceiling is 95 % before and after.
 */
public final class DriftingMachine implements InTurns {

    private static final double REPLACED = 0.075;

    private final Turns turns;
    private final long at;
    private final long width;
    private final Machine[] before;
    private final Machine[] after;

    /**
     * An endless stream.
     *
     * @param at number of the first sample that drifts, counted from 0 for each key, at least 0
     * @param width samples from there to the first one that is certainly of the new kind; 0 for an abrupt drift
     * @param keys at least 1
     * @param seed of the machines and of their samples
     */
    public DriftingMachine(long at, long width, int keys, long seed) {
        if (at < 0 || width < 0) {
            throw new IllegalArgumentException("at is " + at + " and width is " + width + "; neither may be negative");
        }
        this.at = at;
        this.width = width;
        turns = new Turns(keys, seed);
        before = new Machine[keys];
        after = new Machine[keys];
        for (int key = 0; key < keys; key++) {
            before[key] = new Machine(turns.random(key));
            after[key] = new Machine(turns.random(key));
        }
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public int inputs() {
        return Machine.SENSORS;
    }

    @Override
    public int classes() {
        return Machine.STATES;
    }

    @Override
    public int next(float[] features) {
        SplitMix64 random = turns.take();
        // drawn at every sample, so that streams with another width have the same samples up to the drift
        boolean isNew = random.nextDouble() * (width + 1) < turns.sequence() - at + 1;
        Machine machine = (isNew ? after : before)[turns.key()];
        int label = machine.sample(random, features);
        if (random.nextDouble() < REPLACED) {
            label = (int) (random.nextDouble() * Machine.STATES);
        }
        return label;
    }

    /** The machine of one key before its drift, or after it. */
    Machine machine(int key, boolean isNew) {
        return (isNew ? after : before)[key];
    }

    @Override
    public int phase() {
        return turns.sequence() < at ? 0 : 1;
    }

    @Override
    public double ceiling() {
        return 1 - REPLACED * (Machine.STATES - 1) / Machine.STATES;
    }
}
