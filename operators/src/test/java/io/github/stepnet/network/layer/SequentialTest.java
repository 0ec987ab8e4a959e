package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return List.of(
                LayerCase.of(Sequential.of(new Dense(1)), 1),
                LayerCase.of(Sequential.of(new Dense(5, Activation.TANH), new Dense(4, Activation.SILU)), 3));
    }

    @Test
    void aPartThatCannotBeLaidIsNamedWithItsPlace() {
        LayerCase c = LayerCase.of(Sequential.of(new Dense(3), new Sequential(List.of(new Reshape(List.of(5))))), 4);
        String message = assertThrows(IllegalArgumentException.class, () -> LayerRig.plan(c))
                .getMessage();
        assertEquals(
                "Rig.layer.layers[1].layers[0] cannot take an input of 3: Reshape.sizes is [5], 5 values, but the input 3 has 3;"
                        + " the products must agree",
                message);
    }
}
