package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.LayerNorm;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What techniques make of the rate of each layer. */
class LayerRatesTest {

    private static final NetworkSpec ONE_LAYER = NetworkSpec.inputs(4)
            .then(new Dense(3))
            .scaling(FeatureScaling.NONE)
            .seed(5);
    private static final NetworkSpec WITH_NORM = NetworkSpec.inputs(4)
            .then(new Dense(6, Activation.TANH))
            .then(new LayerNorm())
            .then(new Dense(3))
            .scaling(FeatureScaling.NONE)
            .seed(5);

    static Stream<Arguments> rates() {
        LayerRates byType = new LayerRates(
                List.of(2f),
                List.of(new LayerRates.TypeRate("layer-norm", 0.5f), new LayerRates.TypeRate("dense", 3f)));
        return Stream.of(
                Arguments.of(ONE_LAYER, new LayerRates(List.of(50f), List.of()), List.of(50f)),
                Arguments.of(ONE_LAYER, new Sharpening.GapBoost(0.5f), List.of(1f)),
                Arguments.of(TechniqueRun.SPEC, new LayerRates(List.of(3f, 0.5f), List.of()), List.of(3f, 0.5f, 1f)),
                Arguments.of(TechniqueRun.SPEC, new Sharpening.GapBoost(0.5f), List.of(2f, 1.5f, 1f)),
                Arguments.of(TechniqueRun.SPEC, new Unfreezing(10), List.of(0f, 0f, 1f)),
                Arguments.of(WITH_NORM, byType, List.of(6f, 0.5f, 3f)));
    }

    @ParameterizedTest
    @MethodSource("rates")
    void theStepOfALayerIsItsFactorTimesThePlainOne(NetworkSpec spec, Technique technique, List<Float> factors) {
        NetworkLearner learner = NetworkLearner.of(spec, Sgd.rate(0.01f));
        TechniqueRun plain = new TechniqueRun(learner);
        TechniqueRun scaled = new TechniqueRun(learner.techniques(technique));
        float[] before = plain.parameters();
        plain.tick(0);
        scaled.tick(0);
        float[] expected = plain.parameters();
        float[] after = scaled.parameters();
        boolean moves = false;
        for (int stage = 0; stage < factors.size(); stage++) {
            StageNode node = plain.network.plan().trainedStages().get(stage);
            for (int p = node.parametersAt(); p < node.parametersAt() + node.parameterFloats(); p++) {
                float step = expected[p] - before[p];
                assertEquals(factors.get(stage) * step, after[p] - before[p], 1e-5f, "stage " + stage);
                moves |= Math.abs(step) > 1e-3f;
            }
        }
        assertTrue(moves);
    }

    @Test
    void theOnlyLayerOfANetworkHasItsRateCut() {
        NetworkLearner learner = NetworkLearner.of(ONE_LAYER, Sgd.rate(0.001f));
        TechniqueRun plain = new TechniqueRun(learner);
        TechniqueRun cut = new TechniqueRun(learner.techniques(new ExplosionDetector(1, 1.5f, 0.5f, 0.01f, 1.01f)));
        float[] right = {1f, 0f, 0f, 0f};
        float[] wrong = {9f, -9f, 9f, -9f};
        plain.tick(0, right);
        cut.tick(0, right);
        int label = mostWrong(cut, wrong);
        plain.tick(label, wrong);
        cut.tick(label, wrong);
        assertEquals(0.5, cut.told(LearningEvents.Kind.RATE_CUT).orElseThrow(), 1e-6);
        float[] before = plain.parameters();
        plain.tick(0, right);
        cut.tick(0, right);
        for (int p = 0; p < before.length; p++) {
            assertEquals(0.5f * (plain.parameters()[p] - before[p]), cut.parameters()[p] - before[p], 1e-7f);
        }
    }

    /** The class that the network finds least probable. */
    private static int mostWrong(TechniqueRun run, float... features) {
        System.arraycopy(features, 0, run.example.features, 0, 4);
        run.example.unlabelled();
        run.network.tick(run.state, run.example, run.answer);
        int least = 0;
        for (int c = 1; c < 3; c++) {
            least = run.answer.outputs[c] < run.answer.outputs[least] ? c : least;
        }
        return least;
    }

    /** A stage that does not learn takes no part in the norm that bounds the step of those that do. */
    @Test
    void aGradientThatNobodyFollowsShortensNoStep() {
        NetworkLearner learner =
                NetworkLearner.of(TechniqueRun.SPEC, Sgd.rate(1f)).shaping(new GradientShaping.Norm(0.01f));
        TechniqueRun run = new TechniqueRun(learner.techniques(new Unfreezing(10)));
        float[] before = run.parameters();
        run.tick(0);
        double squares = 0;
        for (int p = 0; p < before.length; p++) {
            double step = run.parameters()[p] - before[p];
            squares += step * step;
        }
        assertEquals(0.01, Math.sqrt(squares), 1e-5);
    }

    @Test
    void ratesOfLayersThatAreNotThereAreRefused() {
        NetworkLearner learner = NetworkLearner.of(ONE_LAYER, Adam.rate(0.01f));
        String tooMany = assertThrows(
                        IllegalArgumentException.class,
                        () -> new TechniqueRun(learner.techniques(new LayerRates(List.of(1f, 2f), List.of()))))
                .getMessage();
        assertTrue(tooMany.startsWith("LayerRates.factors are 2 but the network has 1"), tooMany);
        LayerRates lstm = new LayerRates(List.of(), List.of(new LayerRates.TypeRate("lstm", 2f)));
        String unknown = assertThrows(IllegalArgumentException.class, () -> new TechniqueRun(learner.techniques(lstm)))
                .getMessage();
        assertTrue(unknown.startsWith("LayerRates.types names lstm"), unknown);
    }
}
