package io.github.stepnet.network;

import static io.github.stepnet.network.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.spec.FlowText;
import io.github.stepnet.network.spec.SpecReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalInputsTest {

    private static final int CLASSES = 3;
    private static final TemporalInputs ALL = TemporalInputs.labelHistory()
            .previousLabels(2)
            .featureAverages(0.5f, 0.9f)
            .withTimeSinceLast();

    private static NetworkSpec network(TemporalInputs temporal) {
        return NetworkSpec.inputs(2)
                .then(new Dense(8, TANH))
                .then(new Dense(CLASSES))
                .seed(3)
                .with(temporal);
    }

    /** A key's model. */
    private static final class Run {

        final Learner learner;
        final Example example;
        final Answer answer;
        final PendingExample pending;
        final SplitMix64 random = new SplitMix64(11);
        NetworkState state;

        Run(LearnerSpec spec) {
            StateLayout layout = new StateLayout();
            learner = spec.compile(layout, ScalarKernel.INSTANCE);
            state = layout.newState();
            learner.initialize(state);
            example = learner.newExample();
            answer = learner.newAnswer();
            pending = learner.newPendingExample();
        }

        void features() {
            for (int i = 0; i < example.features.length; i++) {
                example.features[i] = (float) random.nextGaussian();
            }
        }

        /** Whether the event that was answered now was answered rightly. */
        boolean event(int label) {
            features();
            example.label(label);
            learner.tick(state, example, answer);
            return answer.present && answer.predictedClass == (int) answer.truth[0];
        }

        /** What the first layer saw of an event without a truth. */
        float[] seen(float first, float second, long time) {
            example.features[0] = first;
            example.features[1] = second;
            example.time(time);
            example.unlabelled();
            learner.tick(state, example, answer);
            learner.keep(state, answer, pending);
            return pending.values;
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void anEventNeverSeesItsOwnTruth(Execution execution) {
        Run run = new Run(NetworkLearner.of(network(ALL), Adam.rate(0.003f)).execution(execution));
        SplitMix64 labels = new SplitMix64(77);
        int hits = 0;
        for (int n = 0; n < 6_000; n++) {
            hits += run.event((int) Math.floorMod(labels.nextLong(), (long) CLASSES)) ? 1 : 0;
        }
        assertEquals(1.0 / CLASSES, hits / 6_000.0, 0.025);
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aTruthCountsFromTheNextEventOn(Execution execution) {
        Run run = new Run(NetworkLearner.of(network(TemporalInputs.none().previousLabels(1)), Adam.rate(0.01f))
                .execution(execution));
        Run without = new Run(NetworkLearner.of(network(TemporalInputs.none()), Adam.rate(0.01f))
                .execution(execution));
        int hits = 0;
        int hitsWithout = 0;
        for (int n = 0; n < 4_000; n++) {
            boolean isHit = run.event(n % CLASSES);
            boolean isHitWithout = without.event(n % CLASSES);
            hits += n >= 2_000 && isHit ? 1 : 0;
            hitsWithout += n >= 2_000 && isHitWithout ? 1 : 0;
        }
        assertTrue(hits > 1_960, hits + " of 2000");
        assertTrue(hitsWithout < 1_000, hitsWithout + " of 2000");
    }

    @Test
    void inputsAreTheDifferencesTheTimeTheTruthsAndTheirAverages() {
        Run run = new Run(NetworkLearner.of(network(ALL).scaling(FeatureScaling.NONE), Sgd.rate(0.01f)));
        run.seen(1, 10, 5_000);
        run.learner.teach(run.state, run.pending, new float[] {2}, run.answer);
        run.seen(2, 10, 5_000);
        run.learner.teach(run.state, run.pending, new float[] {0}, run.answer);
        float[] seen = run.seen(4, 13, 5_999);
        // 0.5 is the decay of the first average, and the mean of two; 0.9 is a mean that long
        float[] expected = {
            4,
            13,
            4 - 1.5f,
            13 - 10,
            4 - 1.5f,
            13 - 10,
            (float) Math.log(1_000), //
            1,
            0,
            0,
            0,
            0,
            1, //
            0.5f,
            0,
            0.5f,
            0.5f,
            0,
            0.5f,
            0.5f,
            0,
            0.5f
        };
        assertArrayEquals(expected, Arrays.copyOf(seen, expected.length), 1e-6f);

        float[] next = run.seen(4, 13, Example.NO_TIME);
        assertEquals(4 - (1.5f + 0.5f * 2.5f), next[2], 1e-6f);
        assertEquals(4 - (1.5f + 2.5f / 3), next[4], 1e-6f);
        assertEquals(0f, next[6], "no time");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aLateTruthCountsWhenItHasCome(int delay) {
        Run run = new Run(NetworkLearner.of(network(TemporalInputs.none().previousLabels(1)), Sgd.rate(0.01f)));
        Deque<PendingExample> waiting = new ArrayDeque<>();
        for (int n = 0; n < 20; n++) {
            run.features();
            run.example.unlabelled();
            run.learner.tick(run.state, run.example, run.answer);
            PendingExample kept = run.learner.newPendingExample();
            run.learner.keep(run.state, run.answer, kept);
            float[] expected = new float[CLASSES];
            if (n >= delay) {
                expected[(n - delay) % CLASSES] = 1f;
            }
            assertArrayEquals(expected, Arrays.copyOfRange(kept.values, 2, 2 + CLASSES), "event " + n);
            waiting.add(kept);
            if (waiting.size() == delay) {
                run.learner.teach(run.state, waiting.remove(), new float[] {(n - delay + 1) % CLASSES}, run.answer);
            }
        }
    }

    @Test
    void aTruthThatComesAtOnceLeavesTheBitsOfOneThatWasThere() {
        NetworkLearner spec = NetworkLearner.of(network(ALL), Adam.rate(0.01f));
        Run inline = new Run(spec);
        Run late = new Run(spec);
        for (int n = 0; n < 200; n++) {
            inline.event(n * n % CLASSES);
            late.features();
            late.example.unlabelled();
            late.learner.tick(late.state, late.example, late.answer);
            late.learner.keep(late.state, late.answer, late.pending);
            late.learner.teach(late.state, late.pending, new float[] {n * n % CLASSES}, late.answer);
            assertArrayEquals(inline.answer.outputs, late.answer.outputs);
        }
        assertArrayEquals(inline.state.floats, late.state.floats);
        assertArrayEquals(inline.state.doubles, late.state.doubles);
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void stopRestoreContinueEqualsUninterruptedBitForBit(Execution execution) {
        NetworkLearner spec = NetworkLearner.of(network(ALL), Adam.rate(0.01f)).execution(execution);
        Run uninterrupted = new Run(spec);
        Run stopped = new Run(spec);
        for (int n = 0; n < 300; n++) {
            uninterrupted.example.time(1_000L * n);
            uninterrupted.event(n * n % CLASSES);
            if (n == 151) {
                NetworkState state = stopped.state.copy();
                stopped = new Run(spec);
                stopped.state = state;
                for (int i = 0; i < 151; i++) {
                    stopped.features();
                }
            }
            stopped.example.time(1_000L * n);
            stopped.event(n * n % CLASSES);
            assertArrayEquals(uninterrupted.answer.outputs, stopped.answer.outputs);
        }
        assertArrayEquals(uninterrupted.state.floats, stopped.state.floats);
        assertArrayEquals(uninterrupted.state.doubles, stopped.state.doubles);
        assertArrayEquals(uninterrupted.state.longs, stopped.state.longs);
    }

    @Test
    void aRefusedEventLeavesNoTrace() {
        Run run = new Run(NetworkLearner.of(network(ALL).scaling(FeatureScaling.NONE), Sgd.rate(1f)));
        for (int n = 0; n < 20; n++) {
            run.example.time(n);
            run.event(n % CLASSES);
        }
        NetworkState before = run.state.copy();
        run.example.features[0] = 3e38f;
        run.example.features[1] = -3e38f;
        run.example.label(1);
        run.example.time(100);
        run.learner.tick(run.state, run.example, run.answer);
        assertTrue(run.answer.refused);
        assertArrayEquals(before.floats, run.state.floats);
        float[] seen = run.seen(1, 2, 130).clone();
        run.state = before;
        assertArrayEquals(run.seen(1, 2, 130), seen, "the next event sees what it would have seen");
    }

    @Test
    void aPreviousTargetIsInTheUnitsOfTheNetwork() {
        NetworkSpec plain = NetworkSpec.inputs(1)
                .then(new Dense(1))
                .loss(Loss.squaredError())
                .seed(1);
        double with = error(plain.with(TemporalInputs.none().previousLabels(1)));
        double without = error(plain);
        assertTrue(with < 0.5 * without, with + " against " + without);
    }

    /** Mean error on a walk around 50,000 whose feature says nothing. */
    private static double error(NetworkSpec network) {
        Run run = new Run(NetworkLearner.of(network, Sgd.rate(0.01f)));
        SplitMix64 random = new SplitMix64(8);
        double level = 0;
        double sum = 0;
        for (int n = 0; n < 5_000; n++) {
            level = 0.98 * level + 100 * random.nextGaussian();
            run.features();
            run.example.truth[0] = (float) (50_000 + level);
            run.example.target();
            run.learner.tick(run.state, run.example, run.answer);
            sum += n < 1_000 ? 0 : Math.abs(run.answer.outputs[0] - run.example.truth[0]);
        }
        return sum / 4_000;
    }

    @Test
    void unscaledFeaturesHaveNoAverages() {
        NetworkSpec spec = network(TemporalInputs.none().featureAverages(0.9f)).unscaled(0);
        assertEquals(3, spec.plan().input().floats());
        assertEquals(2, NetworkLearner.of(spec, Sgd.rate(0.1f)).inputs());
    }

    @Test
    void aTextSaysThem() {
        NetworkSpec spec = network(ALL);
        String text = NetworkLearner.of(spec, Sgd.rate(0.1f)).canonicalText();
        assertTrue(text.contains("temporal: {previous-labels: 2, label-averages: [0.5, 0.9, 0.98],"
                + " feature-averages: [0.5, 0.9], time-since-last: true}"));
        assertEquals(TemporalInputs.none(), SpecReader.read(FlowText.parse("t", "{}"), TemporalInputs.class));
    }

    @Test
    void aDecayOutsideItsRangeIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new TemporalInputs(0, List.of(0.5f, 1f), List.of(), false));
        assertEquals(
                "TemporalInputs.labelAverages[1] is 1.0; a decay must be within (0, 1), such as 0.9",
                refusal.getMessage());
    }
}
