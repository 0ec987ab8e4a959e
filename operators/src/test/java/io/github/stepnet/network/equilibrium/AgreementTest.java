package io.github.stepnet.network.equilibrium;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.equilibrium.EquilibriumPropagation.Adjoint;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation.Asymmetric;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation.Centred;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation.Holomorphic;
import io.github.stepnet.network.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine in floats gives what the reference gives in doubles, for every model. */
class AgreementTest {

    private static final double AGREEMENT = 1e-4;
    private static final double SHARE = 1.0 / Anchor.BATCH;

    /** A model in both forms. */
    record Case(String name, EquilibriumModel model, Reference reference, List<double[]> slots) {
        @Override
        public String toString() {
            return name;
        }

        double[][] memory() {
            return slots.toArray(new double[0][]);
        }
    }

    static List<Case> conservative() {
        int n = Anchor.HIDDEN;
        Anchor anchor = Anchor.symmetric();
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("looped", new LoopedMlp(n, true), anchor.reference, List.of()));
        ReferenceToroidal ring = new ReferenceToroidal(anchor.looped, 3, 0.9, 0.02);
        cases.add(new Case(
                "toroidal, iterations",
                ToroidalMlp.of(n, ToroidalMlp.Shift.ITERATION),
                new Reference(ring, anchor.head),
                List.of()));
        ReferenceToroidal held = new ReferenceToroidal(anchor.looped, 3, 0.9, 0.05);
        double[][] settled = anchor.settled();
        List<double[]> slots = List.of(settled[3], settled[4], settled[5]);
        held.held(slots.toArray(new double[0][]));
        cases.add(new Case(
                "toroidal, events",
                ToroidalMlp.of(n, ToroidalMlp.Shift.EVENT),
                new Reference(held, anchor.head),
                slots));
        cases.add(new Case(
                "tied",
                new ModernTied(n, 4 * n),
                new Reference(ReferenceTest.tied(Double.NaN), anchor.head),
                List.of()));
        cases.add(new Case(
                "tied, layer norm",
                new ModernTiedLayerNorm(n, 4 * n, 1),
                new Reference(ReferenceTest.tied(1), anchor.head),
                List.of()));
        cases.add(new Case("gated", new GatedMlp(n), anchor.reference, List.of()));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("conservative")
    void centredNudgesAgree(Case c) {
        Anchor anchor = Anchor.symmetric();
        EngineRig rig = new EngineRig(c.model, new Centred(0.1f), EngineRig.EXACT, Kernels.auto()).with(c.reference);
        Tensors mean = c.reference.model.parameters().zeros();
        Tensors wanted = c.reference.model.parameters().zeros();
        for (int b = 0; b < Anchor.BATCH; b++) {
            double[][] x = {anchor.xs[b]};
            int[] label = {anchor.labels[b]};
            double[][] h0 = c.reference.settle(x).states();
            assertEquals(Settlement.CONVERGED, rig.settle(x[0], c.memory()), c.name);
            double[] wantedState = Arrays.copyOf(h0[0], Anchor.HIDDEN);
            double distance = Doubles.distance(rig.units(), wantedState);
            assertTrue(distance < AGREEMENT * Doubles.norm(wantedState), c.name + ": " + distance);
            assertEquals(
                    c.reference.model.energy(x[0], h0[0]),
                    rig.engine.energy(),
                    AGREEMENT * Math.abs(c.reference.model.energy(x[0], h0[0])));
            float[] gradient = rig.newGradient();
            assertTrue(rig.engine.addGradient(new float[] {label[0]}, 1f, gradient));
            mean.addScaled(SHARE, rig.gradient(gradient, mean));
            wanted.addScaled(SHARE, c.reference.centred(x, label, h0, 0.1));
        }
        assertAgree(c.name, mean, wanted);
    }

    @ParameterizedTest
    @MethodSource("conservative")
    void theAdjointIterationAgreesWithSmallNudges(Case c) {
        Anchor anchor = Anchor.symmetric();
        EngineRig rig = new EngineRig(c.model, new Adjoint(200, 1e-6f), EngineRig.EXACT, Kernels.auto());
        rig.with(c.reference);
        double[][] x = {anchor.xs[0]};
        double[][] h0 = c.reference.settle(x).states();
        rig.settle(x[0], c.memory());
        float[] gradient = rig.newGradient();
        assertTrue(rig.engine.addGradient(new float[] {anchor.labels[0]}, 1f, gradient));
        Tensors wanted = c.reference.centred(x, anchor.labels, h0, 0.003);
        assertAgree(c.name, rig.gradient(gradient, wanted), wanted);
    }

