package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandOverTest {

    private static final NetworkSpec SPEC = NetworkSpec.inputs(4)
            .then(new Dense(9, Activation.LEAKY_RELU))
            .then(new Dense(6, Activation.TANH))
            .then(new Dense(2))
            .seed(5);

    /** One key on an endless stream: whether the product of two of four features is positive. */
    private static final class Run {
        final Network network;
        final NetworkState state;
        final Example example;
        final Answer answer;
        final SplitMix64 random;
        final List<String> events = new ArrayList<>();
        int tick;

        Run(NetworkLearner learner) {
            this(learner, 7);
        }

        Run(NetworkLearner learner, long seed) {
            random = new SplitMix64(seed);
            StateLayout layout = new StateLayout();
            network = learner.compile(layout, Kernels.scalar());
            state = layout.newState();
            network.initialize(state);
            example = network.newExample();
            answer = network.newAnswer();
        }

        /** Share of right answers. */
        double ticks(int n) {
            int hits = 0;
            for (int i = 0; i < n; i++) {
                for (int f = 0; f < 4; f++) {
                    example.features[f] = (float) (2 * random.nextDouble() - 1);
                }
                example.label(example.features[0] * example.features[1] > 0 ? 1 : 0);
                network.tick(state, example, answer);
                tick++;
                hits += answer.present && answer.predictedClass == (int) answer.truth[0] ? 1 : 0;
                for (int e = 0; answer.events != null && e < answer.events.count(); e++) {
                    events.add(answer.events.kind(e) + " at " + tick);
                }
            }
            return (double) hits / n;
        }
    }

    private static NetworkLearner learner(Optimizer optimizer) {
        return NetworkLearner.of(SPEC, optimizer);
    }

    @Test
    void afterItsUpdatesTheOtherRuleLearnsOnTheSameState() {
        NetworkLearner backprop = learner(Sgd.rate(0.05f)).handOver(new HandOver.AfterUpdates(new Tween(), 1));
        Run hybrid = new Run(
                learner(Sgd.rate(0.05f)).rule(new Tween()).handOver(new HandOver.AfterUpdates(new Backprop(), 100)));
        hybrid.ticks(100);
        assertEquals(List.of("HANDED_OVER at 100"), hybrid.events);
        Run exact = new Run(backprop);
        System.arraycopy(hybrid.state.floats, 0, exact.state.floats, 0, hybrid.state.floats.length);
        System.arraycopy(hybrid.state.doubles, 0, exact.state.doubles, 0, hybrid.state.doubles.length);
        System.arraycopy(hybrid.state.longs, 0, exact.state.longs, 0, hybrid.state.longs.length);
        exact.state.longs[exact.state.longs.length - 1] = 0;
        for (int i = 0; i < 4 * 100; i++) {
            exact.random.nextLong();
        }
        exact.ticks(1);
        hybrid.ticks(1);
        assertArrayEquals(exact.state.floats, hybrid.state.floats);
    }

    @Test
    void aPlateauIsAWindowThatIsHardlyBetterThanTheOneBefore() {
        HandOver handOver = new HandOver.OnPlateau(new Backprop(), 10, 0.1f);
        assertEquals(false, handOver.isDue(10, 1.0, Double.POSITIVE_INFINITY, 0));
        assertEquals(false, handOver.isDue(20, 0.89, 1.0, 0));
        assertEquals(true, handOver.isDue(30, 0.91, 1.0, 0));
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(false, handOver.isDue(30, none, 1.0, 0), "an outlier is no plateau");
            assertEquals(false, handOver.isDue(40, 1.0, none, 0), "nor what comes after it");
        }
    }

    @Test
    void updatesOfReplayedExamplesCount() {
        Run run = new Run(learner(Adam.rate(0.01f))
                .techniques(new Replay(20, 3, Replay.Keep.UNIFORM))
                .handOver(new HandOver.AfterUpdates(new ChainTween(), 101)));
        run.ticks(60);
        assertEquals(List.of("HANDED_OVER at 26"), run.events, "1 + 25 times 4 are 101");
    }

    @Test
    void aHandOverThatCannotComeOrChangesNothingIsRefused() {
        NetworkLearner values = NetworkLearner.of(SPEC.loss(Loss.squaredError()), Adam.rate(0.01f))
                .handOver(new HandOver.AtAccuracy(new Tween(), 0.9f, 100));
        assertEquals(
                "AtAccuracy waits for an accuracy, but the network learns values; use on-plateau or after-updates",
                assertThrows(IllegalArgumentException.class, () -> new Run(values))
                        .getMessage());
        NetworkLearner same = learner(Adam.rate(0.01f)).handOver(new HandOver.AfterUpdates(new Backprop(), 5));
        assertEquals(
                "NetworkLearner.handOver is to Backprop[], which is the rule from the start; name another rule, or leave the hand-over out",
                assertThrows(IllegalArgumentException.class, () -> new Run(same))
                        .getMessage());
    }

    @Test
    void anAccuracyIsReachedByWholeWindows() {
        Run run = new Run(learner(Adam.rate(0.01f)).handOver(new HandOver.AtAccuracy(new ChainTween(), 0.9f, 200)));
        while (run.events.isEmpty() && run.tick < 100_000) {
            double accuracy = run.ticks(200);
            assertEquals(accuracy >= 0.9f, !run.events.isEmpty(), accuracy + " after " + run.tick);
        }
        assertEquals(List.of("HANDED_OVER at " + run.tick), run.events);
    }

    static Stream<Arguments> tweensAndPolicies() {
        HandOver onPlateau = new HandOver.OnPlateau(new Backprop(), 4_000, 0.02f);
        HandOver afterUpdates = new HandOver.AfterUpdates(new Backprop(), 16_000);
        return Stream.of(Execution.SWEEP, Execution.STEP)
                .flatMap(execution -> Stream.of(
                        Arguments.of(execution, new ChainTween(), onPlateau),
                        Arguments.of(execution, new ChainTween(), afterUpdates),
                        Arguments.of(execution, new Tween(), onPlateau)));
    }

    /** Over 500 events a single run differs by more than a point from chance alone. */
    @ParameterizedTest
    @MethodSource("tweensAndPolicies")
    void fromATweenToBackpropagationTheAccuracyDoesNotDrop(Execution execution, LearningRule rule, HandOver policy) {
        double change = 0;
        int seeds = 24;
        for (int seed = 1; seed <= seeds; seed++) {
            NetworkLearner learner = learner(Adam.rate(0.003f).decayingOver(5_000))
                    .rule(rule)
                    .execution(execution)
                    .handOver(policy);
            Run run = new Run(learner, seed);
            double before = 0;
            while (run.events.isEmpty() && run.tick < 60_000) {
                before = run.ticks(2_000);
            }
            assertEquals(1, run.events.size(), "handed over once, by " + policy);
            change += (run.ticks(500) - before) / seeds;
        }
        assertTrue(change >= -0.01, "changed by " + change);
    }
}
