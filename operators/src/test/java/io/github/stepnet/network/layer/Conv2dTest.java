package io.github.stepnet.network.layer;

import static io.github.stepnet.network.layer.ForwardRig.assertOutput;
import static io.github.stepnet.network.layer.ForwardRig.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Conv2dTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        List<LayerCase> cases = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            cases.add(LayerCase.of(new Conv2d(2, 2, 1, 1, activation, Initializer.XAVIER), 2, 3, 2));
        }
        cases.add(LayerCase.of(new Conv2d(1, 1, Activation.TANH), 1, 1));
        cases.add(LayerCase.of(new Conv2d(1, 2, 1, 1, Activation.TANH), 1, 1, 1));
        cases.add(LayerCase.of(new Conv2d(2, 3, 2, 1, Activation.TANH), 1, 4, 5));
        cases.add(LayerCase.of(new Conv2d(2, 1, 3, 0, Activation.TANH), 2, 4, 4));
        cases.add(LayerCase.of(new Conv2d(2, 3, 5, 2, Activation.TANH), 3, 2));
        cases.add(LayerCase.of(new Conv2d(3, 3, Activation.TANH), 5, 7));
        cases.add(LayerCase.of(new Conv2d(1, 3, 1, 1, Activation.TANH), 1, 1));
        cases.add(LayerCase.of(new Conv2d(2, 7, 1, 3, Activation.TANH), 2, 2));
        cases.add(LayerCase.of(new Conv2d(5, 3, 1, 1, Activation.TANH), 1, 4, 10));
        return cases;
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(
                LayerCase.of(new Conv2d(1, 1, Activation.TANH), 8),
                LayerCase.of(new Conv2d(1, 1, Activation.TANH), 1, 1, 2, 2),
                LayerCase.of(new Conv2d(1, 4, Activation.TANH), 2, 4, 3));
    }

    /** Appendix A2 of the specification. */
    @Test
    void itIsWhatTheSpecificationSays() {
        float[] expected = {
            0.710172f,
            0.896539f,
            0.631841f,
            0.198423f,
            0.688222f,
            0.075347f,
            -0.418247f,
            0.216901f,
            0.021237f,
            0.465874f,
            0.850232f,
            0.727675f,
            0.801113f,
            0.915944f,
            0.806480f,
            0.516805f,
            0.781582f,
            0.881815f,
            0.314396f,
            -0.023476f,
            0.008641f,
            -0.770442f,
            -0.558901f,
            0.337300f,
            0.445386f,
            0.904929f,
            0.925586f,
            0.607737f,
            0.613046f,
            0.586769f,
            0.270952f,
            0.192625f
        };
        assertOutput(
                expected,
                new Conv2d(2, 2, 1, 1, Activation.TANH),
                Shape.of(2, 3, 3),
                joined(SeedVectors.w(16, 0), SeedVectors.w(2, 1)),
                SeedVectors.x(18));
    }

    @Test
    void itsOutputIsTheSumThatItsDefinitionSays() {
        for (int stride = 1; stride <= 3; stride++) {
            for (int padding = 0; padding < 3; padding++) {
                isTheSum(new Conv2d(2, 3, stride, padding, Activation.IDENTITY), 2, 5, 4);
                isTheSum(new Conv2d(2, 5, stride, padding + 2, Activation.IDENTITY), 2, 2, 3);
            }
        }
    }

    private static void isTheSum(Conv2d conv, int channels, int height, int width) {
        int k = conv.kernel();
        float[] w = SeedVectors.w(conv.filters() * channels * k * k, 0.3);
        float[] b = SeedVectors.w(conv.filters(), 1.1);
        float[] x = SeedVectors.x(channels * height * width);
        int rows = (height + 2 * conv.padding() - k) / conv.stride() + 1;
        int columns = (width + 2 * conv.padding() - k) / conv.stride() + 1;
        float[] expected = new float[conv.filters() * rows * columns];
        for (int y = 0; y < expected.length; y++) {
            int o = y / (rows * columns);
            int top = y / columns % rows * conv.stride() - conv.padding();
            int left = y % columns * conv.stride() - conv.padding();
            double sum = b[o];
            for (int q = 0; q < channels * k * k; q++) {
                int line = top + q / k % k;
                int column = left + q % k;
                if (line >= 0 && line < height && column >= 0 && column < width) {
                    sum += (double) w[o * channels * k * k + q] * x[(q / (k * k) * height + line) * width + column];
                }
            }
            expected[y] = (float) sum;
        }
        assertOutput(expected, conv, Shape.of(channels, height, width), joined(w, b), x);
    }

    @Test
    void filtersStartForTheInputsOfAWindow() {
        Stage stage = ForwardRig.stage(new Conv2d(64, 3, Activation.RELU), Shape.of(4, 6, 6));
        float[] parameters = new float[stage.parameterFloats()];
        stage.initialize(parameters, 0, new SplitMix64(3));
        double square = 0;
        for (int p = 0; p < 64 * 36; p++) {
            square += (double) parameters[p] * parameters[p];
        }
        assertEquals(2.0 / 36, square / (64 * 36), 0.006);
        assertEquals(64 * 9, stage.fanOut());
    }

    @Test
    void itRefusesSizesOutOfRange() {
        assertRefused("Conv2d.filters is 0; it must be at least 1", 0, 1, 1, 0);
        assertRefused("Conv2d.kernel is 0; it must be at least 1", 1, 0, 1, 0);
        assertRefused("Conv2d.stride is 0; it must be at least 1", 1, 1, 0, 0);
        assertRefused(
                "Conv2d.padding is 2; it must be at least 0 and below the kernel, 2, else a window would see padding only",
                1,
                2,
                1,
                2);
    }

    private static void assertRefused(String message, int filters, int kernel, int stride, int padding) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Conv2d(filters, kernel, stride, padding, Activation.RELU))
                        .getMessage());
    }

    @Test
    void aKernelThatDoesNotFitIsToldWhatWould() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> ForwardRig.stage(new Conv2d(1, 6, 1, 1, Activation.RELU), Shape.of(1, 9, 3)));
        String expected = "Conv2d.kernel is 6 but the input 1x9x3 with padding 1 is only 5 wide; "
                + "use kernel <= 5 or pad the input";
        assertTrue(e.getMessage().endsWith(expected), e.getMessage());
    }
}