    static List<Case> complex() {
        return conservative().stream().filter(c -> c.model.isComplex()).toList();
    }

    @ParameterizedTest
    @MethodSource("complex")
    void aHolomorphicEstimateIsFarCloserThanAStrongCentredNudge(Case c) {
        EquilibriumPropagation[] estimates = {new Holomorphic(0.5f), new Centred(0.5f), new Adjoint(200, 1e-6f)};
        Tensors[] given = new Tensors[estimates.length];
        Anchor anchor = Anchor.symmetric();
        for (int i = 0; i < estimates.length; i++) {
            EngineRig rig = new EngineRig(c.model, estimates[i], EngineRig.EXACT, Kernels.auto()).with(c.reference);
            rig.settle(anchor.xs[0], c.memory());
            float[] gradient = rig.newGradient();
            assertTrue(rig.engine.addGradient(new float[] {anchor.labels[0]}, 1f, gradient));
            given[i] = rig.gradient(gradient, c.reference.model.parameters());
        }
        double norm = given[2].norm();
        given[0].addScaled(-1, given[2]);
        given[1].addScaled(-1, given[2]);
        double holomorphic = given[0].norm() / norm;
        double centred = given[1].norm() / norm;
        assertTrue(holomorphic < 0.1 * centred, c.name + ": holomorphic " + holomorphic + ", centred " + centred);
    }

