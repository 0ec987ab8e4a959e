package io.github.stepnet.network;

import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.equilibrium.GatedMlp;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In a JVM of its own: what other networks have taught the JIT changes what it makes of these. */
@Tag("compiled")
class EquilibriumAllocationTest {

    static List<EquilibriumModel> models() {
        return List.of(
                new LoopedMlp(24, true),
                ToroidalMlp.of(24, ToroidalMlp.Shift.EVENT),
                ToroidalMlp.of(24, ToroidalMlp.Shift.ITERATION),
                new GatedMlp(24));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aTickThatSettlesIsNudgedAuditedAndProjectedAllocatesNothing(EquilibriumModel model) {
        TickAllocationTest.assertTicksAllocateNothing(EquilibriumLearner.of(EquilibriumSpec.of(8, model, 3))
                .settling(Settling.standard().nudgedIterations(4).iterations(10))
                .audit(10));
    }
}
