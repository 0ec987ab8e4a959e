package io.github.stepnet.network.equilibrium;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference meets the figures of section 8.1 and 8.2 of the specification, those of wrong methods included. */
class AnchorTest {

    private static final double EXACT = 1e-9;

    @Test
    void weightsDataAndSpectrumAreThoseOfTheSpecification() {
        Anchor anchor = Anchor.symmetric();
        assertEquals(0.060391219692956, anchor.looped.parameters().get("wx")[0], 1e-14);
        assertEquals(0.103961206392870, anchor.looped.parameters().get("r")[0], 1e-14);
        assertArrayEquals(new int[] {7, 7, 6, 8}, Arrays.copyOf(anchor.labels, 4));
        assertEquals(0.9, Doubles.sigma(anchor.looped.w(), Anchor.HIDDEN, 5000), EXACT);
        assertEquals(0.9, Doubles.sigma(Anchor.nonSymmetric().looped.w(), Anchor.HIDDEN, 5000), EXACT);
        // Both nets have this symmetric part. All its eigenvalues are below 1, so the norm of I - W is 1 minus the
        // smallest.
        double[] shifted = anchor.looped.w().clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = (i % (Anchor.HIDDEN + 1) == 0 ? 1 : 0) - shifted[i];
        }
        assertEquals(-0.9, 1 - Doubles.sigma(shifted, Anchor.HIDDEN, 5000), EXACT);
    }

    @ParameterizedTest
    @CsvSource({"true, 0.907102827", "false, 0.908326882"})
    void theStepContractsAboutEverySettledStateAsFastAsInTheSpecification(boolean isSymmetric, double wanted) {
        Anchor anchor = new Anchor(42, isSymmetric);
        double largest = 0;
        for (double[] h0 : anchor.settled()) {
            double[] jacobian = anchor.looped.jacobian(h0, anchor.reference.alpha);
            largest = Math.max(largest, Doubles.spectralRadius(jacobian, Anchor.HIDDEN));
        }
        assertEquals(wanted, largest, EXACT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFreePhaseSettlesInAsManyStepsAtTheSameState(boolean isSymmetric) {
        Anchor anchor = new Anchor(42, isSymmetric);
        anchor.reference.isDamped = true;
        Reference.Settled settled = anchor.reference.settle(anchor.xs);
        assertEquals(isSymmetric ? 247 : 262, settled.steps());
        assertEquals(isSymmetric ? 0.880022063717 : 0.729896712690, settled.states()[0][0], EXACT);
        assertEquals(
                isSymmetric ? 2.255917079668 : 2.256160036921,
                anchor.reference.loss(anchor.xs, anchor.labels, settled.states()),
                EXACT);
        anchor.reference.tolerance = 1e-4;
        assertEquals(isSymmetric ? 62 : 69, anchor.reference.settle(anchor.xs).steps());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCentredNudgeSettlesInAsManyStepsAndGivesTheSameGradient(boolean isSymmetric) {
        Anchor anchor = new Anchor(42, isSymmetric);
        anchor.reference.isDamped = true;
        double[][] h0 = anchor.settled();
        Reference net = anchor.reference;
        assertEquals(
                isSymmetric ? 228 : 241,
                net.nudge(anchor.xs, anchor.labels, h0, 0.1).steps());
        assertEquals(
                isSymmetric ? 222 : 232,
                net.nudge(anchor.xs, anchor.labels, h0, -0.1).steps());
        Tensors exact = net.implicit(anchor.xs, anchor.labels, h0);
        int entry = 3 * Anchor.INPUTS + 5;
        assertEquals(isSymmetric ? 0.014379343 : 0.019149835, exact.get("wx")[entry], EXACT);
        assertEquals(exact.get("wx")[entry], net.difference(anchor.xs, anchor.labels, "wx", entry, 1e-5), 1e-7);
        Tensors centred = net.centred(anchor.xs, anchor.labels, h0, 0.1);
        assertEquals(isSymmetric ? 0.014369082 : 0.017637689, centred.get("wx")[entry], EXACT);
        assertEquals(isSymmetric ? 0.999999796 : 0.611650640, centred.cosine(exact), EXACT);
        if (isSymmetric) {
            assertEquals(1, centred.norm() / exact.norm(), 0.01);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEnergyTakesTheWayOfTheSpecification(boolean isSymmetric) {
        Anchor anchor = new Anchor(42, isSymmetric);
        anchor.reference.tolerance = 0;
        double[] wanted = isSymmetric
                ? new double[] {0, -3.204962661, -4.446512515, -5.579526902, -5.754267326, -5.766332446}
                : new double[] {0, -3.204962661, -4.375396330, -4.916294917, -4.669579944, -4.662012151};
        int[] steps = {0, 1, 2, 5, 10, 30};
        for (int i = 0; i < steps.length; i++) {
            anchor.reference.cap = steps[i];
            assertEquals(
                    wanted[i], anchor.energy(anchor.reference.settle(anchor.xs).states()), EXACT);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.22, 0.1, 0.01})
    void asymmetricPropagationGivesTheGradientOfNonSymmetricWeights(double beta) {
        Anchor anchor = Anchor.nonSymmetric();
        double[][] h0 = anchor.settled();
        Tensors exact = anchor.reference.implicit(anchor.xs, anchor.labels, h0);
        Tensors asymmetric = anchor.reference.asymmetric(anchor.xs, anchor.labels, h0, beta);
        double cosine = asymmetric.cosine(exact);
        assertTrue(cosine > (beta > 0.2 ? 0.99999 : 0.9999996), "cosine " + cosine);
        assertEquals(1, asymmetric.norm() / exact.norm(), 0.01);
    }

    @Test
    void theAdjointIterationClimbsTheLadderOfTheSpecification() {
        Anchor anchor = Anchor.nonSymmetric();
        double[][] h0 = anchor.settled();
        Tensors exact = anchor.reference.implicit(anchor.xs, anchor.labels, h0);
        int[] iterations = {1, 2, 3, 5};
        double[] wanted = {0.706, 0.874, 0.936, 0.983};
        for (int i = 0; i < wanted.length; i++) {
            Tensors adjoint = anchor.reference.adjoint(anchor.xs, anchor.labels, h0, iterations[i]);
            assertEquals(wanted[i], adjoint.cosine(exact), 2e-3);
        }
        assertEquals(
                0.9990,
                anchor.reference.adjoint(anchor.xs, anchor.labels, h0, 10).cosine(exact),
                6e-5);
        assertEquals(
                0.99999,
                anchor.reference.adjoint(anchor.xs, anchor.labels, h0, 20).cosine(exact),
                6e-6);
    }

    @Test
    void theHebbianUpdateIsTheContrastBitForBitAndChangesEveryTensor() {
        Anchor anchor = Anchor.symmetric();
        double[][] h0 = anchor.settled();
        double beta = 0.1;
        double[][] up =
                anchor.reference.nudge(anchor.xs, anchor.labels, h0, beta).states();
        double[][] down =
                anchor.reference.nudge(anchor.xs, anchor.labels, h0, -beta).states();
        Tensors contrast = anchor.reference.contrast(anchor.xs, up, down, 2 * beta);
        Tensors local = anchor.looped.parameters().zeros();
        double rate = -1.0 / Anchor.BATCH / (2 * beta);
        for (int b = 0; b < Anchor.BATCH; b++) {
            for (double sign : new double[] {1, -1}) {
                double[] h = sign > 0 ? up[b] : down[b];
                for (int i = 0; i < Anchor.HIDDEN; i++) {
                    for (int j = 0; j < Anchor.INPUTS; j++) {
                        local.get("wx")[i * Anchor.INPUTS + j] += sign * rate * (h[i] * anchor.xs[b][j]);
                    }
                    for (int j = 0; j < Anchor.HIDDEN; j++) {
                        local.get("r")[i * Anchor.HIDDEN + j] += sign * rate / 2 * (h[i] * h[j]);
                    }
                    local.get("bx")[i] += sign * rate * h[i];
                    local.get("bh")[i] += sign * rate * h[i];
                }
            }
        }
        for (String name : contrast.names()) {
            assertArrayEquals(contrast.get(name), local.get(name), 0.0, name);
            assertTrue(Doubles.norm(local.get(name)) > 0, name);
        }
    }
}
