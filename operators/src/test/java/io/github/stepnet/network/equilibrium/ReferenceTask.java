package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.SplitMix64;

/** The tasks of section 5: all patterns of each, and their classes. */
final class ReferenceTask {

    final double[][] xs;
    final int[] labels;
    final int classes;

    private ReferenceTask(double[][] xs, int[] labels, int classes) {
        this.xs = xs;
        this.labels = labels;
        this.classes = classes;
    }

    /** The parity of so many bits. */
    static ReferenceTask xor(int bits) {
        double[][] xs = new double[1 << bits][bits];
        int[] labels = new int[xs.length];
        for (int i = 0; i < xs.length; i++) {
            for (int j = 0; j < bits; j++) {
                xs[i][j] = (i >> j) & 1;
            }
            labels[i] = Integer.bitCount(i) % 2;
        }
        return new ReferenceTask(xs, labels, 2);
    }

    /** Random patterns, each of a random class. */
    static ReferenceTask memorization(int patterns, int inputs, int classes) {
        SplitMix64 random = new SplitMix64(42);
        double[][] xs = new double[patterns][];
        int[] labels = new int[patterns];
        for (int i = 0; i < patterns; i++) {
            xs[i] = Doubles.gaussians(inputs, random);
            labels[i] = (int) (random.nextDouble() * classes);
        }
        return new ReferenceTask(xs, labels, classes);
    }

    /** Members of clusters: a centre of deviation 2, and 0.3 about it. */
    static ReferenceTask attractor(int clusters, int members, int inputs) {
        SplitMix64 random = new SplitMix64(42);
        double[][] xs = new double[clusters * members][];
        int[] labels = new int[xs.length];
        for (int cluster = 0; cluster < clusters; cluster++) {
            double[] centre = Doubles.gaussians(inputs, random);
            for (int member = 0; member < members; member++) {
                double[] x = new double[inputs];
                Doubles.addScaled(2, centre, x);
                Doubles.addScaled(0.3, Doubles.gaussians(inputs, random), x);
                xs[cluster * members + member] = x;
                labels[cluster * members + member] = cluster;
            }
        }
        return new ReferenceTask(xs, labels, clusters);
    }

    int inputs() {
        return xs[0].length;
    }

    /** A symmetric net of the specification for this task. */
    Reference net(int hidden, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double limit = 1 / Math.sqrt(inputs());
        double[] wx = Doubles.uniform(hidden * inputs(), limit, random);
        double[] bx = Doubles.uniform(hidden, limit, random);
        double[] r = Doubles.orthogonal(hidden, hidden, 0.9, random);
        double inner = 1 / Math.sqrt(hidden);
        double[] bh = Doubles.uniform(hidden, inner, random);
        double[] v = Doubles.uniform(classes * hidden, inner, random);
        double[] c = Doubles.uniform(classes, inner, random);
        return new Reference(new ReferenceLooped(true, wx, bx, r, bh), new ReferenceHead(v, c));
    }

    /** Share of all patterns that are answered right. */
    double accuracy(Reference net) {
        double[][] states = net.settle(xs).states();
        int hits = 0;
        for (int b = 0; b < xs.length; b++) {
            hits += net.head.answer(states[b]) == labels[b] ? 1 : 0;
        }
        return (double) hits / xs.length;
    }
}
