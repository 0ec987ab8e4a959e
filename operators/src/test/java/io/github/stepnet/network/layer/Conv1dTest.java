package io.github.stepnet.network.layer;

import static io.github.stepnet.network.layer.ForwardRig.assertOutput;
import static io.github.stepnet.network.layer.ForwardRig.joined;
import static io.github.stepnet.network.layer.ForwardRig.output;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Conv1dTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        List<LayerCase> cases = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            cases.add(LayerCase.of(new Conv1d(2, 2, 1, 1, activation, Initializer.XAVIER), 2, 4));
        }
        cases.add(LayerCase.of(new Conv1d(1, 1, Activation.TANH), 1));
        cases.add(LayerCase.of(new Conv1d(1, 2, 1, 1, Activation.TANH), 1, 1));
        cases.add(LayerCase.of(new Conv1d(3, 3, 2, 2, Activation.TANH), 2, 9));
        cases.add(LayerCase.of(new Conv1d(2, 4, 3, 3, Activation.TANH), 2, 2));
        cases.add(LayerCase.of(new Conv1d(5, 3, 1, 1, Activation.TANH), 3, 19));
        return cases;
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(
                LayerCase.of(new Conv1d(1, 1, Activation.TANH), 2, 3, 4),
                LayerCase.of(new Conv1d(1, 5, Activation.TANH), 3),
                LayerCase.of(new Conv1d(1, 6, 1, 1, Activation.TANH), 4, 3));
    }

    /** Section 1.17 of the specification. */
    @Test
    void everyPositionIsTheWeightedSumOfItsWindow() {
        float[] w = {1, 2, 3, 4};
        float[] x = {1, 2, 3, 10, 20, 30};
        assertOutput(
                new float[] {42.5f, 115.5f, 188.5f, 93.5f},
                new Conv1d(1, 2, 1, 1, Activation.IDENTITY),
                Shape.of(2, 3),
                joined(w, new float[] {0.5f}),
                x);
    }

    @Test
    void itIsAConvolutionOfAnImageOfOneRow() {
        Stage line = ForwardRig.stage(new Conv1d(3, 1, 2, 0, Activation.RELU), Shape.of(2, 7));
        Stage image = ForwardRig.stage(new Conv2d(3, 1, 2, 0, Activation.RELU), Shape.of(2, 1, 7));
        assertEquals(Shape.of(3, 4), line.output());
        assertEquals(Shape.of(3, 1, 4), image.output());
        float[] parameters = SeedVectors.w(line.parameterFloats(), 0);
        float[] x = SeedVectors.x(14);
        for (Kernel kernel : List.of(Kernels.auto(), Kernels.scalar())) {
            assertArrayEquals(
                    output(new Conv1d(3, 1, 2, 0, Activation.RELU), Shape.of(2, 7), parameters, x, kernel),
                    output(new Conv2d(3, 1, 2, 0, Activation.RELU), Shape.of(2, 1, 7), parameters, x, kernel));
        }
    }
}
