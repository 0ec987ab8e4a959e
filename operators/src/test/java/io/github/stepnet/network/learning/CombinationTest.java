package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every technique together with a cadence, a hand-over, another technique and measuring, on small networks of several kinds. */
class CombinationTest {

    private static final int EVENTS = 160;
    private static final int OUTLIER = 40;

    private static final NetworkSpec ONE_LAYER = NetworkSpec.inputs(4)
            .then(new Dense(3))
            .scaling(FeatureScaling.NONE)
            .seed(3);
    private static final NetworkSpec WITH_VALUES =
            TechniqueRun.SPEC.loss(Loss.squaredError()).seed(3);
    private static final NetworkSpec CARRIED = NetworkSpec.inputs(4)
            .then(new Gru(6).carried(true))
            .then(new Dense(6, Activation.TANH))
            .then(new Dense(3))
            .scaling(FeatureScaling.NONE)
            .seed(3);

    /** The learners that a technique can be part of. */
    private static List<NetworkLearner> learners(Technique technique) {
        List<NetworkLearner> learners = new ArrayList<>();
        for (NetworkSpec spec : List.of(ONE_LAYER, WITH_VALUES, CARRIED)) {
            for (Execution execution : List.of(Execution.SWEEP, Execution.STEP)) {
                NetworkLearner learner = NetworkLearner.of(spec, Adam.rate(0.003f))
                        .execution(execution)
                        .cadence(3)
                        .rule(new Tween())
                        .handOver(new HandOver.AfterUpdates(new Backprop(), 15))
                        .techniques(technique, new Sharpening.GapMomentum(0.5f));
                if (isPossible(learner)) {
                    learners.add(learner);
                }
            }
        }
        return learners;
    }

    private static boolean isPossible(NetworkLearner learner) {
        try {
            new TechniqueRun(learner);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static List<Technique> techniques() {
        List<Technique> techniques = new ArrayList<>(RuleContractTest.techniques());
        techniques.set(0, new LayerRates(List.of(1.5f), List.of()));
        return techniques;
    }

    /** One event, every fifth without a truth, and one that overflows. */
    private static void tick(TechniqueRun run, int n) {
        if (n % 7 == 0) {
            run.network.bubble(run.state, run.answer);
        }
        run.features();
        if (n == OUTLIER) {
            run.example.features[0] = 3e38f;
            run.example.features[1] = 3e38f;
        }
        if (n % 5 == 4) {
            run.example.unlabelled();
        } else if (run.example.truth.length == 1) {
            run.example.label(run.example.features[0] > 0 ? 1 : 0);
        } else {
            System.arraycopy(run.example.features, 0, run.example.truth, 0, 3);
            run.example.target();
        }
        run.network.tick(run.state, run.example, run.answer);
    }

    @ParameterizedTest
    @MethodSource("techniques")
    void stoppingAndGoingOnElsewhereChangesNoBit(Technique technique) {
        for (NetworkLearner learner : learners(technique)) {
            TechniqueRun uninterrupted = new TechniqueRun(learner);
            TechniqueRun cut = new TechniqueRun(learner);
            TechniqueRun resumed = new TechniqueRun(learner);
            uninterrupted.network.measure(Health.every(3));
            int events = 0;
            for (int n = 0; n < EVENTS; n++) {
                tick(uninterrupted, n);
                tick(cut, n);
                if (n == 70) {
                    TechniqueRun other = new TechniqueRun(learner);
                    tick(other, OUTLIER);
                    copy(cut.state, resumed.state);
                    for (int draw = 0; draw < 4 * (n + 1); draw++) {
                        resumed.random.nextLong();
                    }
                } else if (n > 70) {
                    tick(resumed, n);
                }
                events += uninterrupted.told(LearningEvents.Kind.HANDED_OVER).isPresent() ? 1 : 0;
            }
            assertSameBits(uninterrupted.state, cut.state, "measured or not, " + learner);
            assertSameBits(uninterrupted.state, resumed.state, "cut or not, " + learner);
            assertEquals(1, events, "hand-overs of " + learner);
        }
    }

    private static void copy(NetworkState from, NetworkState to) {
        System.arraycopy(from.floats, 0, to.floats, 0, from.floats.length);
        System.arraycopy(from.longs, 0, to.longs, 0, from.longs.length);
        System.arraycopy(from.doubles, 0, to.doubles, 0, from.doubles.length);
        System.arraycopy(from.ids, 0, to.ids, 0, from.ids.length);
    }

    private static void assertSameBits(NetworkState expected, NetworkState actual, String what) {
        assertArrayEquals(expected.floats, actual.floats, what);
        assertArrayEquals(expected.longs, actual.longs, what);
        assertArrayEquals(expected.doubles, actual.doubles, what);
    }

    /** In STEP memory of a refused event is not taken back, so an outlier may be felt as long as it is in flight. */
    @ParameterizedTest
    @MethodSource("techniques")
    void anEventThatOverflowsIsRefusedAndLeavesNothingBehind(Technique technique) {
        for (NetworkLearner learner : learners(technique)) {
            TechniqueRun run = new TechniqueRun(learner);
            long refused = 0;
            for (int n = 0; n < EVENTS; n++) {
                tick(run, n);
                if (n == OUTLIER + 20) {
                    refused = run.network.refusedUpdates(run.state);
                }
            }
            assertEquals(refused, run.network.refusedUpdates(run.state), "refused long after it, " + learner);
            assertTrue(refused <= 15, refused + " refused, " + learner);
            for (float value : run.parameters()) {
                assertTrue(Math.abs(value) < 100, value + " in " + learner);
            }
        }
    }

    @Test
    void mostTechniquesGoWithEveryNetwork() {
        long everywhere = techniques().stream()
                .filter(technique -> learners(technique).size() == 6)
                .count();
        assertEquals(14, everywhere);
        techniques().forEach(technique -> assertFalse(learners(technique).isEmpty(), technique.toString()));
    }

    private static String refusal(Technique... techniques) {
        NetworkLearner learner = NetworkLearner.of(TechniqueRun.SPEC, Adam.rate(0.01f));
        return assertThrows(IllegalArgumentException.class, () -> learner.techniques(techniques))
                .getMessage();
    }

    @Test
    void twoThatWouldBeInEachOthersWayAreRefused() {
        Pruning pruning = new Pruning(0.1f, 10, 1, 1);
        assertEquals(
                "NetworkLearner.techniques has Pruning and Pruning, each of which bypasses stages; only one can, so leave one out",
                refusal(pruning, new BestState(), pruning));
        String sample = refusal(AveragedSignals.of(4), new PerturbedPasses());
        assertTrue(
                sample.startsWith("NetworkLearner.techniques has AveragedSignals and PerturbedPasses, each"), sample);
        refusal(new PerturbedPasses(), AveragedSignals.of(4));
        refusal(AveragedSignals.of(2), AveragedSignals.of(4));
    }
}
