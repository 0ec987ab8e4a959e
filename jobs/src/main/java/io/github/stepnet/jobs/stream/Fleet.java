package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * A fleet of machines, one per key, each telling one of three states by eight noisy sensors in a way of its own; now and
 * then the sensors of a machine come to mean something else.
 *
 * <p>A machine's condition is a point in the plane. Near the middle it idles (state 0); further out the signs of the two
 * coordinates are equal (state 1) or not (state 2). Each sensor sees a mixture of both coordinates and of six
 * disturbances of the same size that say nothing. The mixture is a rotation of eight dimensions, drawn for every machine:
 * what tells the states apart on one machine says nothing on another, so that one model for all of them stays far
 * below the ceiling, and no linear rule tells them apart on any.
 *
 * <p>After every {@code phaseLength} samples a machine draws a new rotation, and what was learned is worth little.
 *
 * <p>The rotation keeps the condition intact below the disturbances, and no condition lies near a border of two states:
 * the features determine the state. 7.5 % of the labels are then replaced by a state drawn uniformly, two in three of
 * them wrong, so that the ceiling is 1 - 0.075 * 2/3 = 95 % in every phase. A state has about a third of the labels,
 * and samples are independent of each other: neither the majority class nor the previous label says more than 36 %.
 */
public final class Fleet implements InTurns {

    private static final double REPLACED = 0.075;

    private final Turns turns;
    private final long phaseLength;
    private final Machine[] machines;

    /**
     * An endless stream.
     *
     * @param machines the number of keys, at least 1
     * @param phaseLength samples of one key from one drift to the next, at least 1
     * @param seed of the machines and of their samples
     */
    public Fleet(int machines, long phaseLength, long seed) {
        if (phaseLength < 1) {
            throw new IllegalArgumentException("phaseLength is " + phaseLength
                    + "; a phase needs at least 1 sample, Long.MAX_VALUE for no drift at all");
        }
        this.phaseLength = phaseLength;
        turns = new Turns(machines, seed);
        this.machines = new Machine[machines];
        for (int key = 0; key < machines; key++) {
            this.machines[key] = new Machine(turns.random(key));
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
        Machine machine = machines[turns.key()];
        long sequence = turns.sequence();
        if (sequence > 0 && sequence % phaseLength == 0) {
            machine.rewire(random);
        }
        int label = machine.sample(random, features);
        if (random.nextDouble() < REPLACED) {
            label = (int) (random.nextDouble() * Machine.STATES);
        }
        return label;
    }

    /** The machine of one key as it is now. */
    Machine machine(int key) {
        return machines[key];
    }

    @Override
    public int phase() {
        return (int) (turns.sequence() / phaseLength);
    }

    @Override
    public double ceiling() {
        return 1 - REPLACED * (Machine.STATES - 1) / Machine.STATES;
    }
}
