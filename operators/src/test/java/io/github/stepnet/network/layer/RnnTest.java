package io.github.stepnet.network.layer;

import static io.github.stepnet.network.SeedVectors.w;
import static io.github.stepnet.network.SeedVectors.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.arena.ParameterBlock;
import java.util.List;
import org.junit.jupiter.api.Test;

class RnnTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return UnrolledTest.examples(new Rnn(1), new Rnn(5), new Rnn(9));
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(LayerCase.of(new Rnn(3), 2, 3, 4));
    }

    /** Appendix A2 of the specification, and its vectors of the correct backpropagation through time. */
    @Test
    void itsGoldenVectors() {
        RecurrentRig rnn = new RecurrentRig(new Rnn(3), 2, 2);
        rnn.inputWeights(0, w(6, 0));
        rnn.recurrentWeights(0, w(9, 0.2));
        rnn.biases(0, w(3, 1));
        assertArrayEquals(
                new float[] {0.525647f, 0.513864f, 0.010777f, 0.225539f, -0.297561f, 0.205641f},
                rnn.forward(x(4)),
                1e-5f);
        assertArrayEquals(new float[] {-0.003401f, 0.165702f, -0.284073f, -0.269450f}, rnn.backward(w(6, 2)), 1e-5f);
        assertArrayEquals(new float[] {-0.455187f, -0.519960f, -0.476433f}, rnn.biasGradient(0), 1e-5f);
        assertArrayEquals(
                new float[] {0.438311f, 0.419949f, 0.167348f, 0.333422f, -0.235452f, 0.134887f},
                rnn.inputWeightGradient(0),
                1e-5f);
        assertArrayEquals(
                new float[] {
                    -0.248497f, -0.242927f, -0.005095f,
                    -0.169014f, -0.165225f, -0.003465f,
                    -0.020914f, -0.020446f, -0.000429f
                },
                rnn.recurrentWeightGradient(0),
                1e-5f);
    }

    @Test
    void itNeedsAtLeastOneOutput() {
        assertEquals(
                "Rnn.outputs is 0; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Rnn(0)).getMessage());
    }

    @Override
    protected boolean isWithoutEffect(LayerCase c, ParameterBlock block) {
        boolean isOneStep = c.input().rank() == 1 || c.input().size(0) == 1;
        return block.name().endsWith("recurrentWeights") && isOneStep && !((Rnn) c.layer()).carried();
    }
}
