package io.github.stepnet.network.equilibrium;

/** A reference model with a head: settles batches and takes the gradients of sections 3.2 and 3.3 of mean losses. */
final class Reference {

    /** States of a batch, and the steps until the last of them settled. */
    static final class Settled {
        private final double[][] states;
        private final int steps;

        Settled(double[][] states, int steps) {
            this.states = states;
            this.steps = steps;
        }

        double[][] states() {
            return states;
        }

        int steps() {
            return steps;
        }
    }

    /** The target of one sample's state. */
    @FunctionalInterface
    interface Map {
        double[] target(int sample, double[] state);
    }

    final ReferenceModel model;
    final ReferenceHead head;
    double alpha = 0.5;
    double tolerance = 1e-12;
    int cap = 5000;
    /** Whether the residual is that of the damped step, as in the archive, instead of the undamped one. */
    boolean isDamped;
    /** Share of each sample in the mean over a batch; null if all are alike. */
    double[] shares;

    Reference(ReferenceModel model, ReferenceHead head) {
        this.model = model;
        this.head = head;
    }

    Settled settle(double[][] xs) {
        return settle(xs, new double[xs.length][model.size()]);
    }

    Settled settle(double[][] xs, double[][] from) {
        return settle(xs, from, (b, state) -> model.target(xs[b], state, 0, null));
    }

    Settled nudge(double[][] xs, int[] labels, double[][] from, double beta) {
        return settle(xs, from, (b, state) -> model.target(xs[b], state, beta, r -> head.signal(r, labels[b])));
    }

    /** Steps the whole batch until its largest residual is below the tolerance. */
    Settled settle(double[][] xs, double[][] from, Map map) {
        model.prepare();
        double[][] states = from.clone();
        for (int step = 1; step <= cap; step++) {
            double largest = 0;
            double[][] next = new double[states.length][];
            for (int b = 0; b < states.length; b++) {
                double[] target = map.target(b, states[b]);
                next[b] = model.relax(xs[b], states[b], target, alpha);
                largest = Math.max(largest, Doubles.distance(isDamped ? next[b] : target, states[b]));
            }
            states = next;
            if (largest < tolerance) {
                return new Settled(states, step);
            }
        }
        return new Settled(states, cap);
    }

    private double share(double[][] xs, int sample) {
        return shares == null ? 1.0 / xs.length : shares[sample];
    }

    double loss(double[][] xs, int[] labels, double[][] states) {
        double loss = 0;
        for (int b = 0; b < xs.length; b++) {
            loss += head.loss(model.readout(states[b]), labels[b]) / xs.length;
        }
        return loss;
    }

    /** {@code (dE(to) - dE(from)) / by}, meaned over the batch. */
    Tensors contrast(double[][] xs, double[][] to, double[][] from, double by) {
        Tensors gradient = model.parameters().zeros();
        for (int b = 0; b < xs.length; b++) {
            model.addEnergyGradient(xs[b], to[b], share(xs, b) / by, gradient);
            model.addEnergyGradient(xs[b], from[b], -share(xs, b) / by, gradient);
        }
        return gradient;
    }

    Tensors centred(double[][] xs, int[] labels, double[][] h0, double beta) {
        double[][] up = nudge(xs, labels, h0, beta).states();
        double[][] down = nudge(xs, labels, h0, -beta).states();
        return contrast(xs, up, down, 2 * beta);
    }

    Tensors oneSided(double[][] xs, int[] labels, double[][] h0, double beta) {
        return contrast(xs, nudge(xs, labels, h0, beta).states(), h0, beta);
    }

    Tensors asymmetric(double[][] xs, int[] labels, double[][] h0, double beta) {
        ReferenceLooped looped = (ReferenceLooped) model;
        double[][] up = mirrored(looped, xs, labels, h0, beta);
        double[][] down = mirrored(looped, xs, labels, h0, -beta);
        Tensors gradient = model.parameters().zeros();
        for (int b = 0; b < xs.length; b++) {
            double[] signal = down[b].clone();
            Doubles.addScaled(-1, up[b], signal);
            looped.addSignal(xs[b], h0[b], signal, share(xs, b) / (2 * beta), gradient);
        }
        return gradient;
    }

    private double[][] mirrored(ReferenceLooped looped, double[][] xs, int[] labels, double[][] h0, double beta) {
        return settle(xs, h0, (b, h) -> looped.mirroredTarget(xs[b], h0[b], h, beta, r -> head.signal(r, labels[b])))
                .states();
    }

    Tensors implicit(double[][] xs, int[] labels, double[][] h0) {
        ReferenceLooped looped = (ReferenceLooped) model;
        Tensors gradient = model.parameters().zeros();
        for (int b = 0; b < xs.length; b++) {
            double[] signal = looped.implicitSignal(h0[b], head.signal(h0[b], labels[b]));
            looped.addSignal(xs[b], h0[b], signal, share(xs, b), gradient);
        }
        return gradient;
    }

    Tensors adjoint(double[][] xs, int[] labels, double[][] h0, int iterations) {
        ReferenceLooped looped = (ReferenceLooped) model;
        Tensors gradient = model.parameters().zeros();
        for (int b = 0; b < xs.length; b++) {
            double[] signal = looped.adjointSignal(h0[b], head.signal(h0[b], labels[b]), iterations);
            looped.addSignal(xs[b], h0[b], signal, share(xs, b), gradient);
        }
        return gradient;
    }

    /** The derivative of the settled mean loss by one parameter, by central differences. */
    double difference(double[][] xs, int[] labels, String name, int at, double step) {
        double[] values = model.parameters().get(name);
        double before = values[at];
        values[at] = before + step;
        double up = loss(xs, labels, settle(xs).states());
        values[at] = before - step;
        double down = loss(xs, labels, settle(xs).states());
        values[at] = before;
        return (up - down) / (2 * step);
    }
}
