package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.plan.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest extends LayerContract {

    private static final List<LayerSpec> FOUR = List.of(
            new Dense(5, Activation.TANH),
            new Dense(4, Activation.SILU),
            new LayerNorm(),
            new Dense(2, Activation.TANH));

    @Override
    protected List<LayerCase> examples() {
        return List.of(LayerCase.of(new Grid(1, 1, List.of(new Dense(1))), 1), LayerCase.of(new Grid(1, 2, FOUR), 3));
    }

    @Test
    void layersAreNamedByTheirCells() {
        List<String> names = LayerRig.plan(LayerCase.of(new Grid(2, 1, FOUR), 3)).nodes().stream()
                .map(Node::name)
                .filter(name -> name.startsWith("layer"))
                .toList();
        assertEquals(
                List.of(
                        "layer.cells[0][0].layers[0]",
                        "layer.cells[0][0].layers[1]",
                        "layer.cells[1][0].layers[0]",
                        "layer.cells[1][0].layers[1]"),
                names);
    }

    @Test
    void itComputesWhatASequenceDoes() {
        LayerCase grid = LayerCase.of(new Grid(2, 2, FOUR), 3).by(ScalarKernel.INSTANCE);
        LayerCase sequence = LayerCase.of(new Sequential(FOUR), 3).by(ScalarKernel.INSTANCE);
        assertArrayEquals(new LayerRig(sequence, 1, 4).output(), new LayerRig(grid, 1, 4).output());
    }

    @Test
    void itsCellsHoldEquallyMany() {
        assertEquals(
                "Grid.layers has 4 layers for 1 x 3 cells; give every cell as many",
                assertThrows(IllegalArgumentException.class, () -> new Grid(1, 3, FOUR))
                        .getMessage());
    }
}
