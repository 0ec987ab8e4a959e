package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnfreezingTest {

    @Test
    void oneMoreStageTowardsTheInputLearnsAndIsToldAtEveryStep() {
        NetworkSpec spec = NetworkSpec.inputs(3)
                .then(new Dense(5, Activation.TANH))
                .then(new Dense(4, Activation.TANH))
                .then(new Dense(2));
        StateLayout layout = new StateLayout();
        Network network = NetworkLearner.of(spec, Adam.rate(0.01f))
                .techniques(new Unfreezing(10))
                .compile(layout, Kernels.auto());
        NetworkState state = layout.newState();
        network.initialize(state);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        List<String> told = new ArrayList<>();
        for (int n = 1; n <= 40; n++) {
            List<float[]> before = stages(network, state);
            example.features[n % 3] = n % 7 - 3;
            example.label(n % 2);
            network.tick(state, example, answer);
            List<float[]> after = stages(network, state);
            for (int stage = 0; stage < 3; stage++) {
                boolean learns = n > 10 * (2 - stage);
                if (learns) {
                    assertFalse(Arrays.equals(before.get(stage), after.get(stage)), "stage " + stage + " at " + n);
                } else {
                    assertArrayEquals(before.get(stage), after.get(stage), "stage " + stage + " at " + n);
                }
            }
            for (int e = 0; e < answer.events.count(); e++) {
                told.add(answer.events.kind(e) + " " + answer.events.stage(e) + " at " + n);
            }
        }
        assertEquals(List.of("LAYER_UNFROZEN 1 at 10", "LAYER_UNFROZEN 0 at 20"), told);
    }

    private static List<float[]> stages(Network network, NetworkState state) {
        return network.plan().nodes().stream()
                .map(StageNode.class::cast)
                .map(stage -> Arrays.copyOfRange(
                        state.floats,
                        network.parametersAt() + stage.parametersAt(),
                        network.parametersAt() + stage.parametersAt() + stage.parameterFloats()))
                .toList();
    }
}
