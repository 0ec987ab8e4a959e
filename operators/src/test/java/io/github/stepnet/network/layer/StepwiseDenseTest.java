package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepwiseDenseTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        List<LayerCase> cases = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            cases.add(LayerCase.of(new StepwiseDense(3, activation, Initializer.XAVIER), 2, 4));
        }
        cases.add(LayerCase.of(new StepwiseDense(1, Activation.TANH), 1, 1));
        cases.add(LayerCase.of(new StepwiseDense(9, Activation.TANH), 3, 2));
        cases.add(LayerCase.of(new StepwiseDense(2), 5, 17));
        return cases;
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(LayerCase.of(new StepwiseDense(2), 8), LayerCase.of(new StepwiseDense(2), 2, 2, 2));
    }

    @Test
    void everyStepIsADenseLayerOfTheSameParameters() {
        for (int outputs : new int[] {2, 7}) {
            float[] parameters = SeedVectors.w(5 * outputs, 0.4);
            float[] x = SeedVectors.x(12);
            float[] all = ForwardRig.output(
                    new StepwiseDense(outputs, Activation.TANH), Shape.of(3, 4), parameters, x, ScalarKernel.INSTANCE);
            for (int t = 0; t < 3; t++) {
                float[] one = ForwardRig.output(
                        new Dense(outputs, Activation.TANH),
                        Shape.of(4),
                        parameters,
                        Arrays.copyOfRange(x, 4 * t, 4 * t + 4),
                        ScalarKernel.INSTANCE);
                assertArrayEquals(one, Arrays.copyOfRange(all, outputs * t, outputs * (t + 1)));
            }
        }
    }

    @Test
    void anInputFeedsTheUnitsOfItsStepOnly() {
        assertEquals(6, ForwardRig.stage(new StepwiseDense(6), Shape.of(9, 4)).fanOut());
    }

    @Test
    void itNeedsAtLeastOneOutput() {
        assertEquals(
                "StepwiseDense.outputs is 0; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new StepwiseDense(0))
                        .getMessage());
    }
}
