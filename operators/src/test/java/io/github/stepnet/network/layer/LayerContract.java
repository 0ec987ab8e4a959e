package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Allocations;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every layer owes to the rules that call it and to the keys that it serves: extend it, name cases, and a layer of your
 * own is held to what the library's are held to.
 *
 * <p>Derivatives are compared with central differences of the forward pass, summed in double precision and extrapolated from two steps; a
 * value is left out where the two disagree, near a kink. A recurrent layer is differentiated over several events, any other layer with a memory in the last of
 * them, for the memory that the others have left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LayerContract {

    private static final int EVENTS = 4;

    /** The layers to try, each with an input shape; among them the smallest sizes that are allowed. */
    protected abstract List<LayerCase> examples();

    /** Cases that are to be refused because the layer cannot take the shape. */
    protected List<LayerCase> refusals() {
        return List.of();
    }

    /** Share of derivatives that may be left out because a kink is near. */
    protected double kinks() {
        return 0.3;
    }

    Stream<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        Set<Kernel> kernels = new LinkedHashSet<>(List.of(ScalarKernel.INSTANCE, Kernels.auto()));
        for (Kernel kernel : kernels) {
            examples().forEach(example -> cases.add(example.by(kernel)));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsBackwardVerbsAreTheDerivativesOfItsForwardVerb(LayerCase c) {
        LayerRig rig = new LayerRig(c, LayerRig.plan(c).memoryFloats() > 0 ? EVENTS : 1, 71);
        rig.differentiate();
        float[] gradient = rig.gradient.clone();
        int compared = 0;
        int floats = 0;
        for (ParameterBlock block : rig.plan.trainedParameters()) {
            floats += block.floats();
            for (int p = block.at(); p < block.at() + block.floats(); p++) {
                compared += isAtAKink(rig, p, gradient[p], block.name() + "[" + (p - block.at()) + "]") ? 0 : 1;
            }
        }
        assertTrue(
                compared >= (1 - kinks()) * floats,
                "only " + compared + " of " + floats + " derivatives lie away from a kink");
    }

    private static boolean isAtAKink(LayerRig rig, int p, float analytic, String what) {
        double wide = slope(rig, p, 0x1p-6f);
        double narrow = slope(rig, p, 0x1p-8f);
        if (Math.abs(wide - narrow) > 4e-3 * (1 + Math.abs(narrow))) {
            return true;
        }
        assertEquals(narrow + (narrow - wide) / 15.0, analytic, 1.5e-3 * (1 + Math.abs(narrow)), what);
        return false;
    }

    private static double slope(LayerRig rig, int p, float step) {
        return (rig.loss(p, step) - rig.loss(p, -step)) / (2.0 * step);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itWritesNowhereElse(LayerCase c) {
        for (StageNode node : stages(c)) {
            StageRig rig = new StageRig(node.stage(), c.inputs(), c.kernel());
            Frame f = rig.frame;
            Stage stage = rig.stage;
            float[] values = f.values.clone();
            float[] memory = f.memory.clone();
            float[] parameters = f.parameters.clone();
            float[] work = f.work.clone();
            stage.forward(f);
            StageRig.assertOnlyChanged(values, f.values, f.outputAt, rig.outputs, f.tapeAt, stage.tape());
            StageRig.assertOnlyChanged(memory, f.memory, f.memoryAt, stage.memory());
            StageRig.assertOnlyChanged(work, f.work, f.scratchAt, stage.scratch());
            values = f.values.clone();
            memory = f.memory.clone();
            work = f.work.clone();
            stage.delta(f, 0f);
            StageRig.assertOnlyChanged(
                    work,
                    f.work,
                    f.scratchAt,
                    stage.scratch(),
                    f.memorySignalAt,
                    stage.isRecurrent() ? stage.memory() : 0);
            work = f.work.clone();
            float[] gradient = f.gradient.clone();
            stage.accumulate(f, 1f);
            StageRig.assertOnlyChanged(gradient, f.gradient, f.gradientAt, rig.parameters);
            StageRig.assertOnlyChanged(work, f.work, f.scratchAt, stage.scratch());
            work = f.work.clone();
            stage.pullback(f);
            StageRig.assertOnlyChanged(work, f.work, f.inputSignalAt, rig.inputs, f.scratchAt, stage.scratch());
            assertArrayEquals(values, f.values);
            assertArrayEquals(memory, f.memory);
            assertArrayEquals(parameters, f.parameters);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void accumulatingTwiceAddsAndScales(LayerCase c) {
        for (StageNode node : stages(c)) {
            StageRig rig = new StageRig(node.stage(), c.inputs(), c.kernel());
            Frame f = rig.frame;
            rig.stage.forward(f);
            rig.stage.delta(f, 0f);
            float[] before = f.gradient.clone();
            rig.stage.accumulate(f, 1f);
            float[] once = f.gradient.clone();
            rig.stage.accumulate(f, -0.5f);
            for (int p = f.gradientAt; p < f.gradientAt + rig.parameters; p++) {
                assertEquals(0.5f * (once[p] - before[p]), f.gradient[p] - before[p], 2e-5f * (1 + Math.abs(once[p])));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsBlocksLieOneBehindTheOther(LayerCase c) {
        for (StageNode node : stages(c)) {
            int at = 0;
            for (ParameterBlock block : node.stage().parameters()) {
                assertEquals(at, block.at());
                at += block.floats();
            }
            assertEquals(at, node.stage().parameterFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalSeedsGiveEqualParametersWithinItsRange(LayerCase c) {
        for (StageNode node : stages(c)) {
            int n = node.stage().parameterFloats();
            float[] one = new float[n + 2];
            float[] two = new float[n + 2];
            one[0] = two[0] = one[n + 1] = two[n + 1] = 7f;
            node.stage().initialize(one, 1, new SplitMix64(5));
            node.stage().initialize(two, 1, new SplitMix64(5));
            assertArrayEquals(one, two);
            assertEquals(7f, one[0]);
            assertEquals(7f, one[n + 1]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFusedStepIsWhatTheVerbsDo(LayerCase c) {
        for (StageNode node : stages(c)) {
            if (!(node.stage() instanceof FusedStep fused)) {
                continue;
            }
            StageRig rig = new StageRig(node.stage(), c.inputs(), c.kernel());
            Frame f = rig.frame;
            rig.stage.forward(f);
            rig.stage.delta(f, 0f);
            java.util.Arrays.fill(f.gradient, 0f);
            rig.stage.accumulate(f, 1f);
            rig.stage.pullback(f);
            float[] signal = java.util.Arrays.copyOfRange(f.work, f.inputSignalAt, f.inputSignalAt + rig.inputs);
            float[] gradient = f.gradient.clone();
            java.util.Arrays.fill(f.gradient, f.gradientAt, f.gradientAt + rig.parameters, Float.NaN);
            fused.writeGradient(f, 1f);
            assertArrayEquals(gradient, f.gradient, 1e-6f);
            float[] stepped = f.parameters.clone();
            c.kernel().descend(rig.parameters, 0.05f, gradient, f.gradientAt, stepped, f.parametersAt);
            fused.pullbackAndStep(f, 0.05f);
            assertArrayEquals(stepped, f.parameters, 1e-6f);
            assertArrayEquals(
                    signal, java.util.Arrays.copyOfRange(f.work, f.inputSignalAt, f.inputSignalAt + rig.inputs), 1e-5f);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMeshAnswersEveryEventAsASweepDoes(LayerCase c) {
        assertAnswersAsASweep(c, Execution.STEP);
        assertAnswersAsASweep(c, Execution.PIPELINE);
    }

    private static void assertAnswersAsASweep(LayerCase c, Execution execution) {
        Run sweep = new Run(c, Execution.SWEEP, Sgd.rate(0.01f));
        Run mesh = new Run(c, execution, Sgd.rate(0.01f));
        List<float[]> expected = new ArrayList<>();
        int answered = 0;
        for (int event = 0; event < 12; event++) {
            expected.add(sweep.tick(false).outputs.clone());
            Answer answer = mesh.tick(false);
            answered += mesh.assertNext(answer, expected, answered);
            if (event % 3 == 2) {
                mesh.network.bubble(mesh.state, answer);
                answered += mesh.assertNext(answer, expected, answered);
            }
        }
        while (mesh.network.inFlight(mesh.state) > 0) {
            mesh.network.bubble(mesh.state, mesh.answer);
            answered += mesh.assertNext(mesh.answer, expected, answered);
        }
        assertEquals(12, answered);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stoppingAndGoingOnElsewhereChangesNoBit(LayerCase c) {
        for (Execution execution : Execution.values()) {
            Run uninterrupted = new Run(c, execution, Adam.rate(0.01f));
            Run stopped = new Run(c, execution, Adam.rate(0.01f));
            for (int event = 0; event < 15; event++) {
                uninterrupted.tick(true);
                stopped.tick(true);
            }
            Run resumed = new Run(c, execution, Adam.rate(0.01f));
            resumed.tick(true);
            resumed.state = stopped.state.copy();
            resumed.random = new SplitMix64(stopped.random.state());
            for (int event = 0; event < 15; event++) {
                uninterrupted.tick(true);
                resumed.tick(true);
            }
            assertArrayEquals(uninterrupted.state.floats, resumed.state.floats);
            assertArrayEquals(uninterrupted.state.longs, resumed.state.longs);
            assertArrayEquals(uninterrupted.state.doubles, resumed.state.doubles);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyRuleTrainsEveryBlockInEveryExecution(LayerCase c) {
        Assumptions.assumeTrue(c.kernel() == ScalarKernel.INSTANCE);
        for (LearningRule rule : List.of(new Backprop(), new ChainTween())) {
            for (Execution execution : Execution.values()) {
                Run run = new Run(c, execution, Adam.rate(0.01f), rule);
                float[] before = run.state.floats.clone();
                for (int event = 0; event < 40; event++) {
                    run.tick(true);
                }
                for (ParameterBlock block : run.network.plan().trainedParameters()) {
                    boolean hasMoved = false;
                    for (int p = block.at(); p < block.at() + block.floats(); p++) {
                        hasMoved |= before[p] != run.state.floats[p];
                    }
                    assertTrue(
                            hasMoved || isWithoutEffect(c, block), block.name() + " by " + rule + " in " + execution);
                }
            }
        }
    }

    /** Blocks whose derivative is zero in a case, such as recurrent weights without a step before; none if not overridden. */
    protected boolean isWithoutEffect(LayerCase c, ParameterBlock block) {
        return false;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFrozenLayerStaysAndLetsSignalsThrough(LayerCase c) {
        LayerCase frozen = new LayerCase(new Frozen(c.layer()), c.input(), c.inputs(), c.kernel());
        LayerRig rig = new LayerRig(frozen, 1, 71);
        LayerRig free = new LayerRig(c, 1, 71);
        rig.differentiate();
        free.differentiate();
        int shift = c.inputs() == LayerCase.Inputs.REAL ? c.input().floats() : 0;
        for (int p = 0; p < rig.gradient.length; p++) {
            assertEquals(p < shift ? free.gradient[p] : 0f, rig.gradient[p], 0f);
        }
        Run run = new Run(frozen, Execution.SWEEP, Adam.rate(0.01f).decayingWeights(0.1f));
        float[] before = run.state.floats.clone();
        for (int event = 0; event < 5; event++) {
            run.tick(true);
        }
        int head = run.network.plan().parameterFloats() - run.headFloats();
        for (int p = 0; p < head; p++) {
            assertEquals(before[p], run.state.floats[p], 0f);
        }
        assertFalse(before[head] == run.state.floats[head]);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTickAllocatesNothing(LayerCase c) {
        // the vector kernel's own tests watch its allocation, which depends on what else the JIT has compiled
        Assumptions.assumeTrue(c.kernel() == ScalarKernel.INSTANCE);
        Run run = new Run(c, Execution.SWEEP, Sgd.rate(1e-4f));
        double bytes = Allocations.perCall(4_000, () -> run.tick(true));
        assertTrue(bytes < 1, bytes + " bytes per tick");
    }

    @Test
    void itRefusesWhatItCannotTakeNamingBoth() {
        for (LayerCase refusal : refusals()) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> LayerRig.plan(refusal), refusal.toString());
            String message = e.getMessage();
            assertTrue(message.contains(refusal.input().toString()), "the shape is not named: " + message);
            String name = refusal.layer().getClass().getSimpleName();
            assertTrue(message.contains(name), name + " is not named: " + message);
        }
    }

    private static List<StageNode> stages(LayerCase c) {
        Plan plan = LayerRig.plan(c);
        return plan.nodes().stream()
                .filter(StageNode.class::isInstance)
                .map(StageNode.class::cast)
                .filter(node -> node.name().startsWith("layer"))
                .toList();
    }

    /** The layer behind the features and in front of three classes, on one key. */
    private static final class Run {
        final Network network;
        final Answer answer;
        NetworkState state;
        SplitMix64 random = new SplitMix64(9);
        private final Example example;
        private final boolean isIds;

        Run(LayerCase c, Execution execution, Optimizer optimizer) {
            this(c, execution, optimizer, new Backprop());
        }

        Run(LayerCase c, Execution execution, Optimizer optimizer, LearningRule rule) {
            Shape shape = c.input();
            isIds = c.inputs() == LayerCase.Inputs.IDS;
            NetworkSpec spec = NetworkSpec.inputs(shape.floats())
                    .then(new Reshape(shape))
                    .then(c.layer())
                    .then(new Dense(3))
                    .scaling(isIds ? FeatureScaling.NONE : FeatureScaling.STANDARD)
                    .seed(3);
            StateLayout layout = new StateLayout();
            network = NetworkLearner.of(spec, optimizer)
                    .rule(rule)
                    .execution(execution)
                    .truncation(3)
                    .compile(layout, c.kernel());
            state = layout.newState();
            network.initialize(state);
            example = network.newExample();
            answer = network.newAnswer();
        }

        int headFloats() {
            List<io.github.stepnet.network.plan.Node> nodes = network.plan().nodes();
            return ((StageNode) nodes.get(nodes.size() - 1)).stage().parameterFloats();
        }

        Answer tick(boolean isLabelled) {
            float sum = 0;
            for (int i = 0; i < example.features.length; i++) {
                double uniform = random.nextDouble();
                example.features[i] = (float) (isIds ? Math.floor(5 * uniform) : 2 * uniform - 1);
                sum += example.features[i];
            }
            if (isLabelled) {
                example.label(sum > 0.5f ? 2 : sum > -0.5f ? 1 : 0);
            } else {
                example.unlabelled();
            }
            network.tick(state, example, answer);
            return answer;
        }

        int assertNext(Answer given, List<float[]> expected, int next) {
            if (!given.present) {
                return 0;
            }
            assertEquals(next + 1, given.sequence);
            assertArrayEquals(expected.get(next), given.outputs);
            return 1;
        }
    }
}
