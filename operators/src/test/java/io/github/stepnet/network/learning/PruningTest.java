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
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PruningTest {

    private static final NetworkSpec SPEC = NetworkSpec.inputs(3)
            .then(new Dense(8, Activation.TANH))
            .then(new Dense(8, Activation.RELU))
            .then(new Dense(2))
            .seed(4);

    /** Biases of -10 silence all ReLUs of the middle stage, and with them all below: nothing but its bypass lets the network learn. */
    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void aSilentStageIsBypassedAndTheOthersLearnOn(Execution execution) {
        StateLayout layout = new StateLayout();
        Network network = NetworkLearner.of(SPEC, Adam.rate(0.01f))
                .execution(execution)
                .techniques(new Pruning(0.1f, 100, 3, 1))
                .compile(layout, Kernels.auto());
        NetworkState state = layout.newState();
        network.initialize(state);
        StageNode silent = (StageNode) network.plan().nodes().get(1);
        int from = network.parametersAt() + silent.parametersAt();
        Arrays.fill(state.floats, from + 64, from + 72, -10f);
        float[] before = Arrays.copyOfRange(state.floats, from, from + 72);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        SplitMix64 random = new SplitMix64(9);
        int lessons = 0;
        int bypassedAt = 0;
        int hits = 0;
        for (int n = 0; n < 2500; n++) {
            for (int i = 0; i < 3; i++) {
                example.features[i] = (float) (2 * random.nextDouble() - 1);
            }
            example.label(example.features[0] > example.features[1] ? 1 : 0);
            network.tick(state, example, answer);
            if (!answer.present) {
                continue;
            }
            lessons++;
            hits += lessons > 1500 && answer.predictedClass == (int) answer.truth[0] ? 1 : 0;
            if (answer.events.count() > 0) {
                assertEquals(LearningEvents.Kind.LAYER_BYPASSED, answer.events.kind(0));
                assertEquals(1, answer.events.stage(0));
                assertEquals(0, bypassedAt);
                bypassedAt = lessons;
            }
        }
        assertEquals(300, bypassedAt);
        assertTrue(hits > 0.95 * (lessons - 1500), hits + " hits");
        assertArrayEquals(before, Arrays.copyOfRange(state.floats, from, from + 72));
    }

    @Test
    void aNetworkWithoutAStageThatCouldBeBypassedIsRefused() {
        NetworkSpec narrow = NetworkSpec.inputs(3).then(new Dense(8)).then(new Dense(2));
        NetworkLearner learner = NetworkLearner.of(narrow, Adam.rate(0.01f)).techniques(new Pruning(0.1f, 100, 3, 1));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> learner.compile(new StateLayout(), Kernels.auto()))
                .getMessage();
        assertTrue(message.startsWith("Pruning finds no stage that could be bypassed"), message);
    }
}
