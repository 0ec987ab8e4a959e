package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signals by hand: with SGD of rate 1 the biases of a single layer move by minus the signal at the output. */
class SharpeningTest {

    private static final NetworkSpec ONE_LAYER = NetworkSpec.inputs(4)
            .then(new Dense(3))
            .scaling(FeatureScaling.NONE)
            .seed(5);
    private static final float[] X = {0.9f, -0.2f, 0.4f, 0.7f};

    private static float[] signal(TechniqueRun run, int label) {
        float[] before = run.parameters();
        run.tick(label, X);
        float[] after = run.parameters();
        float[] signal = new float[3];
        for (int i = 0; i < 3; i++) {
            signal[i] = before[12 + i] - after[12 + i];
        }
        return signal;
    }

    private static TechniqueRun run(Loss loss, Technique technique) {
        return new TechniqueRun(
                NetworkLearner.of(ONE_LAYER.loss(loss), Sgd.rate(1f)).techniques(technique));
    }

    private static TechniqueRun softmax(Technique technique) {
        return run(Loss.softmaxCrossEntropy(), technique);
    }

    /** The gradient of the loss for the answer of the last tick. */
    private static float[] gradient(TechniqueRun run) {
        float[] d = run.answer.outputs.clone();
        d[(int) run.answer.truth[0]] -= 1f;
        return d;
    }

    private static float[] centred(float... d) {
        float[] centred = d.clone();
        for (int i = 0; i < d.length; i++) {
            centred[i] -= (d[0] + d[1] + d[2]) / 3;
        }
        return centred;
    }

    @Test
    void errorProportional() {
        TechniqueRun run = softmax(new Sharpening.ErrorProportional(2f));
        float[] signal = signal(run, 1);
        float[] d = gradient(run);
        assertTrue(d[0] > 0.05 && d[1] < -0.05, Arrays.toString(d));
        assertArrayEquals(centred(2 * d[0] * d[0], -2 * d[1] * d[1], 2 * d[2] * d[2]), signal, 1e-6f);
    }

    @Test
    void winnerTakesMore() {
        TechniqueRun run = softmax(new Sharpening.WinnerTakesMore(1.5f, 0.7f));
        float[] signal = signal(run, 2);
        float[] d = gradient(run);
        assertArrayEquals(centred(0.7f * d[0], 0.7f * d[1], 1.5f * d[2]), signal, 1e-6f);
    }

    @Test
    void gapMomentum() {
        TechniqueRun run = softmax(new Sharpening.GapMomentum(0.75f));
        float[] first = signal(run, 1);
        float[] expected = new float[3];
        for (int i = 0; i < 3; i++) {
            expected[i] = 0.25f * gradient(run)[i];
        }
        assertArrayEquals(expected, first, 1e-6f);
        float[] second = signal(run, 0);
        for (int i = 0; i < 3; i++) {
            expected[i] = 0.75f * expected[i] + 0.25f * gradient(run)[i];
        }
        assertArrayEquals(expected, second, 1e-6f);
    }

    @Test
    void temperature() {
        TechniqueRun run = softmax(new Sharpening.Temperature(0.5f));
        float[] signal = signal(run, 0);
        float[] y = run.answer.outputs;
        float squares = y[0] * y[0] + y[1] * y[1] + y[2] * y[2];
        float[] expected = {y[0] * y[0] / squares - 1, y[1] * y[1] / squares, y[2] * y[2] / squares};
        assertArrayEquals(expected, signal, 1e-6f);
    }

    /** Outputs that do not depend on each other have no common part that means nothing. */
    @Test
    void onlyTheSignalOfASoftmaxIsCentred() {
        TechniqueRun run = run(Loss.oneHotSquaredError(), new Sharpening.WinnerTakesMore(3f, 2f));
        float[] before = run.parameters();
        float[] raw = new float[3];
        for (int o = 0; o < 3; o++) {
            raw[o] = before[12 + o];
            for (int i = 0; i < 4; i++) {
                raw[o] += X[i] * before[Kernel.weightIndex(4, 3, i, o)];
            }
        }
        float[] signal = signal(run, 1);
        assertArrayEquals(new float[] {2 * raw[0], 3 * (raw[1] - 1), 2 * raw[2]}, signal, 1e-5f);
    }

    /** Of the last layer's biases only the sum, which a softmax does not see, could run away on truths that are not certain. */
    static Stream<Technique> changedSignals() {
        return Stream.of(
                new Sharpening.ErrorProportional(1f),
                new Sharpening.WinnerTakesMore(1.5f, 0.7f),
                new Sharpening.GapMomentum(0.5f),
                new Sharpening.Temperature(0.5f),
                new LayerVoting(0.3f, 0.4f));
    }

    @ParameterizedTest
    @MethodSource("changedSignals")
    void noisyClassesOfASoftmaxAreLearnedAsWellAsWithoutIt(Technique technique) {
        NetworkSpec spec = NetworkSpec.inputs(4)
                .then(new Dense(16, Activation.LEAKY_RELU))
                .then(new Dense(12, Activation.TANH))
                .then(new Dense(3))
                .seed(3);
        NetworkLearner learner = NetworkLearner.of(spec, Adam.rate(0.003f));
        TechniqueRun plain = new TechniqueRun(learner);
        TechniqueRun changed = new TechniqueRun(learner.techniques(technique));
        int expected = noisyHits(plain);
        int hits = noisyHits(changed);
        assertTrue(hits > expected - 60, hits + " hits of 2000, " + expected + " without " + technique);
        float[] p = changed.parameters();
        double common = (p[p.length - 1] + p[p.length - 2] + p[p.length - 3]) / 3;
        assertEquals(0, common, 0.3, "what the outputs have in common");
    }

    private static int noisyHits(TechniqueRun run) {
        int hits = 0;
        for (int n = 0; n < 30_000; n++) {
            run.features();
            float[] x = run.example.features.clone();
            int label = x[2] > 0.8f ? 2 : x[0] + 0.5f * x[1] > 0 ? 1 : 0;
            run.tick(run.random.nextDouble() < 0.1 ? (int) (3 * run.random.nextDouble()) : label, x);
            hits += n >= 28_000 && run.answer.predictedClass == (int) run.answer.truth[0] ? 1 : 0;
        }
        return hits;
    }

    /** The gradient of one event overflows, its signal does not. */
    @Test
    void theAverageKeepsNothingOfAnEventThatIsRefused() {
        NetworkSpec values = NetworkSpec.inputs(2)
                .then(new Dense(1))
                .loss(Loss.squaredError())
                .scaling(FeatureScaling.NONE)
                .seed(3);
        TechniqueRun run = new TechniqueRun(
                NetworkLearner.of(values, Sgd.rate(0.01f)).techniques(new Sharpening.GapMomentum(0.9f)));
        for (int n = 0; n < 200; n++) {
            run.features();
            if (n == 100) {
                Arrays.fill(run.example.features, 1e30f);
            }
            run.example.truth[0] = n == 100 ? 0f : run.example.features[0];
            run.example.target();
            float[] before = run.state.floats.clone();
            run.network.tick(run.state, run.example, run.answer);
            assertEquals(n == 100, run.answer.refused, "at event " + n);
            if (n == 100) {
                assertArrayEquals(before, run.state.floats);
            }
        }
        assertEquals(199, run.network.updates(run.state));
    }
}
