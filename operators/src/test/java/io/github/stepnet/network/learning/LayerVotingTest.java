package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The consensus by hand: with SGD of rate 1 the last biases move by minus the signal at the output. */
class LayerVotingTest {

    private static final float SHARE = 0.3f;
    private static final float TRUST = 0.4f;
    private static final float[] X = {0.9f, -0.2f, 0.4f, 0.7f};

    private static TechniqueRun run(NetworkSpec spec) {
        return new TechniqueRun(
                NetworkLearner.of(spec.scaling(FeatureScaling.NONE).seed(5), Sgd.rate(1f))
                        .techniques(new LayerVoting(SHARE, TRUST)));
    }

    private static float[] signal(TechniqueRun run, int label) {
        float[] before = run.parameters();
        run.tick(label, X);
        float[] after = run.parameters();
        float[] signal = new float[3];
        for (int i = 0; i < 3; i++) {
            signal[i] = before[before.length - 3 + i] - after[after.length - 3 + i];
        }
        return signal;
    }

    /** What a stage with this weight votes for, given its input. */
    private static float[] vote(float weight, int label, float... x) {
        float positive = 0;
        for (float value : x) {
            positive += Math.max(0, value);
        }
        float[] vote = new float[3];
        for (int i = 0; i < 3; i++) {
            vote[i] = (1 - SHARE * weight) * (i == label ? 1 : 0) + SHARE * weight * x[i] / positive;
        }
        return vote;
    }

    /** The gradient towards the consensus of votes, which has the mean of its outputs taken out. */
    private static float[] towards(TechniqueRun run, int label, float[] mean) {
        float[] signal = new float[3];
        float sum = 0;
        for (int i = 0; i < 3; i++) {
            signal[i] = run.answer.outputs[i] - TRUST * mean[i] - (1 - TRUST) * (i == label ? 1 : 0);
            sum += signal[i];
        }
        for (int i = 0; i < 3; i++) {
            signal[i] -= sum / 3;
        }
        return signal;
    }

    @Test
    void theStagesVoteByWhatComesInToThem() {
        TechniqueRun run =
                run(NetworkSpec.inputs(4).then(new Dense(3, Activation.TANH)).then(new Dense(3)));
        float[] p = run.parameters();
        float[] hidden = new float[3];
        for (int o = 0; o < 3; o++) {
            double sum = p[12 + o];
            for (int i = 0; i < 4; i++) {
                sum += X[i] * p[Kernel.weightIndex(4, 3, i, o)];
            }
            hidden[o] = (float) Math.tanh(sum);
        }
        assertTrue(hidden[0] > 0 || hidden[1] > 0 || hidden[2] > 0, Arrays.toString(hidden));
        float[] signal = signal(run, 1);
        float[] first = vote(1, 1, X);
        float[] second = vote(1, 1, hidden);
        float[] mean = {(first[0] + second[0]) / 2, (first[1] + second[1]) / 2, (first[2] + second[2]) / 2};
        assertArrayEquals(towards(run, 1, mean), signal, 1e-5f);
    }

    @Test
    void aStageCountsByItsLinkBudgetAtTheLastLesson() {
        TechniqueRun run = run(NetworkSpec.inputs(4).then(new Dense(3)));
        HealthProbe probe = run.network.measure(Health.every(1)).orElseThrow();
        signal(run, 2);
        float budget = (float) probe.stages().get(0).linkBudget;
        assertTrue(budget > 0.1 && budget < 0.99, "budget " + budget);
        float[] signal = signal(run, 0);
        assertArrayEquals(towards(run, 0, vote(budget, 0, X)), signal, 1e-5f);
    }
}
