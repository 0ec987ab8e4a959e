package io.github.stepnet.network.layer;

import static io.github.stepnet.network.layer.ForwardRig.assertOutput;
import static io.github.stepnet.network.layer.ForwardRig.output;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerNormTest extends LayerContract {

    private static final float[] GAINS_AND_OFFSETS = {1, 2, 1, 2, 0, 0, 0.5f, 0.5f};

    @Override
    protected List<LayerCase> examples() {
        return List.of(
                LayerCase.of(new LayerNorm(), 1),
                LayerCase.of(new LayerNorm(), 5),
                LayerCase.of(new LayerNorm(0.1f), 2),
                LayerCase.of(new LayerNorm(0.1f), 19),
                LayerCase.of(new LayerNorm(), 3, 1),
                LayerCase.of(new LayerNorm(), 1, 4),
                LayerCase.of(new LayerNorm(0.01f), 3, 9),
                LayerCase.of(new LayerNorm(), 2, 3, 2));
    }

    /** Appendix A2 of the specification. */
    @Test
    void itIsWhatTheSpecificationSays() {
        float[] expected = {1.555863f, 0.397764f, -0.383219f, -1.243053f};
        assertOutput(expected, new LayerNorm(), Shape.of(4), GAINS_AND_OFFSETS, SeedVectors.x(4));
    }

    @Test
    void everyStepIsNormalisedByItself() {
        float[] twice = ForwardRig.joined(SeedVectors.x(4), new float[] {7f, 5f, 5f, 9f});
        float[] both = output(new LayerNorm(), Shape.of(2, 4), GAINS_AND_OFFSETS, twice, ScalarKernel.INSTANCE);
        float[] first =
                output(new LayerNorm(), Shape.of(4), GAINS_AND_OFFSETS, SeedVectors.x(4), ScalarKernel.INSTANCE);
        assertArrayEquals(first, java.util.Arrays.copyOf(both, 4));
    }

    @Test
    void aConstantInputLeavesAsItsOffsets() {
        float[] flat = {3f, 3f, 3f, 3f};
        assertOutput(new float[] {0, 0, 0.5f, 0.5f}, new LayerNorm(), Shape.of(4), GAINS_AND_OFFSETS, flat);
    }

    @Test
    void epsilonMustBePositive() {
        for (float epsilon : new float[] {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertEquals(
                    "LayerNorm.epsilon is " + epsilon + "; it must be above 0 and finite, such as 1e-5",
                    assertThrows(IllegalArgumentException.class, () -> new LayerNorm(epsilon))
                            .getMessage());
        }
    }

    /** A single value is its own mean. */
    @Override
    protected boolean isWithoutEffect(LayerCase c, ParameterBlock block) {
        boolean isStepwise = c.input().rank() == 2;
        int size = isStepwise ? c.input().size(1) : c.input().floats();
        return size == 1 && block.name().endsWith("gain");
    }
}
