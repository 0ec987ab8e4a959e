package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.SplitMix64;

/** The portable net of section 8.1: 64 inputs, 32 units, 10 classes, a batch of 16, drawn in the order that the section says. */
final class Anchor {

    static final int INPUTS = 64;
    static final int HIDDEN = 32;
    static final int CLASSES = 10;
    static final int BATCH = 16;

    final double[][] xs = new double[BATCH][];
    final int[] labels = new int[BATCH];
    final ReferenceLooped looped;
    final ReferenceHead head;
    final Reference reference;

    Anchor(long seed, boolean isSymmetric) {
        SplitMix64 random = new SplitMix64(seed);
        double[] wx = Doubles.uniform(HIDDEN * INPUTS, 1 / Math.sqrt(INPUTS), random);
        double[] bx = Doubles.uniform(HIDDEN, 1 / Math.sqrt(INPUTS), random);
        double[] r = Doubles.orthogonal(HIDDEN, HIDDEN, 0.9, random);
        double limit = 1 / Math.sqrt(HIDDEN);
        double[] bh = Doubles.uniform(HIDDEN, limit, random);
        double[] v = Doubles.uniform(CLASSES * HIDDEN, limit, random);
        double[] c = Doubles.uniform(CLASSES, limit, random);
        SplitMix64 data = new SplitMix64(seed + 1000);
        for (int b = 0; b < BATCH; b++) {
            xs[b] = Doubles.gaussians(INPUTS, data);
        }
        for (int b = 0; b < BATCH; b++) {
            labels[b] = (int) (data.nextDouble() * CLASSES);
        }
        looped = new ReferenceLooped(isSymmetric, wx, bx, r, bh);
        head = new ReferenceHead(v, c);
        reference = new Reference(looped, head);
    }

    static Anchor symmetric() {
        return new Anchor(42, true);
    }

    static Anchor nonSymmetric() {
        return new Anchor(42, false);
    }

    double[][] settled() {
        return reference.settle(xs).states();
    }

    /** Mean energy of the batch. */
    double energy(double[][] states) {
        double sum = 0;
        for (int b = 0; b < BATCH; b++) {
            sum += looped.energy(xs[b], states[b]);
        }
        return sum / BATCH;
    }
}
