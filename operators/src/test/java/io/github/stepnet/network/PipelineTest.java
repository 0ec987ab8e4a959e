package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Combine;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.Parallel;
import io.github.stepnet.network.layer.Residual;
import io.github.stepnet.network.layer.Sequential;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Momentum;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Schedule;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pipeline promises beyond what every execution does. */
class PipelineTest {

    private static final int INPUTS = 5;

    private static NetworkSpec net(LayerSpec... layers) {
        NetworkSpec spec = NetworkSpec.inputs(INPUTS).seed(11);
        for (LayerSpec layer : layers) {
            spec = spec.then(layer);
        }
        return spec.then(new Dense(3));
    }

    private static NetworkSpec dense() {
        return net(new Dense(9, Activation.TANH), new Dense(7, Activation.GELU), new Dense(6, Activation.LEAKY_RELU))
                .withLinearSkip();
    }

    /** Wires that two, three and four nodes read, at different depths; junctions behind junctions; a gate that starts late. */
    private static NetworkSpec branched() {
        LayerSpec two = new Sequential(List.of(new Dense(6, Activation.TANH), new Dense(6, Activation.SILU)));
        return net(
                new Dense(6, Activation.TANH),
                new Residual(two),
                Parallel.of(new Combine.Gate(2, 1f), two, new Dense(6, Activation.SIGMOID), new Residual(two)),
                Parallel.of(new Combine.Concat(), new Residual(new Dense(6)), new Dense(4)));
    }

    private static NetworkSpec recurrent() {
        return net(new Lstm(6).carried(true), new Dense(5, Activation.TANH), new Gru(4).carried(true));
    }

    static Stream<NetworkSpec> nets() {
        return Stream.of(dense(), branched(), recurrent());
    }

    private static final class Run {
        final Network network;
        final Example example;
        final Answer answer;
        NetworkState state;
        final SplitMix64 random = new SplitMix64(3);

        Run(NetworkSpec spec, Optimizer optimizer, Execution execution) {
            this(NetworkLearner.of(spec, optimizer).execution(execution).truncation(4));
        }

        Run(NetworkLearner learner) {
            StateLayout layout = new StateLayout();
            network = learner.compile(layout, Kernels.auto());
            state = layout.newState();
            network.initialize(state);
            example = network.newExample();
            answer = network.newAnswer();
        }

        /** An event whose class depends on its features. */
        void tick(boolean isLabelled) {
            for (int f = 0; f < INPUTS; f++) {
                example.features[f] = (float) random.nextGaussian();
            }
            float product = example.features[0] * example.features[1];
            if (isLabelled) {
                example.label(product > 0.4f ? 2 : product < -0.4f ? 0 : 1);
            } else {
                example.unlabelled();
            }
            network.tick(state, example, answer);
        }

        /** Three events of four are labelled, and after every fifth comes a bubble. */
        void ticks(int from, int to) {
            for (int event = from; event < to; event++) {
                tick(event % 4 != 3);
                if (event % 5 == 4) {
                    network.bubble(state, answer);
                }
            }
        }

        /** Parameters and what the optimiser keeps for each. */
        float[] taught(Optimizer optimizer) {
            int parameters = network.plan().parameterFloats();
            return Arrays.copyOf(state.floats, parameters * (1 + optimizer.floatsPerParameter()));
        }
    }

    private static void assertSameBits(Run expected, Run actual) {
        assertArrayEquals(expected.state.floats, actual.state.floats);
        assertArrayEquals(expected.state.longs, actual.state.longs);
        assertArrayEquals(expected.state.doubles, actual.state.doubles);
    }

    @ParameterizedTest
    @MethodSource("nets")
    void theOrderInWhichATicksStagesWorkChangesNoBit(NetworkSpec spec) {
        Optimizer optimizer = Adam.rate(0.01f);
        Run natural = new Run(spec, optimizer, Execution.PIPELINE);
        natural.ticks(0, 300);
        SplitMix64 random = new SplitMix64(71);
        for (int order = 0; order < 6; order++) {
            Run run = new Run(spec, optimizer, Execution.PIPELINE);
            for (int event = 0; event < 300; event++) {
                shuffle(run.network.pipeline().stages(), order == 0 ? null : random, event);
                run.ticks(event, event + 1);
            }
            assertSameBits(natural, run);
        }
    }

    /** Another order for every tick, or without randomness the reversed one for all. */
    private static void shuffle(int[] stages, SplitMix64 random, int event) {
        for (int i = stages.length - 1; i > 0 && random != null; i--) {
            swap(stages, i, (int) ((random.nextLong() >>> 1) % (i + 1)));
        }
        for (int i = 0; i < stages.length / 2 && random == null && event == 0; i++) {
            swap(stages, i, stages.length - 1 - i);
        }
    }

