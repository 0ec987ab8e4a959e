package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return List.of(LayerCase.of(new Frozen(new Dense(3, Activation.TANH)), 4));
    }

    @Test
    void forwardItIsTheLayerItself() {
        LayerCase free = LayerCase.of(new Dense(3, Activation.TANH), 4).by(ScalarKernel.INSTANCE);
        LayerCase frozen = LayerCase.of(new Frozen(free.layer()), 4).by(ScalarKernel.INSTANCE);
        assertArrayEquals(new LayerRig(free, 1, 5).output(), new LayerRig(frozen, 1, 5).output());
    }
}
