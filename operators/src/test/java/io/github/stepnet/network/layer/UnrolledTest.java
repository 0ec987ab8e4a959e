package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all recurrent layers have in common: steps and events are one time. */
class UnrolledTest {

    private static final int INPUTS = 2;
    private static final int UNITS = 3;

    /** Every option of these layers on sequences of several lengths and widths, and on vectors. */
    static List<LayerCase> examples(LayerSpec... layers) {
        List<LayerCase> cases = new ArrayList<>();
        for (LayerSpec layer : layers) {
            for (boolean carried : new boolean[] {false, true}) {
                LayerSpec all = with(layer, carried, false);
                LayerSpec last = with(layer, carried, true);
                cases.add(LayerCase.of(all, 3));
                cases.add(LayerCase.of(all, 3, 2));
                cases.add(LayerCase.of(last, 3, 2));
                cases.add(LayerCase.of(last, 1, 1));
            }
        }
        cases.add(LayerCase.of(with(layers[1], true, false), 2, 30));
        cases.add(LayerCase.of(with(layers[1], true, true), 1));
        return cases;
    }

    private static LayerSpec with(LayerSpec layer, boolean carried, boolean lastStep) {
        if (layer instanceof Rnn rnn) {
            return rnn.carried(carried).lastStep(lastStep);
        }
        if (layer instanceof Lstm lstm) {
            return lstm.carried(carried).lastStep(lastStep);
        }
        return ((Gru) layer).carried(carried).lastStep(lastStep);
    }

    static List<LayerSpec> layers() {
        return List.of(new Rnn(UNITS), new Lstm(UNITS), new Gru(UNITS));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theLastStepAloneIsTheEndOfAllSteps(LayerSpec layer) {
        RecurrentRig all = new RecurrentRig(layer, 4, INPUTS);
        RecurrentRig last = sameParameters(with(layer, false, true), all, 4, INPUTS);
        float[] x = SeedVectors.x(4 * INPUTS);
        float[] h = all.forward(x);
        assertArrayEquals(Arrays.copyOfRange(h, 3 * UNITS, 4 * UNITS), last.forward(x));
        float[] signal = new float[4 * UNITS];
        System.arraycopy(SeedVectors.w(UNITS, 2), 0, signal, 3 * UNITS, UNITS);
        assertArrayEquals(all.backward(signal), last.backward(SeedVectors.w(UNITS, 2)));
        assertArrayEquals(all.frame.gradient, last.frame.gradient);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aVectorIsOneStep(LayerSpec layer) {
        RecurrentRig matrix = new RecurrentRig(layer, 1, INPUTS);
        RecurrentRig vector = sameParameters(layer, matrix, INPUTS);
        assertEquals(Shape.of(1, UNITS), matrix.rig.stage.output());
        assertEquals(Shape.of(UNITS), vector.rig.stage.output());
        float[] x = SeedVectors.x(INPUTS);
        assertArrayEquals(matrix.forward(x), vector.forward(x));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void carriedEventsAreOneSequenceForwardAndBack(LayerSpec layer) {
        RecurrentRig whole = new RecurrentRig(layer, 4, INPUTS);
        LayerSpec carried = with(layer, true, false);
        RecurrentRig early = sameParameters(carried, whole, 2, INPUTS);
        RecurrentRig late = sameParameters(carried, whole, 2, INPUTS);
        float[] x = SeedVectors.x(4 * INPUTS);
        float[] h = whole.forward(x);
        float[] first = early.forward(Arrays.copyOf(x, 2 * INPUTS));
        late.frame.memory = early.frame.memory.clone();
        float[] second = late.forward(Arrays.copyOfRange(x, 2 * INPUTS, 4 * INPUTS));
        assertArrayEquals(h, join(first, second));

        float[] signal = SeedVectors.w(4 * UNITS, 2);
        float[] expected = whole.backward(signal);
        float[] back = late.backward(Arrays.copyOfRange(signal, 2 * UNITS, 4 * UNITS));
        int n = early.rig.stage.memory();
        System.arraycopy(late.frame.work, late.frame.memorySignalAt, early.frame.work, early.frame.memorySignalAt, n);
        System.arraycopy(late.frame.gradient, 0, early.frame.gradient, 0, late.frame.gradient.length);
        float[] further = early.backward(Arrays.copyOf(signal, 2 * UNITS));
        assertArrayEquals(expected, join(further, back), 1e-6f);
        assertArrayEquals(whole.frame.gradient, early.frame.gradient, 1e-6f);
    }

    private static RecurrentRig sameParameters(LayerSpec layer, RecurrentRig other, int... sizes) {
        RecurrentRig rig = new RecurrentRig(layer, sizes);
        rig.frame.parameters = other.frame.parameters;
        return rig;
    }

    private static float[] join(float[] one, float[] two) {
        float[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
