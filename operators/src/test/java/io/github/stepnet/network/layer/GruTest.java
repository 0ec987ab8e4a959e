package io.github.stepnet.network.layer;

import static io.github.stepnet.network.SeedVectors.w;
import static io.github.stepnet.network.SeedVectors.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GruTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return UnrolledTest.examples(new Gru(1), new Gru(3), new Gru(6));
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(LayerCase.of(new Gru(3), 2, 3, 4));
    }

    /** The formulas as PyTorch writes them, in double precision; the specification has no vectors for this layer. */
    @Test
    void itIsWhatThePlainFormulasGive() {
        int steps = 4;
        int inputs = 2;
        int units = 3;
        RecurrentRig gru = new RecurrentRig(new Gru(units), steps, inputs);
        float[] wr = w(6, 0);
        float[] wz = w(6, 0.1);
        float[] wn = w(6, 0.2);
        float[] ur = w(9, 0.3);
        float[] uz = w(9, 0.4);
        float[] un = w(9, 0.5);
        float[] br = w(3, 0.6);
        float[] bz = w(3, 0.7);
        float[] bn = w(3, 0.8);
        float[] bq = w(3, 0.9);
        int run = 0;
        for (float[] weights : new float[][] {wn, wr, wz}) {
            gru.inputWeights(run++, weights);
        }
        run = 0;
        for (float[] weights : new float[][] {ur, uz, un}) {
            gru.recurrentWeights(run++, weights);
        }
        run = 0;
        for (float[] biases : new float[][] {bn, br, bz, bq}) {
            gru.biases(run++, biases);
        }
        float[] x = x(steps * inputs);
        double[] h = new double[units];
        float[] expected = new float[steps * units];
        for (int t = 0; t < steps; t++) {
            double[] after = new double[units];
            for (int k = 0; k < units; k++) {
                double r = br[k];
                double z = bz[k];
                double n = bn[k];
                double q = bq[k];
                for (int i = 0; i < inputs; i++) {
                    r += (double) wr[k * inputs + i] * x[t * inputs + i];
                    z += (double) wz[k * inputs + i] * x[t * inputs + i];
                    n += (double) wn[k * inputs + i] * x[t * inputs + i];
                }
                for (int j = 0; j < units; j++) {
                    r += ur[k * units + j] * h[j];
                    z += uz[k * units + j] * h[j];
                    q += un[k * units + j] * h[j];
                }
                r = 1 / (1 + StrictMath.exp(-r));
                z = 1 / (1 + StrictMath.exp(-z));
                n = StrictMath.tanh(n + r * q);
                after[k] = (1 - z) * n + z * h[k];
                expected[t * units + k] = (float) after[k];
            }
            h = after;
        }
        assertArrayEquals(expected, gru.forward(x), 1e-6f);
    }

    @Test
    void itsUpdateGatesCanStartByKeeping() {
        RecurrentRig gru = new RecurrentRig(new Gru(2).updateBias(3f), 3);
        gru.rig.stage.initialize(gru.frame.parameters, gru.frame.parametersAt, new SplitMix64(1));
        int biases = gru.frame.parametersAt + gru.rig.stage.parameters().get(2).at();
        float[] expected = {0, 0, 0, 0, 3, 3, 0, 0};
        assertArrayEquals(expected, Arrays.copyOfRange(gru.frame.parameters, biases, biases + 8));
    }

    @Test
    void itsUpdateBiasIsFinite() {
        assertEquals(
                "Gru.updateBias is Infinity; it must be finite",
                assertThrows(IllegalArgumentException.class, () -> new Gru(2).updateBias(Float.POSITIVE_INFINITY))
                        .getMessage());
    }

    @Test
    void itNeedsAtLeastOneOutput() {
        assertEquals(
                "Gru.outputs is 0; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Gru(0)).getMessage());
    }

    @Override
    protected boolean isWithoutEffect(LayerCase c, ParameterBlock block) {
        boolean isOneStep = c.input().rank() == 1 || c.input().size(0) == 1;
        return block.name().endsWith("recurrentWeights") && isOneStep && !((Gru) c.layer()).carried();
    }
}
