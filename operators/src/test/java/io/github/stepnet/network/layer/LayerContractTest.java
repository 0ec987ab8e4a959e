package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Allocations;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every layer owes to the rules that call it. */
class LayerContractTest {

    /** A layer with the shape of an input. */
    record Case(LayerSpec layer, Shape input, Kernel kernel) {

        @Override
        public String toString() {
            return layer + " on " + input + ", " + kernel.name();
        }
    }

    static List<LayerSpec> examples() {
        List<LayerSpec> layers = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            for (int outputs : new int[] {1, 5, 9}) {
                layers.add(new Dense(outputs, activation, Initializer.XAVIER));
            }
        }
        layers.add(new Dense(33, Activation.TANH));
        return layers;
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Set<Kernel> kernels = new LinkedHashSet<>(List.of(ScalarKernel.INSTANCE, Kernels.auto()));
        for (Kernel kernel : kernels) {
            for (LayerSpec layer : examples()) {
                for (int inputs : new int[] {1, 6, 19}) {
                    cases.add(new Case(layer, Shape.of(inputs), kernel));
                }
            }
        }
        return cases.stream();
    }

    @Test
    void everyPermittedLayerIsHere() {
        Set<Class<?>> tried = new LinkedHashSet<>();
        examples().forEach(layer -> tried.add(layer.getClass()));
        for (Class<?> permitted : LayerSpec.class.getPermittedSubclasses()) {
            assertTrue(
                    permitted.isInterface() || tried.contains(permitted), permitted + " has no example in this test");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsBackwardVerbsAreTheDerivativesOfItsForwardVerb(Case c) {
        Rig rig = new Rig(c);
        rig.stage.forward(rig.frame);
        rig.stage.pullback(rig.frame, Shaping.EXACT);
        rig.stage.accumulate(rig.frame, Shaping.EXACT, 1f);
        int checked = 0;
        for (int i = 0; i < rig.inputs; i++) {
            checked += rig.compare(
                    "input " + i, rig.frame.values, rig.frame.inputAt + i, rig.frame.work[rig.frame.inputSignalAt + i]);
        }
        for (int p = 0; p < rig.parameters; p++) {
            checked += rig.compare(
                    "parameter " + p,
                    rig.frame.parameters,
                    rig.frame.parametersAt + p,
                    rig.frame.gradient[rig.frame.gradientAt + p]);
        }
        assertTrue(checked > 0.7 * (rig.inputs + rig.parameters), "too few values lie away from a kink: " + checked);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itWritesNowhereElse(Case c) {
        Rig rig = new Rig(c);
        Frame f = rig.frame;
        float[] values = f.values.clone();
        float[] parameters = f.parameters.clone();
        rig.stage.forward(f);
        rig.assertOnlyChanged(values, f.values, f.outputAt, rig.outputs, f.tapeAt, rig.stage.tape());
        values = f.values.clone();
        float[] work = f.work.clone();
        rig.stage.pullback(f, Shaping.EXACT);
        rig.assertOnlyChanged(work, f.work, f.inputSignalAt, rig.inputs, f.scratchAt, rig.stage.scratch());
        work = f.work.clone();
        float[] gradient = f.gradient.clone();
        rig.stage.accumulate(f, Shaping.EXACT, 1f);
        rig.assertOnlyChanged(work, f.work, f.scratchAt, rig.stage.scratch(), 0, 0);
        rig.assertOnlyChanged(gradient, f.gradient, f.gradientAt, rig.parameters, 0, 0);
        assertArrayEquals(values, f.values);
        assertArrayEquals(parameters, f.parameters);
        if (rig.stage instanceof FusedStep fused) {
            gradient = f.gradient.clone();
            fused.pullbackAndStep(f, 0.1f);
            rig.assertOnlyChanged(parameters, f.parameters, f.parametersAt, rig.parameters, 0, 0);
            assertArrayEquals(gradient, f.gradient);
            assertArrayEquals(values, f.values);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void accumulatingTwiceAddsAndScales(Case c) {
        Rig rig = new Rig(c);
        Frame f = rig.frame;
        rig.stage.forward(f);
        float[] before = f.gradient.clone();
        rig.stage.accumulate(f, Shaping.EXACT, 1f);
        float[] once = f.gradient.clone();
        rig.stage.accumulate(f, Shaping.EXACT, -0.5f);
        for (int p = f.gradientAt; p < f.gradientAt + rig.parameters; p++) {
            assertEquals(0.5f * (once[p] - before[p]), f.gradient[p] - before[p], 1e-5f * (1 + Math.abs(once[p])));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFusedStepIsAPullbackAndADescent(Case c) {
        Rig fusedRig = new Rig(c);
        if (!(fusedRig.stage instanceof FusedStep fused)) {
            return;
        }
        Rig rig = new Rig(c);
        rig.stage.forward(rig.frame);
        Arrays.fill(rig.frame.gradient, 0f);
        rig.stage.pullback(rig.frame, Shaping.EXACT);
        rig.stage.accumulate(rig.frame, Shaping.EXACT, 1f);
        c.kernel()
                .descend(
                        rig.parameters,
                        0.05f,
                        rig.frame.gradient,
                        rig.frame.gradientAt,
                        rig.frame.parameters,
                        rig.frame.parametersAt);

        fusedRig.stage.forward(fusedRig.frame);
        fused.pullbackAndStep(fusedRig.frame, 0.05f);
        assertArrayEquals(rig.frame.parameters, fusedRig.frame.parameters, 1e-6f);
        assertArrayEquals(rig.inputSignal(), fusedRig.inputSignal(), 1e-5f);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsBlocksLieOneBehindTheOther(Case c) {
        int at = 0;
        for (ParameterBlock block : new Rig(c).stage.parameters()) {
            assertEquals(at, block.at());
            at += block.floats();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalSeedsGiveEqualParametersWithinItsRange(Case c) {
        Stage stage = c.layer().compile(c.input());
        int n = stage.parameterFloats();
        float[] one = new float[n + 2];
        float[] two = new float[n + 2];
        one[0] = two[0] = one[n + 1] = two[n + 1] = 7f;
        stage.initialize(one, 1, new SplitMix64(5));
        stage.initialize(two, 1, new SplitMix64(5));
        assertArrayEquals(one, two);
        assertEquals(7f, one[0]);
        assertEquals(7f, one[n + 1]);
    }

    @Test
    void aTickThroughALayerAllocatesNothing() {
        Rig rig = new Rig(new Case(new Dense(33, Activation.GELU), Shape.of(19), Kernels.auto()));
        double bytes = Allocations.perCall(40_000, () -> {
            rig.stage.forward(rig.frame);
            rig.stage.pullback(rig.frame, Shaping.EXACT);
            rig.stage.accumulate(rig.frame, Shaping.EXACT, 1f);
            ((FusedStep) rig.stage).pullbackAndStep(rig.frame, 1e-6f);
        });
        assertTrue(bytes < 1, bytes + " bytes per tick");
    }

    @Test
    void layoutFollowsTheLongerSideAndNobodySeesIt() {
        for (int outputs : new int[] {2, 7}) {
            Stage stage = new Dense(outputs).compile(Shape.of(4));
            float[] parameters = new float[stage.parameterFloats()];
            parameters[Kernel.weightIndex(4, outputs, 3, 1)] = 2f;
            float[] values = {0, 0, 0, 5f, 0, 0, 0, 0, 0, 0, 0, 0};
            Frame f = new Frame(ScalarKernel.INSTANCE, new float[0], 0, 0, new float[0], 0, 0, 0);
            f.parameters = parameters;
            f.values = values;
            f.outputAt = 4;
            stage.forward(f);
            assertEquals(10f, values[4 + 1]);
        }
    }

    /** One stage with random numbers everywhere, canaries between the ranges, and the loss {@code sum_o c_o y_o}. */
    private static final class Rig {

        private static final int GAP = 3;

        final Stage stage;
        final Frame frame;
        final int inputs;
        final int outputs;
        final int parameters;
        private final float[] coefficients;

        Rig(Case c) {
            SplitMix64 random = new SplitMix64(71);
            stage = c.layer().compile(c.input());
            inputs = stage.input().floats();
            outputs = stage.output().floats();
            parameters = stage.parameterFloats();
            int inputSignalAt = 2 * GAP + outputs;
            int scratchAt = inputSignalAt + inputs + GAP;
            float[] work = random(scratchAt + stage.scratch() + GAP, random);
            float[] gradient = random(parameters + 2 * GAP, random);
            frame = new Frame(c.kernel(), gradient, GAP, GAP, work, scratchAt, GAP, inputSignalAt);
            frame.parameters = random(parameters + 2 * GAP, random);
            stage.initialize(frame.parameters, GAP, random);
            frame.inputAt = GAP;
            frame.outputAt = 2 * GAP + inputs;
            frame.tapeAt = frame.outputAt + outputs + GAP;
            frame.values = random(frame.tapeAt + stage.tape() + GAP, random);
            coefficients = Arrays.copyOfRange(work, GAP, GAP + outputs);
            Arrays.fill(gradient, 0f);
        }

        private static float[] random(int n, SplitMix64 random) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) (2 * random.nextDouble() - 1);
            }
            return values;
        }

        float[] inputSignal() {
            return Arrays.copyOfRange(frame.work, frame.inputSignalAt, frame.inputSignalAt + inputs);
        }

        private double loss() {
            stage.forward(frame);
            double loss = 0;
            for (int o = 0; o < outputs; o++) {
                loss += (double) coefficients[o] * frame.values[frame.outputAt + o];
            }
            return loss;
        }

        private double slope(float[] array, int at, float step) {
            float value = array[at];
            array[at] = value + step;
            double above = loss();
            array[at] = value - step;
            double below = loss();
            array[at] = value;
            return (above - below) / (2.0 * step);
        }

        /** 1 if compared, 0 if a kink of the activation lies within the step. */
        int compare(String what, float[] array, int at, float analytic) {
            double wide = slope(array, at, 0x1p-6f);
            double narrow = slope(array, at, 0x1p-8f);
            if (Math.abs(wide - narrow) > 2e-3 * (1 + Math.abs(narrow))) {
                return 0;
            }
            double extrapolated = narrow + (narrow - wide) / 15.0;
            assertEquals(extrapolated, analytic, 1e-3 * (1 + Math.abs(narrow)), what);
            return 1;
        }

        void assertOnlyChanged(float[] before, float[] after, int at, int n, int otherAt, int otherN) {
            for (int i = 0; i < before.length; i++) {
                boolean allowed = (i >= at && i < at + n) || (i >= otherAt && i < otherAt + otherN);
                assertTrue(allowed || before[i] == after[i], "position " + i + " was written");
            }
        }
    }
}
