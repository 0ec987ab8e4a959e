package io.github.stepnet.network;

import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.Settling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: what other networks have taught the JIT changes what it makes of this one. */
@Tag("compiled")
class EquilibriumAllocationTest {

    @Test
    void aTickThatSettlesIsNudgedAuditedAndProjectedAllocatesNothing() {
        EquilibriumSpec network = EquilibriumSpec.of(8, new LoopedMlp(24, true), 3);
        TickAllocationTest.assertTicksAllocateNothing(EquilibriumLearner.of(network)
                .settling(Settling.standard().nudgedIterations(4).iterations(10))
                .audit(10));
    }
}
