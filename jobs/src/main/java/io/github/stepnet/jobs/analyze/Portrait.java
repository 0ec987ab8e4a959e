package io.github.stepnet.jobs.analyze;

import io.github.stepnet.network.EquilibriumNetwork;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.equilibrium.Equilibrium;
import io.github.stepnet.network.equilibrium.Settlement;
import java.util.Arrays;

/**
 * What one network is like on all patterns of a task. Every pattern settles from zeros; Lipschitz figures are of one damped iteration.
 *
 * @param random the largest gain between two random states and their images, {@code L_rand}: what the seeds call {@code L}; of the present state only, where there is a ring
 * @param bound {@code 1 - alpha + alpha gain}, {@code L_sup}: no two states come apart by more
 * @param norm the largest norm of the derivative at a settled state, {@code L_eq}, NaN if none has settled; of the state with its ring, where there is one
 * @param radius the largest spectral radius there, {@code rho_eq}: the rate at which settling ends
 * @param iterations mean of a pattern, of those that settle
 * @param settled share of the patterns that settle
 * @param accuracy share of the patterns that are answered right
 * @param rises share of the first {@value #WATCHED} iterations at which the energy rises by more than floats round; NaN for a model without one
 * @param cosine mean over the patterns of the cosine between the estimated and the exact gradient of the body; NaN if no pattern can be judged
 */
record Portrait(
        double random,
        double bound,
        double norm,
        double radius,
        double iterations,
        double settled,
        double accuracy,
        double rises,
        double cosine) {

    private static final int WATCHED = 60;
    private static final int DRAWS = 50;
    private static final float APART = 0.1f;
    private static final double ENERGY_TOLERANCE = 1e-5;

    /** Measures a network of one key. */
    static Portrait of(EquilibriumNetwork network, NetworkState state, Subject subject, Task task, long seed) {
        return new Sitting(network.body(), state, subject, task, new SplitMix64(seed), network.parameters(state).length)
                .take();
    }

    /** Sums over the patterns. */
    private static final class Sitting {

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
        private double random;
        private double norm;
        private double radius;
        private double iterations;
        private int settled;
        private int hits;
        private int rises;
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
        }

        Portrait take() {
            body.attach(state);
            int count = task.patterns().length;
            for (int i = 0; i < count; i++) {
                body.drive(task.patterns()[i], 0, new float[body.memory()], 0);
                drawGains();
                watchEnergy();
                settle(task.labels()[i]);
            }
            boolean hasEnergy = subject.model().descends();
            return new Portrait(
                    random,
                    body.contraction(state),
                    settled == 0 ? Double.NaN : norm,
                    settled == 0 ? Double.NaN : radius,
                    settled == 0 ? Double.NaN : iterations / settled,
                    (double) settled / count,
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
            double energy = body.energy(here);
            for (int step = 0; step < WATCHED; step++) {
                body.step(here, next);
                System.arraycopy(next, 0, here, 0, next.length);
                double now = body.energy(here);
                rises += now - energy > ENERGY_TOLERANCE * here.length ? 1 : 0;
                energy = now;
            }
        }

        private void settle(int label) {
            Settlement settlement = body.settle(zeros, 0, false);
            body.read(raw, 0);
            hits += best() == label ? 1 : 0;
            if (settlement != Settlement.CONVERGED) {
                return;
            }
            settled++;
            iterations += body.iterations();
            Jacobian jacobian = Jacobian.of(body::step, body.settled().clone());
            norm = Math.max(norm, jacobian.norm());
            radius = Math.max(radius, jacobian.radius());
            judge(label);
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
}
