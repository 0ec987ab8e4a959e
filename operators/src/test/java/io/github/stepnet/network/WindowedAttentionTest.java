package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.MultiHeadAttention;
import io.github.stepnet.network.optimizer.Adam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Associative recall: four events name a key and a value each, in random order, and a fifth names a key whose value is asked for.
 *
 * <p>An event is 8 features: which of 4 keys, which of 3 values, and whether it asks. Only what asks is labelled; a third of the answers is
 * right by chance.
 */
class WindowedAttentionTest {

    private static final int KEYS = 4;
    private static final int VALUES = 3;
    private static final int FEATURES = KEYS + VALUES + 1;
    private static final long SEED = 12;

    @ParameterizedTest
    @EnumSource(Execution.class)
    void attentionOverAWindowRecalls(Execution execution) {
        double accuracy = accuracy(
                NetworkSpec.inputs(FEATURES)
                        .then(new MultiHeadAttention(1).withoutPositions().over(KEYS + 1))
                        .then(new Dense(VALUES)),
                315,
                execution);
        assertTrue(accuracy > 0.95, "accuracy of the last 500 questions is " + accuracy + ", seed " + SEED);
    }

    @Test
    void aDenseNetworkOfEqualSizeCannot() {
        double accuracy = accuracy(
                NetworkSpec.inputs(FEATURES)
                        .then(new Dense(26, Activation.TANH))
                        .then(new Dense(VALUES)),
                315,
                Execution.SWEEP);
        assertTrue(accuracy < 0.45, "accuracy of the last 500 questions is " + accuracy + ", seed " + SEED);
    }

    /** Share of right answers to the last 500 of 3,000 questions, each answered before it is learned from. */
    private static double accuracy(NetworkSpec spec, int parameters, Execution execution) {
        StateLayout layout = new StateLayout();
        Network network = NetworkLearner.of(spec.scaling(FeatureScaling.NONE).seed(SEED), Adam.rate(0.01f))
                .execution(execution)
                .compile(layout, ScalarKernel.INSTANCE);
        assertTrue(network.plan().parameterFloats() == parameters, network.describe());
        NetworkState state = layout.newState();
        network.initialize(state);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        SplitMix64 random = new SplitMix64(SEED);
        int[] order = new int[KEYS];
        int[] held = new int[KEYS];
        int right = 0;
        int questions = 3000;
        for (int question = 0; question < questions; question++) {
            for (int i = 0; i < KEYS; i++) {
                int j = below(i + 1, random);
                order[i] = order[j];
                order[j] = i;
            }
            for (int key : order) {
                held[key] = below(VALUES, random);
                name(example, key);
                example.features[KEYS + held[key]] = 1f;
                example.unlabelled();
                network.tick(state, example, answer);
                right += question >= questions - 500 && isRight(answer) ? 1 : 0;
            }
            int asked = below(KEYS, random);
            name(example, asked);
            example.features[FEATURES - 1] = 1f;
            example.label(held[asked]);
            network.tick(state, example, answer);
            right += question >= questions - 500 && isRight(answer) ? 1 : 0;
        }
        return right / 500.0;
    }

    /** In a mesh, a question is answered a few events after it was asked. */
    private static boolean isRight(Answer answer) {
        return answer.present && answer.known && answer.predictedClass == (int) answer.truth[0];
    }

    private static void name(Example example, int key) {
        Arrays.fill(example.features, 0f);
        example.features[key] = 1f;
    }

    private static int below(int n, SplitMix64 random) {
        return (int) (n * random.nextDouble());
    }
}
