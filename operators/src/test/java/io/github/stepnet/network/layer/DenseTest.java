package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenseTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        List<LayerCase> cases = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            for (int outputs : new int[] {1, 5, 9}) {
                cases.add(LayerCase.of(new Dense(outputs, activation, Initializer.XAVIER), outputs == 5 ? 1 : 6));
            }
        }
        cases.add(LayerCase.of(new Dense(33, Activation.TANH), 19));
        cases.add(LayerCase.of(new Dense(2, Activation.TANH), 3, 4));
        return cases;
    }

    @Test
    void layoutFollowsTheLongerSideAndNobodySeesIt() {
        for (int outputs : new int[] {2, 7}) {
            LayerRig rig = new LayerRig(
                    new LayerCase(new Dense(outputs), Shape.of(4), LayerCase.Inputs.REAL, ScalarKernel.INSTANCE), 1, 3);
            java.util.Arrays.fill(rig.state.floats, 0f);
            rig.state.floats[3] = 5f;
            float shifted = 5f;
            rig.state.floats[4 + Kernel.weightIndex(4, outputs, 3, 1)] = 2f;
            float[] output = rig.output();
            assertEquals(0f, output[0]);
            assertEquals(2f * shifted, output[1], 2.01f);
        }
    }

    @Test
    void itNeedsAtLeastOneOutput() {
        assertEquals(
                "Dense.outputs is 0; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Dense(0)).getMessage());
    }
}
