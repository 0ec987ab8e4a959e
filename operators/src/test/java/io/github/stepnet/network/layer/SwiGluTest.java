package io.github.stepnet.network.layer;

import static io.github.stepnet.network.SeedVectors.w;
import static io.github.stepnet.network.layer.ForwardRig.assertOutput;
import static io.github.stepnet.network.layer.ForwardRig.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwiGluTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return List.of(
                LayerCase.of(new SwiGlu(1), 1),
                LayerCase.of(new SwiGlu(5), 2),
                LayerCase.of(new SwiGlu(2), 5),
                LayerCase.of(new SwiGlu(3), 1, 4),
                LayerCase.of(new SwiGlu(9), 3, 2),
                LayerCase.of(new SwiGlu(4), 2, 2, 2),
                LayerCase.of(new SwiGlu(17), 2, 10));
    }

    /** Appendix A2 of the specification. */
    @Test
    void itIsWhatTheSpecificationSays() {
        assertOutput(new float[] {0.426714f, 0.318997f}, new SwiGlu(3), Shape.of(2), parameters(), SeedVectors.x(2));
    }

    @Test
    void everyStepIsTakenByItself() {
        float[] twice = joined(new float[] {-2f, 4f}, SeedVectors.x(2));
        float[] first = ForwardRig.output(
                new SwiGlu(3), Shape.of(2), parameters(), new float[] {-2f, 4f}, ScalarKernel.INSTANCE);
        float[] expected = joined(first, new float[] {0.426714f, 0.318997f});
        assertOutput(expected, new SwiGlu(3), Shape.of(2, 2), parameters(), twice);
    }

    private static float[] parameters() {
        return joined(
                matrix(2, 3, w(6, 0)), w(3, 0), matrix(2, 3, w(6, 0.3)), w(3, 0.1), matrix(3, 2, w(6, 0.6)), w(2, 0.2));
    }

    private static float[] matrix(int n, int m, float[] inputByInput) {
        float[] weights = new float[n * m];
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < m; o++) {
                weights[Kernel.weightIndex(n, m, i, o)] = inputByInput[i * m + o];
            }
        }
        return weights;
    }

    @Test
    void aFreshBlockNeitherAmplifiesNorShrinks() {
        int n = 64;
        SplitMix64 random = new SplitMix64(11);
        Stage stage = ForwardRig.stage(new SwiGlu(171), Shape.of(n));
        float[] parameters = new float[stage.parameterFloats()];
        double square = 0;
        int samples = 50;
        for (int s = 0; s < samples; s++) {
            stage.initialize(parameters, 0, random);
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) random.nextGaussian();
            }
            for (float y : ForwardRig.output(new SwiGlu(171), Shape.of(n), parameters, x, ScalarKernel.INSTANCE)) {
                square += (double) y * y / (n * samples);
            }
        }
        assertEquals(1.0, square, 0.15);
    }

    @Test
    void itNeedsAtLeastOneHiddenUnit() {
        assertEquals(
                "SwiGlu.hidden is 0; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new SwiGlu(0))
                        .getMessage());
    }
}