    static List<Arguments> exact() {
        return List.of(
                Arguments.of(true, new Centred(0.1f), EngineRig.EXACT),
                Arguments.of(true, new Centred(0.1f), Settling.standard()),
                Arguments.of(false, new Asymmetric(0.1f), EngineRig.EXACT),
                Arguments.of(false, new Asymmetric(0.1f), Settling.standard()),
                Arguments.of(false, new Adjoint(200, 1e-6f), EngineRig.EXACT),
                Arguments.of(false, new Adjoint(200, 1e-6f), Settling.standard()));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void theGradientOfABatchIsTheExactOne(boolean isSymmetric, EquilibriumPropagation propagation, Settling settling) {
        Anchor anchor = new Anchor(42, isSymmetric);
        LoopedMlp model = new LoopedMlp(Anchor.HIDDEN, isSymmetric);
        EngineRig rig = new EngineRig(model, propagation, settling, Kernels.auto()).with(anchor.reference);
        Tensors mean = anchor.looped.parameters().zeros();
        for (int b = 0; b < Anchor.BATCH; b++) {
            rig.settle(anchor.xs[b], new double[0][]);
            float[] gradient = rig.newGradient();
            assertTrue(rig.engine.addGradient(new float[] {anchor.labels[b]}, 1f, gradient));
            mean.addScaled(SHARE, rig.gradient(gradient, mean));
        }
        Tensors exact = anchor.reference.implicit(anchor.xs, anchor.labels, anchor.settled());
        assertTrue(mean.cosine(exact) > 0.9999, "cosine " + mean.cosine(exact));
        assertEquals(1, mean.norm() / exact.norm(), 0.01);
    }

    @Test
    void gatesTakeTheWayOfTheReference() {
        Anchor anchor = Anchor.symmetric();
        GatedMlp model = new GatedMlp(Anchor.HIDDEN);
        EngineRig rig = new EngineRig(model, new Centred(0.1f), EngineRig.EXACT, Kernels.auto()).with(anchor.reference);
        ReferenceGated gated = rig.gated(anchor.looped);
        double[] x = anchor.xs[0];
        rig.settle(x, new double[0][]);
        float[] state = new float[Anchor.HIDDEN];
        double[] wanted = new double[Anchor.HIDDEN];
        double[] ungated = new double[Anchor.HIDDEN];
        for (int step = 0; step < 5; step++) {
            float[] next = new float[Anchor.HIDDEN];
            rig.engine.step(state, next);
            state = next;
            wanted = gated.relax(x, wanted, gated.target(x, wanted, 0, null), 1);
            ungated = anchor.looped.relax(x, ungated, anchor.looped.target(x, ungated, 0, null), 1);
        }
        double[] given = Doubles.of(state, Anchor.HIDDEN);
        double size = Doubles.norm(wanted);
        assertTrue(Doubles.distance(given, wanted) < AGREEMENT * size, "distance " + Doubles.distance(given, wanted));
        assertTrue(Doubles.distance(ungated, wanted) > 0.1 * size, "gates that do nothing");
    }

    /** At the unstable fixed point of a map that expands there. */
    @Test
    void anAdjointThatDivergesIsNoGradientAndNoJudge() {
        Anchor anchor = Anchor.symmetric();
        Tensors body = anchor.looped.parameters();
        for (int i = 0; i < body.get("r").length; i++) {
            body.get("r")[i] *= 1.5;
        }
        Arrays.fill(body.get("wx"), 0);
        Arrays.fill(body.get("bx"), 0);
        Arrays.fill(body.get("bh"), 0);
        LoopedMlp model = new LoopedMlp(Anchor.HIDDEN, true);
        anchor.looped.prepare();
        EngineRig rig = new EngineRig(model, new Adjoint(100, 1e-5f), EngineRig.EXACT, Kernels.auto());
        rig.with(anchor.reference);
        assertEquals(Settlement.CONVERGED, rig.settle(anchor.xs[0], new double[0][]));
        float[] truth = {anchor.labels[0]};
        float[] gradient = rig.newGradient();
        assertFalse(rig.engine.addGradient(truth, 1f, gradient));
        assertTrue(Double.isNaN(rig.engine.cosine(truth, gradient)));
    }

    @Test
    void theMapIsItselfAgainAfterItsMirrorImageWasNudged() {
        Anchor anchor = Anchor.nonSymmetric();
        LoopedMlp model = new LoopedMlp(Anchor.HIDDEN, false);
        EngineRig rig = new EngineRig(model, new Asymmetric(0.1f), EngineRig.EXACT, Kernels.auto());
        rig.with(anchor.reference);
        rig.settle(anchor.xs[0], new double[0][]);
        float[] state = new float[Anchor.HIDDEN];
        float[] before = new float[Anchor.HIDDEN];
        rig.engine.step(state, before);
        float[] first = rig.newGradient();
        assertTrue(rig.engine.addGradient(new float[] {anchor.labels[0]}, 1f, first));
        float[] after = new float[Anchor.HIDDEN];
        rig.engine.step(state, after);
        assertArrayEquals(before, after);
        float[] second = rig.newGradient();
        assertTrue(rig.engine.addGradient(new float[] {anchor.labels[0]}, 1f, second));
        assertArrayEquals(first, second);
    }

    static List<Case> remembering() {
        Anchor anchor = Anchor.symmetric();
        ReferenceToroidal ring = new ReferenceToroidal(anchor.looped, 3, 0.9, 0.02);
        return List.of(
                new Case("looped", new LoopedMlp(Anchor.HIDDEN, true), anchor.reference, List.of()),
                new Case(
                        "toroidal, events",
                        ToroidalMlp.of(Anchor.HIDDEN, ToroidalMlp.Shift.EVENT),
                        new Reference(ring, anchor.head),
                        List.of()));
    }

    /** With equal slots a model that remembers events is at the fixed point of one whose ring shifts at every iteration. */
    @ParameterizedTest
    @MethodSource("remembering")
    void aRepeatedEventComesToTheFixedPointOfTheBatch(Case c) {
        double[] x = Anchor.symmetric().xs[0];
        EngineRig rig = new EngineRig(c.model, new Centred(0.1f), EngineRig.EXACT, Kernels.auto()).with(c.reference);
        double[] wanted =
                c.reference.model.readout(c.reference.settle(new double[][] {x}).states()[0]);
        double distance = Doubles.distance(rig.repeat(x, 60), wanted);
        assertTrue(distance < AGREEMENT * Doubles.norm(wanted), c.name + ": " + distance);
    }

    private static void assertAgree(String name, Tensors given, Tensors wanted) {
        assertTrue(given.cosine(wanted) > 0.9999, name + ": cosine " + given.cosine(wanted));
        double norm = wanted.norm();
        given.addScaled(-1, wanted);
        assertTrue(given.norm() < AGREEMENT * norm, name + ": relative difference " + given.norm() / norm);
    }
}
