package io.github.stepnet.network.layer;

import static io.github.stepnet.network.SeedVectors.w;
import static io.github.stepnet.network.SeedVectors.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.List;
import org.junit.jupiter.api.Test;

class LstmTest extends LayerContract {

    private static final int INPUT = 0;
    private static final int FORGET = 1;
    private static final int OUTPUT = 2;
    private static final int CANDIDATE = 3;

    @Override
    protected List<LayerCase> examples() {
        return UnrolledTest.examples(new Lstm(1), new Lstm(3), new Lstm(6));
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(LayerCase.of(new Lstm(3), 2, 3, 4));
    }

    /** Appendix A2 of the specification. */
    @Test
    void itsGoldenVectors() {
        RecurrentRig lstm = new RecurrentRig(new Lstm(2), 2, 2);
        double[] phases = {0, 0.1, 0.3, 0.2};
        for (int run = INPUT; run <= CANDIDATE; run++) {
            lstm.inputWeights(run, w(4, phases[run]));
            lstm.recurrentWeights(run, w(4, phases[run] + 0.4));
        }
        lstm.biases(INPUT, w(2, 0.8));
        lstm.biases(FORGET, new float[] {1f, 1f});
        lstm.biases(OUTPUT, w(2, 1));
        lstm.biases(CANDIDATE, w(2, 0.9));
        assertArrayEquals(new float[] {0.225540f, 0.210300f, 0.078519f, 0.107948f}, lstm.forward(x(4)), 1e-5f);
    }

    @Test
    void itStartsByKeepingWhatItHasSeen() {
        assertEquals(1f, new Lstm(2).forgetBias());
        RecurrentRig lstm = new RecurrentRig(new Lstm(2).forgetBias(2.5f), 3);
        lstm.rig.stage.initialize(lstm.frame.parameters, lstm.frame.parametersAt, new SplitMix64(1));
        int biases =
                lstm.frame.parametersAt + lstm.rig.stage.parameters().get(2).at();
        for (int run = INPUT; run <= CANDIDATE; run++) {
            float expected = run == FORGET ? 2.5f : 0f;
            assertEquals(expected, lstm.frame.parameters[biases + 2 * run]);
            assertEquals(expected, lstm.frame.parameters[biases + 2 * run + 1]);
        }
    }

    @Test
    void itNeedsAtLeastOneOutput() {
        assertEquals(
                "Lstm.outputs is -1; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Lstm(-1)).getMessage());
    }

    @Test
    void itsForgetBiasIsFinite() {
        assertEquals(
                "Lstm.forgetBias is NaN; it must be finite",
                assertThrows(IllegalArgumentException.class, () -> new Lstm(2).forgetBias(Float.NaN))
                        .getMessage());
    }

    @Override
    protected boolean isWithoutEffect(LayerCase c, ParameterBlock block) {
        boolean isOneStep = c.input().rank() == 1 || c.input().size(0) == 1;
        return block.name().endsWith("recurrentWeights") && isOneStep && !((Lstm) c.layer()).carried();
    }
}
