package io.github.stepnet.network.layer;

import static io.github.stepnet.network.layer.ForwardRig.assertOutput;
import static io.github.stepnet.network.layer.ForwardRig.output;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class RmsNormTest extends LayerContract {

    private static final float[] GAINS = {1, 2, 1, 2};

    @Override
    protected List<LayerCase> examples() {
        return List.of(
                LayerCase.of(new RmsNorm(), 1),
                LayerCase.of(new RmsNorm(), 5),
                LayerCase.of(new RmsNorm(0.1f), 2),
                LayerCase.of(new RmsNorm(0.1f), 19),
                LayerCase.of(new RmsNorm(0.1f), 3, 1),
                LayerCase.of(new RmsNorm(), 1, 4),
                LayerCase.of(new RmsNorm(0.01f), 3, 9),
                LayerCase.of(new RmsNorm(), 2, 3, 2));
    }

    /** Appendix A2 of the specification. */
    @Test
    void itIsWhatTheSpecificationSays() {
        float[] expected = {0.866280f, -0.633261f, -1.259922f, -2.499458f};
        assertOutput(expected, new RmsNorm(1e-5f), Shape.of(4), GAINS, SeedVectors.x(4));
    }

    @Test
    void everyStepIsNormalisedByItself() {
        float[] twice = ForwardRig.joined(SeedVectors.x(4), new float[] {7f, 5f, 5f, 9f});
        float[] both = output(new RmsNorm(), Shape.of(2, 4), GAINS, twice, ScalarKernel.INSTANCE);
        float[] first = output(new RmsNorm(), Shape.of(4), GAINS, SeedVectors.x(4), ScalarKernel.INSTANCE);
        assertArrayEquals(first, java.util.Arrays.copyOf(both, 4));
    }

    @Test
    void anInputOfZerosStaysOne() {
        assertOutput(new float[4], new RmsNorm(), Shape.of(4), GAINS, new float[4]);
    }

    @Test
    void epsilonMustBePositive() {
        for (float epsilon : new float[] {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertEquals(
                    "RmsNorm.epsilon is " + epsilon + "; it must be above 0 and finite, such as 1e-6",
                    assertThrows(IllegalArgumentException.class, () -> new RmsNorm(epsilon))
                            .getMessage());
        }
    }
}
