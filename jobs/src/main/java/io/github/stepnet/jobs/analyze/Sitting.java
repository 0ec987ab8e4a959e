package io.github.stepnet.jobs.analyze;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.equilibrium.Equilibrium;
import io.github.stepnet.network.equilibrium.Settlement;
import java.util.Arrays;

/** Goes through the patterns of a task with one network and adds up what makes its {@link Portrait}. */
final class Sitting {

    static final int WATCHED = 60;
    static final int RESTARTS = 32;
    private static final int DRAWS = 50;
    private static final float APART = 0.1f;
    /** Of the size of a settled state: far above what a residual leaves open, far below the distance of two fixed points. */
    private static final double SAME = 1e-2;
    /** Residuals that a slope is taken of. */
    private static final int LEAST_TAIL = 4;

    private final Equilibrium body;
    private final NetworkState state;
    private final Subject subject;
    private final Task task;
    private final SplitMix64 noise;
    private final float[] gradient;
    private final float[] zeros;
    private final float[] here;
    private final float[] there;
    private final float[] next;
    private final float[] raw;
    /** By pattern; null where it does not settle. */
    private final float[][] settledAt;

    private double random;
    private double norm;
    private double radius;
    private double rate;
    private double iterations;
    private int settled;
    private int hits;
    private int rises;
    private int returned;
    private double cosines;
    private int judged;

    Sitting(Equilibrium body, NetworkState state, Subject subject, Task task, SplitMix64 noise, int parameters) {
        this.body = body;
        this.state = state;
        this.subject = subject;
        this.task = task;
        this.noise = noise;
        gradient = new float[parameters];
        zeros = new float[body.size()];
        here = new float[body.size()];
        there = new float[body.size()];
        next = new float[body.size()];
        raw = new float[task.classes()];
        settledAt = new float[task.patterns().length][];
    }

    Portrait take() {
        body.attach(state);
        int count = task.patterns().length;
        for (int i = 0; i < count; i++) {
            body.drive(task.patterns()[i], 0, new float[body.memory()], 0);
            drawGains();
            watchEnergy();
            settle(i);
        }
        boolean hasEnergy = subject.model().descends();
        return new Portrait(
                random,
                body.contraction(state),
                settled == 0 ? Double.NaN : norm,
                settled == 0 ? Double.NaN : radius,
                rate == 0 ? Double.NaN : rate,
                settled == 0 ? Double.NaN : iterations / settled,
                (double) settled / count,
                settled == 0 ? Double.NaN : (double) returned / (RESTARTS * settled),
                apart(),
                (double) hits / count,
                hasEnergy ? (double) rises / (WATCHED * count) : Double.NaN,
                judged == 0 ? Double.NaN : cosines / judged);
    }

    /** As in the seeds: the ring is zero in both states, and only the present state is looked at. */
    private void drawGains() {
        int hidden = subject.model().hidden();
        for (int draw = 0; draw < DRAWS; draw++) {
            System.arraycopy(zeros, 0, here, 0, zeros.length);
            System.arraycopy(zeros, 0, there, 0, zeros.length);
            double before = 0;
            for (int j = 0; j < hidden; j++) {
                float apart = APART * (float) noise.nextGaussian();
                here[j] = (float) noise.nextGaussian();
                there[j] = here[j] + apart;
                before += (double) apart * apart;
            }
            body.step(here, next);
            System.arraycopy(next, 0, here, 0, next.length);
            body.step(there, next);
            double after = 0;
            for (int j = 0; j < hidden; j++) {
                after += ((double) next[j] - here[j]) * ((double) next[j] - here[j]);
            }
            random = Math.max(random, Math.sqrt(after / before));
        }
    }

    private void watchEnergy() {
        if (!subject.model().descends()) {
            return;
        }
        System.arraycopy(zeros, 0, here, 0, zeros.length);
        double rounding = Equilibrium.ENERGY_TOLERANCE * subject.model().hidden();
        double energy = body.energy(here);
        for (int step = 0; step < WATCHED; step++) {
            body.step(here, next);
            System.arraycopy(next, 0, here, 0, next.length);
            double now = body.energy(here);
            rises += now - energy > rounding ? 1 : 0;
            energy = now;
        }
    }

    private void settle(int pattern) {
        Settlement settlement = body.settle(zeros, 0, false);
        body.read(raw, 0);
        hits += best() == task.labels()[pattern] ? 1 : 0;
        if (settlement != Settlement.CONVERGED) {
            return;
        }
        settled++;
        iterations += body.iterations();
        float[] fixed = body.settled().clone();
        settledAt[pattern] = fixed;
        Jacobian jacobian = Jacobian.of(body::step, fixed.clone());
        norm = Math.max(norm, jacobian.norm());
        radius = Math.max(radius, jacobian.radius());
        judge(task.labels()[pattern]);
        fitTail(body.iterations());
        restart(fixed);
    }

    /** The slope of the logarithms of the last residuals, by least squares. */
    private void fitTail(int count) {
        int first = count / 2;
        if (count - first < LEAST_TAIL) {
            return;
        }
        System.arraycopy(zeros, 0, here, 0, zeros.length);
        double centre = (first + count - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int step = 0; step < count; step++) {
            body.step(here, next);
            if (step >= first) {
                products += (step - centre) * Math.log(distance(next, here));
                squares += (step - centre) * (step - centre);
            }
            System.arraycopy(next, 0, here, 0, next.length);
        }
        rate = Math.max(rate, Math.exp(products / squares));
    }

    private void restart(float[] fixed) {
        double near = SAME * distance(fixed, zeros);
        for (int i = 0; i < RESTARTS; i++) {
            for (int j = 0; j < here.length; j++) {
                here[j] = (float) (2 * noise.nextDouble() - 1);
            }
            boolean isSettled = body.settle(here, 0, false) == Settlement.CONVERGED;
            returned += isSettled && distance(body.settled(), fixed) <= near ? 1 : 0;
        }
    }

    private double apart() {
        double[] sums = new double[2];
        int[] pairs = new int[2];
        for (int i = 0; i < settledAt.length; i++) {
            for (int j = 0; j < i; j++) {
                if (settledAt[i] != null && settledAt[j] != null) {
                    int same = task.labels()[i] == task.labels()[j] ? 1 : 0;
                    sums[same] += distance(settledAt[i], settledAt[j]);
                    pairs[same]++;
                }
            }
        }
        // No pair leaves 0/0.
        return sums[0] / pairs[0] / (sums[1] / pairs[1]);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private void judge(int label) {
        float[] truth = {label};
        Arrays.fill(gradient, 0f);
        if (body.addGradient(truth, 1f, gradient)) {
            double cosine = body.cosine(truth, gradient);
            if (!Double.isNaN(cosine)) {
                cosines += cosine;
                judged++;
            }
        }
    }

    private int best() {
        int best = 0;
        for (int c = 1; c < raw.length; c++) {
            best = raw[c] > raw[best] ? c : best;
        }
        return best;
    }
}
