package io.github.stepnet.network;

import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: what several networks have taught the JIT changes what it makes of a single one. */
@Tag("compiled")
class CommitteeAllocationTest {

    @Test
    void aTickOfTheStandardCommitteeWithAllTemporalInputsAllocatesNothing() {
        NetworkSpec network =
                NetworkSpec.inputs(8).then(new Dense(16, Activation.TANH)).then(new Dense(3));
        TickAllocationTest.assertTicksAllocateNothing(Committee.standard(
                network.with(TemporalInputs.labelHistory().featureAverages(0.9f).withTimeSinceLast())));
    }
}
