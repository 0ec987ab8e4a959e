package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.WindowLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WindowLearnerTest {

    private static final float RATE = 0.1f;
    private static final NetworkLearner SGD = NetworkLearner.of(TechniqueRun.SPEC, Sgd.rate(RATE));
    /** Changes nothing, but has updates go by the gradient array. */
    private static final Technique NOTHING = new LayerRates(List.of(), List.of());

    private static final float[] A = {0.9f, -0.2f, 0.1f, 0.4f};
    private static final float[] B = {-0.3f, 0.8f, 0.2f, -0.7f};
    private static final float[] C = {0.5f, -0.6f, -0.1f, 0.3f};

    /** One key whose network learns from windows. */
    private static final class Run {

        final WindowLearner lessons;
        final NetworkState state;
        final Example example;
        final Answer answer;
        private final TrackedLearner tracked;

        Run(NetworkLearner learner, Channels channels) {
            WindowLearner.check(learner, channels);
            tracked = new TrackedLearner(learner, Milestones.everyTenPercent(), Kernels.auto());
            lessons = new WindowLearner(tracked, learner, channels);
            state = tracked.newState();
            lessons.initialize(state);
            example = tracked.learner().newExample();
            answer = tracked.learner().newAnswer();
            lessons.start();
        }

        Run answer(int label, float... features) {
            System.arraycopy(features, 0, example.features, 0, features.length);
            example.label(label);
            lessons.answer(state, example, answer, (kind, percent, accuracy, majority, previous, events) -> {});
            return this;
        }

        Run learn() {
            assertTrue(lessons.learn(state));
            lessons.start();
            return this;
        }

        float[] parameters() {
            return tracked.learner().parameters(state);
        }
    }

    /** How far an update takes the parameters. */
    private static float[] step(Run run) {
        float[] before = run.parameters();
        float[] after = run.learn().parameters();
        for (int i = 0; i < after.length; i++) {
            after[i] -= before[i];
        }
        return after;
    }

    @Test
    void aWindowOfOneEventIsATick() {
        NetworkLearner learner =
                NetworkLearner.of(TechniqueRun.SPEC, Adam.rate(0.005f)).techniques(NOTHING);
        TechniqueRun ticks = new TechniqueRun(learner);
        Run windows = new Run(learner, Channels.classStratified());
        for (int n = 0; n < 200; n++) {
            ticks.tick(0);
            windows.answer((int) ticks.answer.truth[0], ticks.example.features.clone());
            assertArrayEquals(ticks.answer.outputs, windows.answer.outputs);
            assertEquals(ticks.answer.loss, windows.answer.loss);
            assertArrayEquals(ticks.parameters(), windows.learn().parameters(), "at event " + n);
        }
    }

    @Test
    void everyEventIsAnsweredWithTheWeightsBeforeTheWindow() {
        Run run = new Run(SGD, Channels.averagedGradients());
        run.answer(0, A);
        float[] first = run.answer.outputs.clone();
        float[] before = run.parameters();
        run.answer(1, B).answer(0, A);
        assertArrayEquals(first, run.answer.outputs);
        assertArrayEquals(before, run.parameters());
        assertEquals(3, run.lessons.labelled());
        assertEquals(2, run.lessons.classes());
        run.learn().answer(0, A);
        assertFalse(Arrays.equals(first, run.answer.outputs));
    }

    /** A, A, B of classes 0, 0, 1: the plain step leans to A, the stratified one does not. */
    @Test
    void classesWeighWhatIsSaid() {
        float[] ofA = step(new Run(SGD, Channels.averagedGradients()).answer(0, A));
        float[] ofB = step(new Run(SGD, Channels.averagedGradients()).answer(1, B));
        float[] plain = step(new Run(SGD, Channels.averagedGradients())
                .answer(0, A)
                .answer(1, B)
                .answer(0, A));
        float[] stratified = step(new Run(SGD, Channels.classStratified())
                .answer(0, A)
                .answer(1, B)
                .answer(0, A));
        for (int i = 0; i < plain.length; i++) {
            assertEquals((2 * ofA[i] + ofB[i]) / 3, plain[i], 1e-6f);
            assertEquals((ofA[i] + ofB[i]) / 2, stratified[i], 1e-6f);
        }
    }

    /** The technique of the same name makes one update of as many samples. */
    @Test
    void averagedSignalsAreThoseOfTheTechnique() {
        TechniqueRun technique = new TechniqueRun(SGD.techniques(AveragedSignals.of(3)));
        Run run = new Run(SGD, Channels.averagedSignals(3));
        for (int n = 0; n < 30; n++) {
            technique.tick(0);
            run.answer((int) technique.answer.truth[0], technique.example.features.clone());
            if (n % 3 == 2) {
                assertEquals(1, means(run));
                assertArrayEquals(technique.parameters(), run.parameters());
            }
        }
    }

    private static int means(Run run) {
        assertTrue(run.lessons.learn(run.state));
        int means = run.lessons.means();
        run.lessons.start();
        return means;
    }

    /** 0, 1, 0, 0 in twos: (A, C) and B of class 0 weigh as 2 : 1, and together as much as class 1. */
    @Test
    void classAwareChannelsNeverMixClassesAndWeighThemEqually() {
        float[] first =
                step(new Run(SGD, Channels.averagedSignals(2)).answer(0, A).answer(0, C));
        float[] rest = step(new Run(SGD, Channels.averagedSignals(2)).answer(0, B));
        float[] other = step(new Run(SGD, Channels.averagedSignals(2)).answer(1, B));
        Run run = new Run(SGD, Channels.classAware(2))
                .answer(0, A)
                .answer(1, B)
                .answer(0, C)
                .answer(0, B);
        float[] both = step(run);
        for (int i = 0; i < both.length; i++) {
            assertEquals((2 * first[i] + rest[i]) / 6 + other[i] / 2, both[i], 1e-6f);
        }
    }

    @Test
    void severalUpdatesOfAWindowAreThoseOfTheWindowAgain() {
        Run once = new Run(SGD, Channels.averagedGradients())
                .answer(0, A)
                .answer(1, B)
                .learn();
        once.answer(0, A).answer(1, B).learn();
        Run twice = new Run(SGD, Channels.averagedGradients().updates(2))
                .answer(0, A)
                .answer(1, B)
                .learn();
        assertArrayEquals(once.parameters(), twice.parameters());
    }

    @Test
    void theNumberOfChannelsAdaptsAsThatOfTheTechnique() {
        TechniqueRun stream = new TechniqueRun(SGD);
        Run run = new Run(SGD, Channels.adaptive(2, 16));
        boolean hasGrown = false;
        boolean hasShrunk = false;
        long channels = 2;
        for (int n = 0; n < 60 * AveragedSignals.WINDOW; n++) {
            stream.tick(n / (20 * AveragedSignals.WINDOW));
            run.answer((int) stream.answer.truth[0], stream.example.features.clone());
            if (n % 32 == 31) {
                assertTrue(run.lessons.learn(run.state));
                hasGrown |= run.lessons.channels() > channels;
                hasShrunk |= run.lessons.channels() < channels;
                channels = run.lessons.channels();
                assertTrue(channels >= 2 && channels <= 16);
                run.lessons.start();
            }
        }
        assertTrue(hasGrown && hasShrunk);
    }

    @Test
    void anUpdateThatWouldNotStayFiniteIsNotTaken() {
        Run run = new Run(SGD.network(TechniqueRun.SPEC.loss(Loss.squaredError())), Channels.averagedGradients());
        run.example.truth[0] = 3e38f;
        run.example.target();
        run.lessons.answer(run.state, run.example, run.answer, (k, p, a, m, l, e) -> {});
        run.lessons.answer(run.state, run.example, run.answer, (k, p, a, m, l, e) -> {});
        float[] before = run.parameters();
        assertFalse(run.lessons.learn(run.state));
        assertArrayEquals(before, run.parameters());
    }

    /** Targets between 4,000 and 6,000, of which half the mean square is answered at first. */
    @Test
    void targetsOfAnyScaleAreLearnedAndAnsweredInTheirUnits() {
        NetworkSpec spec = TechniqueRun.SPEC.loss(Loss.squaredError()).scaling(FeatureScaling.STANDARD);
        for (Channels channels : List.of(Channels.averagedGradients(), Channels.averagedSignals(2))) {
            Run run = new Run(NetworkLearner.of(spec, Adam.rate(0.01f)), channels);
            SplitMix64 random = new SplitMix64(11);
            double squares = 0;
            double losses = 0;
            for (int n = 1; n <= 20_000; n++) {
                for (int f = 0; f < run.example.features.length; f++) {
                    run.example.features[f] = (float) (2 * random.nextDouble() - 1);
                }
                for (int i = 0; i < run.example.truth.length; i++) {
                    run.example.truth[i] = 5_000f + 1_000f * run.example.features[i];
                }
                run.example.target();
                run.lessons.answer(run.state, run.example, run.answer, (k, p, a, m, l, e) -> {});
                if (n > 19_000) {
                    double error = run.answer.outputs[0] - run.answer.truth[0];
                    squares += error * error / 1_000;
                    losses += run.answer.loss / 1_000;
                }
                if (n % 20 == 0) {
                    run.learn();
                }
            }
            double error = Math.sqrt(squares);
            assertTrue(error < (channels.channels() == 1 ? 60 : 250), channels + ": error " + error);
            assertTrue(losses < 0.2, channels + ": loss in variances " + losses);
        }
    }

    static Stream<Arguments> misfits() {
        Channels plain = Channels.averagedGradients();
        return Stream.of(
                Arguments.of(SGD.execution(Execution.STEP), plain, "execution STEP"),
                Arguments.of(SGD.execution(Execution.PIPELINE), plain, "execution PIPELINE"),
                Arguments.of(SGD.cadence(4), plain, "cadence 4"),
                Arguments.of(SGD.techniques(AveragedSignals.of(4)), plain, "technique AveragedSignals"),
                Arguments.of(
                        SGD.network(TechniqueRun.SPEC.loss(Loss.squaredError())),
                        Channels.classAware(),
                        "learns values"),
                Arguments.of(
                        SGD.network(TechniqueRun.SPEC.then(new Gru(4).carried(true))),
                        Channels.averagedSignals(4),
                        "carries memory"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatCannotLearnFromWindowsIsRefused(NetworkLearner learner, Channels channels, String part) {
        String message = assertThrows(IllegalArgumentException.class, () -> WindowLearner.check(learner, channels))
                .getMessage();
        assertTrue(message.startsWith("windows ") && message.contains(part), message);
    }

    @Test
    void impossibleChannelsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Channels.averagedSignals(0));
        assertThrows(IllegalArgumentException.class, () -> Channels.adaptive(4, 3));
        assertThrows(IllegalArgumentException.class, () -> Channels.classAware().updates(0));
    }
}
