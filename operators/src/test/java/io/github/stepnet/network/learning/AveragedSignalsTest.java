package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AveragedSignalsTest {

    /** Changes nothing, but has updates go by the gradient array as every technique does. */
    private static final Technique NOTHING = new LayerRates(List.of(), List.of());

    private static final float[] A = {0.9f, -0.2f, 0.1f, 0.4f};
    private static final float[] B = {-0.3f, 0.8f, 0.2f, -0.7f};
    private static final float[] C = {0.5f, -0.6f, -0.1f, 0.3f};

    private static TechniqueRun run(Technique... techniques) {
        return new TechniqueRun(
                NetworkLearner.of(TechniqueRun.SPEC, Adam.rate(0.005f)).techniques(techniques));
    }

    static Stream<Technique> companions() {
        return Stream.of(NOTHING, new Sharpening.GapMomentum(0.3f), new LayerVoting(), new Frontier(0f, 20));
    }

    @ParameterizedTest
    @MethodSource("companions")
    void oneChannelIsPlainLearningBitForBit(Technique companion) {
        TechniqueRun plain = run(companion);
        TechniqueRun averaged = run(companion, AveragedSignals.of(1));
        TechniqueRun apart = run(new AveragedSignals(1, true, 0), companion);
        for (int tick = 0; tick < 200; tick++) {
            plain.tick(0);
            averaged.tick(0);
            apart.tick(0);
            assertTrue(averaged.answer.learned);
            assertArrayEquals(plain.parameters(), averaged.parameters(), "at tick " + tick);
            assertArrayEquals(plain.parameters(), apart.parameters(), "at tick " + tick);
        }
    }

    /** Of equal samples the means are the sample. */
    @Test
    void fullChannelsMakeOneUpdateOfTheMeans() {
        TechniqueRun plain = run(NOTHING);
        TechniqueRun averaged = run(AveragedSignals.of(4));
        HealthProbe expected = plain.network.measure(new Health(1)).orElseThrow();
        HealthProbe measured = averaged.network.measure(new Health(1)).orElseThrow();
        float[] before = averaged.parameters();
        for (int sample = 1; sample < 4; sample++) {
            averaged.tick(1, A);
            assertFalse(averaged.answer.learned);
            assertArrayEquals(before, averaged.parameters());
        }
        averaged.tick(1, A);
        plain.tick(1, A);
        assertTrue(averaged.answer.learned);
        assertEquals(1, averaged.network.updates(averaged.state));
        assertArrayEquals(plain.parameters(), averaged.parameters());
        assertTrue(averaged.answer.measured);
        for (int stage = 0; stage < 3; stage++) {
            assertEquals(
                    expected.stages().get(stage).linkBudget, measured.stages().get(stage).linkBudget);
            assertEquals(
                    expected.stages().get(stage).gradientNorm, measured.stages().get(stage).gradientNorm);
        }
    }

    /** Squared errors: the mean signal of two truths on one input is that of their mean, so the update is that of the mean truth. */
    @Test
    void inputsAndSignalsAreAveragedAlike() {
        NetworkLearner learner = NetworkLearner.of(TechniqueRun.SPEC.loss(Loss.squaredError()), Sgd.rate(0.1f));
        TechniqueRun averaged = new TechniqueRun(learner.techniques(AveragedSignals.of(2)));
        TechniqueRun plain = new TechniqueRun(learner.techniques(NOTHING));
        values(averaged, A, 1f, 0f, -2f);
        values(averaged, A, 3f, 1f, 0f);
        values(plain, A, 2f, 0.5f, -1f);
        assertArrayEquals(plain.parameters(), averaged.parameters(), 1e-6f);
    }

    private static void values(TechniqueRun run, float[] features, float... truth) {
        System.arraycopy(features, 0, run.example.features, 0, 4);
        System.arraycopy(truth, 0, run.example.truth, 0, 3);
        run.example.target();
        run.network.tick(run.state, run.example, run.answer);
    }

    @Test
    void classesAreNeverMixed() {
        TechniqueRun mixed = run(new AveragedSignals(2, true, 0));
        TechniqueRun alone = run(AveragedSignals.of(2));
        mixed.tick(0, A);
        mixed.tick(1, B);
        mixed.tick(2, C);
        assertEquals(0, mixed.network.updates(mixed.state));
        mixed.tick(0, C);
        assertTrue(mixed.answer.learned);
        alone.tick(0, A);
        alone.tick(0, C);
        assertArrayEquals(alone.parameters(), mixed.parameters());
    }

    /** What the product of means loses against the mean of products. */
    @Test
    void aCadenceOfTheSameSizeLearnsMore() {
        NetworkLearner learner = NetworkLearner.of(TechniqueRun.SPEC, Adam.rate(0.005f));
        int cadence = hits(learner.cadence(32));
        int mixed = hits(learner.techniques(AveragedSignals.of(32)));
        int apart = hits(learner.techniques(new AveragedSignals(32, true, 0)));
        assertTrue(mixed > 600 && apart > 600, mixed + " hits, by classes " + apart);
        assertTrue(cadence > mixed + 50 && cadence > apart + 50, cadence + " against " + mixed + " and " + apart);
    }

    /** Of the last 1000 of 10,000 samples. */
    private static int hits(NetworkLearner learner) {
        TechniqueRun run = new TechniqueRun(learner);
        for (int tick = 0; tick < 10_000; tick++) {
            run.hits = tick == 9000 ? 0 : run.hits;
            run.tick(0);
        }
        return run.hits;
    }

    @Test
    void channelsGrowWhenTheLossNoLongerFallsAndShrinkWhenItDoes() {
        TechniqueRun run = run(new AveragedSignals(2, true, 16));
        double previous = Double.POSITIVE_INFINITY;
        long channels = 2;
        boolean hasGrown = false;
        boolean hasShrunk = false;
        for (int window = 0; window < 60; window++) {
            double loss = 0;
            for (int tick = 0; tick < AveragedSignals.WINDOW; tick++) {
                run.tick(window / 20);
                loss += run.answer.loss;
            }
            loss /= AveragedSignals.WINDOW;
            long other = loss < 0.98 * previous ? Math.max(2, channels / 2) : Math.min(16, channels * 2);
            hasGrown |= other > channels;
            hasShrunk |= other < channels;
            channels = other;
            previous = loss;
            assertEquals(channels, run.state.longs[run.state.longs.length - 1], "after window " + window);
        }
        assertTrue(hasGrown && hasShrunk);
    }

    @Test
    void whatCannotBeAveragedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> AveragedSignals.of(0));
        assertThrows(IllegalArgumentException.class, () -> new AveragedSignals(4, false, 3));
        NetworkLearner averaged =
                NetworkLearner.of(TechniqueRun.SPEC, Adam.rate(0.005f)).techniques(new AveragedSignals(2, true, 0));
        String memory = assertThrows(
                        IllegalArgumentException.class,
                        () -> new TechniqueRun(averaged.network(TechniqueRun.SPEC.then(new Gru(4).carried(true)))))
                .getMessage();
        assertTrue(memory.startsWith("AveragedSignals averages samples, but the network carries memory"), memory);
        String values = assertThrows(
                        IllegalArgumentException.class,
                        () -> new TechniqueRun(averaged.network(TechniqueRun.SPEC.loss(Loss.squaredError()))))
                .getMessage();
        assertTrue(values.startsWith("AveragedSignals.classAware is true"), values);
    }
}
