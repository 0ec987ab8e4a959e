package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Combine.Cell;
import io.github.stepnet.network.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelTest extends LayerContract {

    private static final Combine.Concat CONCAT = new Combine.Concat();
    private static final LayerSpec DEEP = Sequential.of(new Dense(5, Activation.TANH), new Dense(3));

    @Override
    protected List<LayerCase> examples() {
        LayerSpec one = new Dense(3, Activation.TANH);
        LayerSpec two = new Dense(3, Activation.SIGMOID);
        LayerSpec three = new Dense(3, Activation.SILU);
        LayerSpec sequence = Sequential.of(new Dense(6, Activation.TANH), new Reshape(List.of(2, 3)));
        LayerSpec image = Sequential.of(new Dense(8, Activation.TANH), new Reshape(List.of(2, 2, 2)));
        return List.of(
                LayerCase.of(Parallel.of(CONCAT, new Dense(1)), 1),
                LayerCase.of(Parallel.of(CONCAT, one, DEEP, new Dense(2)), 4),
                LayerCase.of(Parallel.of(CONCAT, new Reshape(List.of(2, 3)), sequence), 6),
                LayerCase.of(Parallel.of(CONCAT, new Reshape(List.of(1, 2, 2)), image), 4),
                LayerCase.of(Parallel.of(new Combine.Add(), one, two, DEEP), 4),
                LayerCase.of(Parallel.of(new Combine.Average(), one, two, three), 4),
                LayerCase.of(Parallel.of(new Combine.Gate(0, 1f), one, two, DEEP), 4),
                LayerCase.of(Parallel.of(new Combine.Gate(2, 0.5f), one, two, three), 4),
                LayerCase.of(Parallel.of(new Combine.Gate(1, 1f), one, two), 4),
                LayerCase.of(
                        Parallel.of(new Combine.GridScatter(List.of(new Cell(1, 0, 0), new Cell(0, 2, 0))), one, DEEP),
                        4),
                LayerCase.of(Parallel.of(CONCAT, Parallel.of(new Combine.Add(), one, two), three), 2));
    }

    @Test
    void theGridDecidesTheOrderOfWhatIsScattered() {
        LayerSpec first = new Reshape(List.of(2));
        LayerSpec second = Sequential.of(new Dense(1, Activation.IDENTITY, Initializer.ZERO));
        Combine scatter = new Combine.GridScatter(List.of(new Cell(3, 1, 0), new Cell(0, 7, 2)));
        LayerRig rig = new LayerRig(
                LayerCase.of(Parallel.of(scatter, first, second), 2).by(ScalarKernel.INSTANCE), 1, 5);
        java.util.Arrays.fill(rig.state.floats, 0f);
        float[] x = rig.features()[0];
        assertArrayEquals(new float[] {0f, x[0], x[1]}, rig.output());
    }

    @Test
    void twoBranchesInOneCellAreRefused() {
        Combine scatter = new Combine.GridScatter(List.of(new Cell(0, 0, 0), new Cell(0, 0, 0)));
        LayerCase c = LayerCase.of(Parallel.of(scatter, new Dense(1), new Dense(1)), 2);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> LayerRig.plan(c))
                .getMessage()
                .contains("twice; give every branch a cell of its own"));
    }

    @Test
    void outputsThatDoNotFitTogetherAreNamed() {
        LayerCase c = LayerCase.of(Parallel.of(new Combine.Add(), new Dense(3), new Dense(2)), 4);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> LayerRig.plan(c))
                .getMessage()
                .contains("cannot add a wire of shape 2 to one of shape 3"));
    }

    @Test
    void theLatencyIsThatOfTheLongestBranch() {
        Plan plan = LayerRig.plan(LayerCase.of(Parallel.of(CONCAT, new Dense(2), DEEP), 4));
        assertEquals(3, plan.latency());
    }
}