    private static void swap(int[] values, int i, int j) {
        int value = values[i];
        values[i] = values[j];
        values[j] = value;
    }

    static Stream<Arguments> lonelySamples() {
        NetworkSpec lstmBelow = net(new Lstm(6).carried(true), new Dense(5, Activation.TANH));
        return Stream.of(dense(), branched(), lstmBelow)
                .flatMap(spec -> Stream.of(false, true).map(isTween -> Arguments.of(spec, isTween)));
    }

    /**
     * No weight that an event or its signal meets moves while it is on its way, so both executions take the very same steps. A second event
     * follows when the first is done; memory between the two would have seen other weights.
     */
    @ParameterizedTest
    @MethodSource("lonelySamples")
    void aSampleAloneTeachesWhatItTeachesInAMesh(NetworkSpec spec, boolean isTween) {
        Optimizer optimizer = Adam.rate(0.01f);
        Run[] runs = new Run[2];
        boolean hasSecond = !spec.plan().isRecurrent();
        int latency = spec.plan().latency();
        for (Execution execution : List.of(Execution.STEP, Execution.PIPELINE)) {
            NetworkLearner learner =
                    NetworkLearner.of(spec, optimizer).execution(execution).truncation(4);
            Run run = new Run(isTween ? learner.rule(new ChainTween()) : learner);
            runs[execution == Execution.STEP ? 0 : 1] = run;
            for (int event = 0; event < 7 * latency; event++) {
                run.tick(event == latency || (hasSecond && event == 4 * latency));
                if (isTween && event % 3 == 1) {
                    run.network.bubble(run.state, run.answer);
                }
            }
        }
        float[] stepped = runs[0].taught(optimizer);
        assertNotEquals(0f, stepped[stepped.length - 1]);
        assertArrayEquals(stepped, runs[1].taught(optimizer), 1e-6f);
        long samples = runs[0].network.updates(runs[0].state);
        assertEquals(hasSecond ? 2 : 1, samples);
        long pipelined = runs[1].network.updates(runs[1].state);
        assertTrue(pipelined > samples && pipelined <= samples * latency, pipelined + " steps");
    }

    /** The momentum is the sum of all gradients, and the weights do not move. */
    @ParameterizedTest
    @MethodSource("lonelySamples")
    void samplesCloseBehindEachOtherTeachWhatTheyTeachInAMeshAsLongAsWeightsRest(NetworkSpec spec, boolean isTween) {
        Optimizer optimizer = new Momentum(new Schedule.Constant(1e-20f), Math.nextDown(1f), false);
        float[][] taught = new float[2][];
        for (Execution execution : List.of(Execution.STEP, Execution.PIPELINE)) {
            NetworkLearner learner =
                    NetworkLearner.of(spec, optimizer).execution(execution).truncation(4);
            Run run = new Run(isTween ? learner.rule(new ChainTween()) : learner);
            run.ticks(0, 60);
            int latency = spec.plan().latency();
            for (int event = 0; event < 2 * latency; event++) {
                run.tick(false);
            }
            taught[execution == Execution.STEP ? 0 : 1] = run.taught(optimizer);
        }
        for (int i = 0; i < taught[0].length; i++) {
            assertEquals(taught[0][i], taught[1][i], 1e-6f * Math.max(1f, Math.abs(taught[0][i])), "float " + i);
        }
    }

    @Test
    void aStageThatNoSampleComesBackToKeepsItsBits() {
        Optimizer optimizer = Adam.rate(0.01f).decayingWeights(0.1f);
        Run run = new Run(dense(), optimizer, Execution.PIPELINE);
        run.ticks(0, 40);
        int latency = run.network.plan().latency();
        for (int event = 0; event < 2 * latency; event++) {
            run.tick(false);
        }
        float[] before = run.taught(optimizer);
        long updates = run.network.updates(run.state);
        run.tick(true);
        for (int tick = 0; tick < latency - 1; tick++) {
            run.tick(false);
        }
        assertTrue(run.answer.known);
        assertFalse(run.answer.learned);
        assertArrayEquals(before, run.taught(optimizer));
        run.tick(false);
        assertTrue(run.answer.learned);
        assertEquals(updates + 1, run.network.updates(run.state));
        float[] after = run.taught(optimizer);
        int parameters = run.network.plan().parameterFloats();
        for (var block : run.network.plan().parameters()) {
            boolean isOfTheLastDepth = block.at() >= parameters - 3 * 6 - 3 - 3 * INPUTS - 3;
            int at = block.at();
            boolean isSame = Arrays.equals(
                    Arrays.copyOfRange(before, at, at + block.floats()),
                    Arrays.copyOfRange(after, at, at + block.floats()));
            assertEquals(!isOfTheLastDepth, isSame, block.name());
        }
    }

