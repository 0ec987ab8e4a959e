package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Whoever takes updates beside the lessons' own may step over the number at which a stage joins. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9})
    void everyStageIsToldOnceWithItsBudgetAlsoWhereExamplesAreReplayed(int updates) {
        Technique replay = new Replay(20, updates, Replay.Keep.UNIFORM);
        for (Technique[] techniques :
                new Technique[][] {{new Unfreezing(100), replay}, {replay, new Unfreezing(100)}}) {
            TechniqueRun run = new TechniqueRun(NetworkLearner.of(TechniqueRun.SPEC, Adam.rate(0.005f))
                    .rule(new Tween())
                    .techniques(techniques));
            List<String> told = new ArrayList<>();
            for (int n = 0; n < 300; n++) {
                long before = run.network.updates(run.state);
                run.tick(0);
                for (int e = 0; e < run.answer.events.count(); e++) {
                    long number = 100L * (told.size() + 1);
                    assertTrue(before < number && run.network.updates(run.state) >= number);
                    assertTrue(run.answer.events.value(e) > 0 && run.answer.events.value(e) < 1);
                    assertNotEquals(0.5, run.answer.events.value(e));
                    told.add(run.answer.events.kind(e) + " " + run.answer.events.stage(e));
                }
            }
            assertEquals(List.of("LAYER_UNFROZEN 1", "LAYER_UNFROZEN 0"), told);
        }
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
