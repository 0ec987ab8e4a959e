package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A tick of a labelled event on the fastest kernel there is leaves nothing to collect. Its own class, since vectors stay off the
 * heap only where the compiler inlines, and how much it inlines depends on what it has compiled before.
 */
@Tag("compiled")
class TickAllocationTest {

    private enum Case {
        SGD_IN_SWEEPS(Sgd.rate(0.01f), Execution.SWEEP),
        SGD_IN_STEPS(Sgd.rate(0.01f), Execution.STEP),
        ADAM_IN_SWEEPS(Adam.rate(0.001f), Execution.SWEEP);

        @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
        private final Optimizer optimizer;

        private final Execution execution;

        Case(Optimizer optimizer, Execution execution) {
            this.optimizer = optimizer;
            this.execution = execution;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTickAllocatesNothing(Case c) {
        assertTicksAllocateNothing(
                c,
                NetworkSpec.inputs(8)
                        .then(new Dense(64, Activation.LEAKY_RELU))
                        .then(new Dense(48, Activation.LEAKY_RELU))
                        .then(new Dense(3)));
    }

    /** One long chain of vector loops, each of another kind. */
    @ParameterizedTest
    @EnumSource
    void aTickThroughEveryActivationAllocatesNothing(Case c) {
        NetworkSpec spec = NetworkSpec.inputs(8);
        for (Activation activation : Activation.values()) {
            spec = spec.then(new Dense(24, activation));
        }
        assertTicksAllocateNothing(c, spec.then(new Dense(3)));
    }

    private static void assertTicksAllocateNothing(Case c, NetworkSpec spec) {
        assertTicksAllocateNothing(NetworkLearner.of(spec, c.optimizer).execution(c.execution));
    }

    static void assertTicksAllocateNothing(LearnerSpec spec) {
        StateLayout layout = new StateLayout();
        Learner network = spec.compile(layout, Kernels.auto());
        NetworkState state = layout.newState();
        network.initialize(state);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        int[] event = {0};
        double bytes = Allocations.perCall(100_000, () -> {
            int n = event[0]++;
            for (int i = 0; i < example.features.length; i++) {
                example.features[i] = (n * 31 + i * 17) % 97 / 97f;
            }
            example.label(n % 3);
            network.tick(state, example, answer);
        });
        assertTrue(bytes < 1, bytes + " bytes per tick");
    }
}