    @Test
    void aTicksNormIsThatOfTheStagesThatHaveASample() {
        float bound = 0.05f;
        Run run = new Run(NetworkLearner.of(dense(), Sgd.rate(1f))
                .shaping(new GradientShaping.Norm(bound))
                .execution(Execution.PIPELINE));
        run.ticks(0, 40);
        int steps = 0;
        for (int event = 0; event < 40; event++) {
            float[] before = run.taught(Sgd.rate(1f));
            run.tick(event == 12);
            float[] after = run.taught(Sgd.rate(1f));
            double squares = 0;
            for (int p = 0; p < after.length; p++) {
                double change = (double) after[p] - before[p];
                squares += change * change;
            }
            steps += run.answer.learned ? 1 : 0;
            assertEquals(run.answer.learned ? bound : 0.0, Math.sqrt(squares), 1e-5);
        }
        assertTrue(steps > 4, steps + " steps");
    }

    @Test
    void signalsOnTheirWayRestWhenTheLastEventIsAnsweredAndGoOnWithTheNext() {
        Run run = new Run(dense(), Sgd.rate(0.05f), Execution.PIPELINE);
        int latency = run.network.plan().latency();
        for (int event = 0; event < 3 * latency; event++) {
            run.tick(true);
        }
        while (run.network.inFlight(run.state) > 0) {
            run.network.bubble(run.state, run.answer);
            assertTrue(run.answer.present);
        }
        NetworkState drained = run.state.copy();
        run.network.bubble(run.state, run.answer);
        assertArrayEquals(drained.floats, run.state.floats);
        assertArrayEquals(drained.longs, run.state.longs);
        for (int event = 0; event < latency; event++) {
            run.tick(false);
            assertTrue(run.answer.learned);
        }
        run.tick(false);
        assertFalse(run.answer.learned);
    }

    @Test
    void aSignalThatDoesNotStayFiniteTeachesNoFurtherAndHarmsNoOther() {
        NetworkSpec spec = NetworkSpec.inputs(INPUTS)
                .then(new Dense(4, Activation.IDENTITY))
                .then(new Dense(4, Activation.IDENTITY))
                .then(new Dense(4, Activation.IDENTITY))
                .then(new Dense(1))
                .loss(Loss.squaredError())
                .scaling(FeatureScaling.NONE);
        Run run = new Run(NetworkLearner.of(spec, Sgd.rate(0.01f))
                .shaping(new GradientShaping.Value(0.1f))
                .execution(Execution.PIPELINE));
        int depths = run.network.plan().latency();
        for (int p = 0; p < run.network.plan().parameterFloats(); p++) {
            run.state.floats[p] = 1.5f;
        }
        for (int event = 0; event < 8 * depths; event++) {
            Arrays.fill(run.example.features, 0.01f * (event % 7));
            run.example.truth[0] = event == 2 * depths ? -1e38f : event == 3 * depths ? Float.POSITIVE_INFINITY : 1f;
            run.example.target();
            run.network.tick(run.state, run.example, run.answer);
        }
        assertEquals(2, run.network.refusedUpdates(run.state));
        assertEquals(7L * depths, run.network.updates(run.state));
        for (int p = 0; p < run.network.plan().parameterFloats(); p++) {
            assertTrue(Math.abs(run.state.floats[p]) < 2f);
        }
    }

    @Test
    void aLateExampleTakesAStepOfAllStages() {
        Run run = new Run(dense(), Adam.rate(0.01f), Execution.PIPELINE);
        run.ticks(0, 30);
        float[] before = run.state.floats.clone();
        PendingExample pending = run.network.newPendingExample();
        run.network.keep(run.state, run.answer, pending);
        run.network.accumulate(run.state, pending, new float[] {1f}, 1f);
        assertTrue(run.network.apply(run.state));
        for (var block : run.network.plan().trainedParameters()) {
            int end = block.at() + block.floats();
            assertFalse(
                    Arrays.equals(
                            Arrays.copyOfRange(before, block.at(), end),
                            Arrays.copyOfRange(run.state.floats, block.at(), end)),
                    block.name());
        }
    }
}
