package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import java.util.List;

class ReshapeTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return List.of(
                LayerCase.of(new Reshape(List.of(2, 3)), 6),
                LayerCase.of(new Reshape(List.of(1)), 1),
                LayerCase.of(new Reshape(Shape.of(8)), 2, 2, 2));
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(LayerCase.of(new Reshape(List.of(2, 3)), 7));
    }
}
