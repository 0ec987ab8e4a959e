package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidualTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        LayerSpec block = Sequential.of(new Dense(7, Activation.TANH), new Dense(4));
        return List.of(
                LayerCase.of(new Residual(new Dense(1, Activation.TANH)), 1),
                LayerCase.of(new Residual(block), 4),
                LayerCase.of(new Residual(block), 5),
                LayerCase.of(new Residual(new StepwiseDense(3, Activation.TANH)), 4, 2),
                LayerCase.of(
                        new Residual(Sequential.of(new Dense(6, Activation.TANH), new Reshape(List.of(3, 2)))), 3, 2),
                LayerCase.of(new Residual(new Residual(Sequential.of(new Residual(block), new Dense(4)))), 4));
    }

    @Test
    void aBlockOfZerosIsTheIdentity() {
        LayerSpec zero =
                new Residual(Sequential.of(new Dense(3, Activation.TANH, Initializer.ZERO), new Reshape(List.of(3))));
        LayerRig rig = new LayerRig(LayerCase.of(zero, 3).by(ScalarKernel.INSTANCE), 1, 5);
        java.util.Arrays.fill(rig.state.floats, 0f);
        float[] output = rig.output();
        assertEquals(3, output.length);
        assertArrayEquals(new float[] {0f, 0f, 0f}, minus(output, rig.features()[0]), 0f);
    }

    private static float[] minus(float[] a, float[] b) {
        float[] difference = a.clone();
        for (int i = 0; i < a.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }
}
