package io.github.stepnet.network.health;

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
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Frozen;
import io.github.stepnet.network.layer.LayerNorm;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.Residual;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.learning.Tween;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.optimizer.TweenMomentum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthProbeTest {

    /** Where a backward pass is one, and can be measured. */
    private static final List<Execution> WHOLE = List.of(Execution.SWEEP, Execution.STEP);

    private static final int EVENTS = 400;

    private static final NetworkSpec PLAIN = NetworkSpec.inputs(3)
            .then(new Dense(6, Activation.RELU))
            .then(new Dense(5, Activation.TANH))
            .then(new Dense(2))
            .seed(5);

    private static final NetworkSpec BRANCHED = NetworkSpec.inputs(3)
            .then(new Dense(4, Activation.RELU))
            .then(new Residual(new Dense(4, Activation.TANH)))
            .then(new LayerNorm())
            .then(new Dense(2))
            .withLinearSkip()
            .seed(6);

    private static final NetworkSpec CARRIED = NetworkSpec.inputs(3)
            .then(new Dense(4, Activation.GELU))
            .then(new Lstm(5).carried(true))
            .then(new Dense(2))
            .seed(7);

    /** One key whose events are made of numbers. */
    private static final class Model {
        private final Network network;
        private final NetworkState state;
        private final Example example;
        private final Answer answer;

        Model(NetworkLearner spec) {
            StateLayout layout = new StateLayout();
            network = spec.compile(layout, ScalarKernel.INSTANCE);
            state = layout.newState();
            network.initialize(state);
            example = network.newExample();
            answer = network.newAnswer();
        }

        HealthProbe measure(int every) {
            return network.measure(Health.every(every)).orElseThrow();
        }

        void tick(int n) {
            for (int i = 0; i < example.features.length; i++) {
                example.features[i] = (n * 31 + i * 17) % 97 / 97f - 0.5f;
            }
            if (n % 10 == 9) {
                example.unlabelled();
            } else {
                example.label(example.features[0] * example.features[1] > 0 ? 1 : 0);
            }
            network.tick(state, example, answer);
        }
    }

    static Stream<Arguments> learners() {
        List<Arguments> learners = new ArrayList<>();
        for (Execution execution : WHOLE) {
            for (NetworkSpec spec : List.of(PLAIN, BRANCHED, CARRIED)) {
                for (Optimizer optimizer : List.of(Sgd.rate(0.05f), Adam.rate(0.01f))) {
                    NetworkLearner learner = NetworkLearner.of(spec, optimizer).execution(execution);
                    learners.add(Arguments.of(learner));
                    learners.add(Arguments.of(learner.shaping(new GradientShaping.Norm(0.5f))));
                }
                learners.add(Arguments.of(NetworkLearner.of(spec, TweenMomentum.rate(0.05f))
                        .rule(new ChainTween())
                        .execution(execution)));
            }
        }
        return learners.stream();
    }

    @ParameterizedTest
    @MethodSource("learners")
    void measuringChangesNoBit(NetworkLearner learner) {
        Model without = new Model(learner);
        Model every = new Model(learner);
        every.measure(1);
        Model some = new Model(learner);
        some.measure(7);
        int measured = 0;
        for (int n = 0; n < EVENTS; n++) {
            without.tick(n);
            every.tick(n);
            some.tick(n);
            assertArrayEquals(without.answer.outputs, every.answer.outputs, 0f);
            assertEquals(every.answer.learned, every.answer.measured);
            assertEquals(
                    some.answer.learned && some.network.updates(some.state) % 7 == 0,
                    some.answer.measured,
                    "after event " + n);
            measured += some.answer.measured ? 1 : 0;
        }
        assertTrue(measured > 40, measured + " measured");
        assertSameBits(without.state, every.state);
        assertSameBits(without.state, some.state);
    }

    private static void assertSameBits(NetworkState expected, NetworkState actual) {
        assertArrayEquals(bits(expected.floats), bits(actual.floats));
        assertArrayEquals(expected.longs, actual.longs);
        assertArrayEquals(expected.doubles, actual.doubles);
    }

    private static int[] bits(float[] floats) {
        int[] bits = new int[floats.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(floats[i]));
        return bits;
    }

    /** 2 inputs, 2 ReLU units, 1 value; the second unit is inactive. */
    private static Model smallNet(Optimizer optimizer, Execution execution) {
        Model model = new Model(NetworkLearner.of(
                        NetworkSpec.inputs(2)
                                .then(new Dense(2, Activation.RELU))
                                .then(new Dense(1))
                                .loss(Loss.squaredError())
                                .scaling(FeatureScaling.NONE),
                        optimizer)
                .execution(execution));
        float[] p = model.state.floats;
        float[][] hidden = {{0.5f, -1f}, {0.25f, -0.5f}};
        for (int i = 0; i < 2; i++) {
            for (int o = 0; o < 2; o++) {
                p[Kernel.weightIndex(2, 2, i, o)] = hidden[i][o];
            }
        }
        p[4] = 0.1f;
        p[5] = 0.2f;
        p[6 + Kernel.weightIndex(2, 1, 0, 0)] = 2f;
        p[6 + Kernel.weightIndex(2, 1, 1, 0)] = -3f;
        p[8] = 0.5f;
        return model;
    }

    static Stream<Arguments> waysToAStep() {
        return WHOLE.stream()
                .flatMap(execution ->
                        Stream.of(Arguments.of(execution, Sgd.rate(0.1f)), Arguments.of(execution, Adam.rate(0.1f))));
    }

    @ParameterizedTest
    @MethodSource("waysToAStep")
    void figuresAreThoseOfAComputationByHand(Execution execution, Optimizer optimizer) {
        Model model = smallNet(optimizer, execution);
        HealthProbe probe = model.measure(1);
        model.example.features[0] = 1f;
        model.example.features[1] = 2f;
        model.example.truth[0] = 1f;
        model.example.target();
        model.network.tick(model.state, model.example, model.answer);
        while (model.network.inFlight(model.state) > 0) {
            model.network.bubble(model.state, model.answer);
        }

        assertTrue(model.answer.measured);
        assertEquals(2, probe.stages().size());
        StageHealth hidden = probe.stages().get(0);
        StageHealth output = probe.stages().get(1);

        // h = relu(1.1, -1.8) = (1.1, 0); y = 2.7; y - t = 1.7; signal at h = 1.7 (2, -3) = (3.4, -5.1), target h - 0.1
        // signal.
        assertEquals((0.34 * 0.34 + 0.51 * 0.51) / 2, hidden.gap, 1e-6);
        double cosine = 1.1 * 0.76 / (1.1 * Math.sqrt(0.76 * 0.76 + 0.51 * 0.51));
        assertEquals((cosine + 1) / 2, hidden.linkBudget, 1e-6);
        assertEquals(hidden.linkBudget, hidden.depthBarrier);
        assertTrue(hidden.isBottleneck);
        assertEquals(0.5, hidden.zeroOutputs);
        // Of the active unit: 3.4 times (1, 2) and the bias.
        assertEquals(3.4 * Math.sqrt(1 + 4 + 1), hidden.gradientNorm, 1e-5);
        assertEquals(
                Math.sqrt(0.25 + 1 + 0.0625 + 0.25 + 0.01 + 0.04),
                hidden.parameterNorm,
                1e-6,
                "the parameters before the step");
        assertEquals("layers[0]", hidden.name());
        assertEquals("Dense", hidden.layer());

        // The target of the output is the truth.
        assertEquals(1.7 * 1.7, output.gap, 1e-5);
        assertEquals(1.0, output.linkBudget);
        assertEquals(hidden.linkBudget, output.depthBarrier);
        assertFalse(output.isBottleneck);
        assertEquals(1.7 * Math.sqrt(1.1 * 1.1 + 1), output.gradientNorm, 1e-5);
        assertEquals(Math.sqrt(4 + 9 + 0.25), output.parameterNorm, 1e-6);
        assertEquals(1, output.depth());
    }

    @Test
    void anOutputNearZeroHasNoDirection() {
        Model model = smallNet(Sgd.rate(0.1f), Execution.SWEEP);
        HealthProbe probe = model.measure(1);
        Arrays.fill(model.state.floats, 0, 9, 0f);
        model.state.floats[8] = 0.03f;
        model.example.truth[0] = 1f;
        model.example.target();
        model.network.tick(model.state, model.example, model.answer);
        assertEquals(0.5, probe.stages().get(0).linkBudget);
        assertEquals(1.0, probe.stages().get(0).zeroOutputs);
        assertEquals(0.5, probe.stages().get(1).linkBudget);
        assertEquals(0.25, probe.stages().get(1).depthBarrier);
        assertTrue(probe.stages().get(0).isBottleneck, "the first of equals");
    }

    @Test
    void whereWaysJoinTheBestOneCounts() {
        Model model = new Model(NetworkLearner.of(
                NetworkSpec.inputs(3)
                        .then(new Dense(4))
                        .then(new Residual(new Dense(4)))
                        .then(new Dense(2)),
                Sgd.rate(0.1f)));
        HealthProbe probe = model.measure(1);
        model.tick(0);
        StageHealth first = probe.stages().get(0);
        StageHealth block = probe.stages().get(1);
        StageHealth last = probe.stages().get(2);
        assertEquals(first.linkBudget * block.linkBudget, block.depthBarrier);
        assertEquals(first.depthBarrier * last.linkBudget, last.depthBarrier, "past the block");
    }

    @Test
    void aFrozenStageHasASignalOnlyIfSomethingBeforeItLearns() {
        Model model = new Model(NetworkLearner.of(
                NetworkSpec.inputs(3)
                        .then(new Frozen(new Dense(4)))
                        .then(new Dense(4))
                        .then(new Frozen(new Dense(3)))
                        .then(new Dense(2)),
                Adam.rate(0.1f)));
        HealthProbe probe = model.measure(1);
        model.tick(0);
        model.tick(1);
        assertEquals(
                List.of(1, 2, 3),
                probe.stages().stream().map(StageHealth::index).toList());
        StageHealth frozen = probe.stages().get(1);
        assertTrue(frozen.gap > 0);
        assertFalse(frozen.isTrained());
        assertEquals(0.0, frozen.gradientNorm);
        assertTrue(frozen.parameterNorm > 0);
    }

    @Test
    void anUpdateThatIsNotTakenIsNotReported() {
        Model model = smallNet(Adam.rate(0.1f), Execution.SWEEP);
        model.measure(1);
        model.example.features[0] = Float.MAX_VALUE;
        model.example.truth[0] = -Float.MAX_VALUE;
        model.example.target();
        model.network.tick(model.state, model.example, model.answer);
        assertTrue(model.answer.refused);
        assertFalse(model.answer.measured);
    }

    /** Of several updates in one tick, those that are asked for are measured, whoever took them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9})
    void updatesOfReplayedExamplesAreMeasuredLikeTheOthers(int replayed) {
        NetworkLearner learner =
                NetworkLearner.of(PLAIN, Adam.rate(0.01f)).techniques(new Replay(20, replayed, Replay.Keep.UNIFORM));
        Model without = new Model(learner);
        Model model = new Model(learner);
        HealthProbe probe = model.measure(10);
        Set<Double> norms = new HashSet<>();
        for (int n = 0; n < EVENTS; n++) {
            long before = model.network.updates(model.state);
            without.tick(n);
            model.tick(n);
            long last = model.network.updates(model.state) / 10 * 10;
            assertEquals(last > before, model.answer.measured, "after event " + n);
            if (last > before) {
                assertEquals(last, model.answer.measuredUpdate);
                norms.add(probe.stages().get(1).gradientNorm);
            }
        }
        assertTrue(norms.size() > 30, norms.size() + " gradients measured");
        assertSameBits(without.state, model.state);
    }

    /** The same weights, event and rule give the same figures, whatever rule the network had before. */
    @Test
    void aGapIsThatOfTheRuleInForce() {
        Model handed = new Model(NetworkLearner.of(PLAIN, Adam.rate(0.01f))
                .rule(new Tween())
                .handOver(new HandOver.AfterUpdates(new Backprop(), 20)));
        Model plain = new Model(NetworkLearner.of(PLAIN, Adam.rate(0.01f)));
        HealthProbe measured = handed.measure(1);
        HealthProbe expected = plain.measure(1);
        for (int n = 0; n < 40; n++) {
            handed.tick(n);
        }
        plain.tick(0);
        System.arraycopy(handed.state.floats, 0, plain.state.floats, 0, plain.state.floats.length);
        System.arraycopy(handed.state.doubles, 0, plain.state.doubles, 0, plain.state.doubles.length);
        System.arraycopy(handed.state.longs, 0, plain.state.longs, 0, plain.state.longs.length);
        handed.tick(40);
        plain.tick(40);
        for (int stage = 0; stage < 3; stage++) {
            assertEquals(expected.stages().get(stage).gap, measured.stages().get(stage).gap);
            assertEquals(
                    expected.stages().get(stage).linkBudget, measured.stages().get(stage).linkBudget);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void measuringAllocatesNothing(Execution execution) {
        Model model = new Model(NetworkLearner.of(BRANCHED, Sgd.rate(0.01f)).execution(execution));
        model.measure(1);
        int[] event = {0};
        double bytes = Allocations.perCall(20_000, () -> model.tick(event[0]++));
        assertTrue(bytes < 1, bytes + " bytes per tick");
    }

    @Test
    void impossibleIntervalsAreRefused() {
        assertEquals(
                "Health.every is -1; allowed: 0 to 1000000000; use 0 to measure nothing",
                assertThrows(IllegalArgumentException.class, () -> Health.every(-1))
                        .getMessage());
        Model model = smallNet(Sgd.rate(0.1f), Execution.SWEEP);
        assertThrows(IllegalArgumentException.class, () -> model.network.measure(Health.off()));
    }
}
