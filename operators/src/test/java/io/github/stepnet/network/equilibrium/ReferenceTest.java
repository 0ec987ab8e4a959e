package io.github.stepnet.network.equilibrium;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What section 9 of the specification asks of the models, shown on the reference. */
class ReferenceTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.7, 1})
    void theEnergyOfSymmetricWeightsOnlyFalls(double alpha) {
        assertEquals(0, rises(Anchor.symmetric(), alpha));
    }

    @Test
    void theEnergyOfNonSymmetricWeightsAlsoRises() {
        assertTrue(rises(Anchor.nonSymmetric(), 0.5) > 0);
    }

    private static int rises(Anchor anchor, double alpha) {
        int rises = 0;
        for (double[] x : anchor.xs) {
            double[] h = new double[Anchor.HIDDEN];
            double before = anchor.looped.energy(x, h);
            for (int step = 0; step < 60; step++) {
                h = anchor.looped.relax(x, h, anchor.looped.target(x, h, 0, null), alpha);
                double after = anchor.looped.energy(x, h);
                rises += after > before + 1e-10 * Anchor.HIDDEN ? 1 : 0;
                before = after;
            }
        }
        return rises;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allStartsComeTogetherAtEveryStepAndAtOneState(boolean isSymmetric) {
        Anchor anchor = new Anchor(42, isSymmetric);
        double most = (1 - anchor.reference.alpha) + anchor.reference.alpha * 0.9;
        double[] x = anchor.xs[0];
        SplitMix64 random = new SplitMix64(7);
        double[] settled = anchor.settled()[0];
        for (int restart = 0; restart < 32; restart++) {
            double[] h = Doubles.uniform(Anchor.HIDDEN, 1, random);
            double[] other = new double[Anchor.HIDDEN];
            for (int step = 0; step < 400; step++) {
                double before = Doubles.distance(h, other);
                h = anchor.looped.relax(x, h, anchor.looped.target(x, h, 0, null), anchor.reference.alpha);
                other = anchor.looped.relax(x, other, anchor.looped.target(x, other, 0, null), anchor.reference.alpha);
                assertTrue(Doubles.distance(h, other) <= most * before + 1e-14);
            }
            assertEquals(0, Doubles.distance(h, settled), 1e-6);
        }
    }

    /** A model that has an energy, with the head and sizes of the anchor. */
    static List<Reference> conservative() {
        Anchor anchor = Anchor.symmetric();
        List<Reference> all = new ArrayList<>();
        all.add(anchor.reference);
        all.add(new Reference(new ReferenceToroidal(anchor.looped, 3, 0.9, 0.02), anchor.head));
        ReferenceToroidal held = new ReferenceToroidal(anchor.looped, 3, 0.9, 0.02);
        held.held(anchor.settled());
        all.add(new Reference(held, anchor.head));
        all.add(new Reference(tied(Double.NaN), anchor.head));
        all.add(new Reference(tied(1), anchor.head));
        all.add(new Reference(tied(1e-5), anchor.head));
        return all;
    }

    static ReferenceTied tied(double epsilon) {
        int hidden = Anchor.HIDDEN;
        SplitMix64 random = new SplitMix64(42);
        double outer = 1 / Math.sqrt(Anchor.INPUTS);
        double inner = 1 / Math.sqrt(hidden);
        double[] we = Doubles.uniform(hidden * Anchor.INPUTS, outer, random);
        double[] be = Doubles.uniform(hidden, outer, random);
        // Rows of the transpose are orthonormal, so the columns of the tall matrix are.
        double[] wide = Doubles.orthogonal(hidden, 4 * hidden, 0.9, random);
        double[] w1 = new double[wide.length];
        for (int o = 0; o < 4 * hidden; o++) {
            for (int i = 0; i < hidden; i++) {
                w1[o * hidden + i] = wide[i * 4 * hidden + o];
            }
        }
        double[] b1 = Doubles.uniform(4 * hidden, inner, random);
        double[] b2 = Doubles.uniform(hidden, inner, random);
        return new ReferenceTied(epsilon, we, be, w1, b1, b2);
    }

    @ParameterizedTest
    @MethodSource("conservative")
    void theCentredGradientOfEveryEnergyIsTheDerivativeOfTheSettledLoss(Reference net) {
        Anchor anchor = Anchor.symmetric();
        double[][] xs = {anchor.xs[0], anchor.xs[1], anchor.xs[2]};
        double[][] h0 = net.settle(xs).states();
        Tensors centred = net.centred(xs, anchor.labels, h0, 0.05);
        SplitMix64 random = new SplitMix64(3);
        List<String> names = List.copyOf(centred.names());
        double dot = 0;
        double given = 0;
        double wanted = 0;
        for (int i = 0; i < 40; i++) {
            String name = names.get(i % names.size());
            int at = (int) (random.nextDouble() * centred.get(name).length);
            double exact = net.difference(xs, anchor.labels, name, at, 1e-5);
            dot += exact * centred.get(name)[at];
            given += centred.get(name)[at] * centred.get(name)[at];
            wanted += exact * exact;
        }
        assertTrue(dot / Math.sqrt(given * wanted) > 0.99999, "cosine " + dot / Math.sqrt(given * wanted));
        assertEquals(1, Math.sqrt(given / wanted), 0.01);
    }

    @ParameterizedTest
    @MethodSource("conservative")
    void everyEnergyIsStationaryWhereItsModelSettles(Reference net) {
        Anchor anchor = Anchor.symmetric();
        double[] x = anchor.xs[0];
        double[] state = net.settle(new double[][] {x}).states()[0];
        for (int i = 0; i < Anchor.HIDDEN; i++) {
            double[] up = state.clone();
            double[] down = state.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            assertEquals(0, (net.model.energy(x, up) - net.model.energy(x, down)) / 2e-5, 1e-6);
        }
    }

    @Test
    void aToroidalModelSettlesWhereTheIdentityOfItsSlotsSaysAndLearnsItsFeedback() {
        Anchor anchor = Anchor.symmetric();
        ReferenceToroidal toroidal = new ReferenceToroidal(anchor.looped, 3, 0.9, 0.02);
        Reference net = new Reference(toroidal, anchor.head);
        double[][] states = net.settle(anchor.xs).states();
        double kappa = toroidal.gamma() * toroidal.decaySum();
        for (int b = 0; b < Anchor.BATCH; b++) {
            double[] h = toroidal.readout(states[b]);
            double[] u = anchor.looped.preActivation(anchor.xs[b], h);
            Doubles.addScaled(kappa, h, u);
            assertArrayEquals(h, ReferenceLooped.tanh(u), 1e-10);
        }
        Tensors gradient = net.centred(anchor.xs, anchor.labels, states, 0.1);
        assertNotEquals(0, gradient.get("gamma")[0]);
        assertArrayEquals(forward(anchor, toroidal, 3, 3000), toroidal.readout(states[3]), 1e-8);
    }

    /** So many iterations of the ring as section 1.2 writes them, with no solver. */
    private static double[] forward(Anchor anchor, ReferenceToroidal toroidal, int sample, int iterations) {
        double[][] ring = new double[4][Anchor.HIDDEN];
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] u = anchor.looped.preActivation(anchor.xs[sample], ring[0]);
            for (int k = 1; k < ring.length; k++) {
                Doubles.addScaled(toroidal.gamma() * Math.pow(0.9, k), ring[k], u);
            }
            double[] next = ReferenceLooped.tanh(u);
            for (int i = 0; i < next.length; i++) {
                next[i] = 0.5 * (ring[0][i] + next[i]);
            }
            System.arraycopy(ring, 0, ring, 1, ring.length - 1);
            ring[0] = next;
        }
        return ring[0];
    }

    @Test
    void gatesChangeTheWayButNotTheStateAndHaveNoPartInTheEnergy() {
        Anchor anchor = Anchor.symmetric();
        SplitMix64 random = new SplitMix64(5);
        int hidden = Anchor.HIDDEN;
        ReferenceGated gated = new ReferenceGated(
                anchor.looped,
                Doubles.uniform(hidden * Anchor.INPUTS, 1.0 / 8, random),
                Doubles.uniform(hidden, 1.0 / 8, random),
                Doubles.uniform(hidden * hidden, 1 / Math.sqrt(hidden), random));
        Reference.Settled settled = new Reference(gated, anchor.head).settle(anchor.xs);
        Reference.Settled plain = anchor.reference.settle(anchor.xs);
        assertNotEquals(plain.steps(), settled.steps());
        for (int b = 0; b < Anchor.BATCH; b++) {
            assertArrayEquals(plain.states()[b], settled.states()[b], 1e-9);
        }
        assertEquals(anchor.looped.parameters().names(), gated.parameters().names());
    }

    @Test
    void centredNudgesAndTheProjectionLearnTheTasks() {
        double xor = 0;
        for (long seed = 42; seed < 45; seed++) {
            assertEquals(1, learned(ReferenceTask.attractor(3, 5, 20), seed));
            assertEquals(1, learned(ReferenceTask.memorization(10, 20, 10), seed));
            xor += learned(ReferenceTask.xor(4), seed) / 3;
        }
        assertTrue(xor >= 0.85, "XOR-4 after 15 epochs, mean of three seeds: " + xor);
    }

    /** Accuracy after 15 epochs; that before is printed beside chance. */
    private static double learned(ReferenceTask task, long seed) {
        Reference net = task.net(64, seed);
        net.alpha = 1;
        net.cap = 80;
        net.tolerance = 1e-5;
        double untrained = task.accuracy(net);
        ReferenceTraining training = new ReferenceTraining(net, 0.95);
        training.run(task, seed);
        double trained = task.accuracy(net);
        System.out.printf(
                "classes %d, seed %d: chance %.3f, untrained %.3f, trained %.3f%n",
                task.classes, seed, 1.0 / task.classes, untrained, trained);
        assertTrue(training.largestSigma <= 0.95 + 1e-6, "sigma " + training.largestSigma);
        return trained;
    }
}
