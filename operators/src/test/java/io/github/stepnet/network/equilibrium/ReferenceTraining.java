package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.SplitMix64;

/** Section 3.2 as a training loop: centred nudges, Adam, and a projection of the recurrent matrix after every update. */
final class ReferenceTraining {

    private static final double RATE = 0.01;
    private static final int EPOCHS = 15;
    private static final int SAMPLES = 400;
    private static final int BATCH = 32;
    /** Power iterations see a little less than there is. */
    private static final double MARGIN = 1e-3;

    private final Reference net;
    private final double bound;
    private final Tensors mean;
    private final Tensors square;
    private final Tensors headMean;
    private final Tensors headSquare;
    private int updates;
    /** The largest singular value that any tenth update has left. */
    double largestSigma;

    ReferenceTraining(Reference net, double bound) {
        this.net = net;
        this.bound = bound;
        mean = net.model.parameters().zeros();
        square = net.model.parameters().zeros();
        headMean = net.head.parameters.zeros();
        headSquare = net.head.parameters.zeros();
    }

    void run(ReferenceTask task, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int batch = 0; batch < EPOCHS * SAMPLES / BATCH; batch++) {
            // Equal samples of a batch settle alike, so each pattern is settled once and has the share of its samples.
            net.shares = new double[task.xs.length];
            for (int b = 0; b < BATCH; b++) {
                net.shares[(int) (random.nextDouble() * task.xs.length)] += 1.0 / BATCH;
            }
            learn(task.xs, task.labels);
        }
    }

    private void learn(double[][] xs, int[] labels) {
        double[][] h0 = net.settle(xs).states();
        Tensors body = net.centred(xs, labels, h0, 0.1);
        Tensors head = net.head.parameters.zeros();
        for (int b = 0; b < xs.length; b++) {
            net.head.addGradient(h0[b], labels[b], net.shares[b], head);
        }
        updates++;
        step(net.model.parameters(), body, mean, square);
        step(net.head.parameters, head, headMean, headSquare);
        project();
    }

    private void step(Tensors parameters, Tensors gradient, Tensors m, Tensors v) {
        for (String name : parameters.names()) {
            double[] g = gradient.get(name);
            for (int i = 0; i < g.length; i++) {
                m.get(name)[i] += 0.1 * (g[i] - m.get(name)[i]);
                v.get(name)[i] += 0.001 * (g[i] * g[i] - v.get(name)[i]);
                double now = m.get(name)[i] / (1 - Math.pow(0.9, updates));
                double size = Math.sqrt(v.get(name)[i] / (1 - Math.pow(0.999, updates)));
                parameters.get(name)[i] -= RATE * now / (size + 1e-8);
            }
        }
    }

    private void project() {
        ReferenceLooped looped = (ReferenceLooped) net.model;
        looped.prepare();
        double sigma = Doubles.sigma(looped.w(), looped.hidden, 100);
        if (sigma > bound) {
            double[] r = looped.parameters().get("r");
            for (int i = 0; i < r.length; i++) {
                r[i] *= bound / (sigma * (1 + MARGIN));
            }
            looped.prepare();
        }
        if (updates % 10 == 0) {
            largestSigma = Math.max(largestSigma, Doubles.sigma(looped.w(), looped.hidden, 500));
        }
    }
}
