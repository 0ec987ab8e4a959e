package io.github.stepnet.network.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A gradient at complex outputs is the real one where they are real, and an analytic function of them elsewhere. */
class HolomorphicLossTest {

    private static final int N = 3;
    private static final float[] RE = {0.3f, -1.2f, 0.8f};
    private static final float[] IM = {0.2f, 0.1f, -0.4f};
    private static final float[] TRUTH = {2f, 0.5f, -1f};

    static List<HolomorphicLoss> losses() {
        return List.of(new SoftmaxCrossEntropy(), new SquaredError());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void onRealOutputsItIsTheRealGradient(HolomorphicLoss loss) {
        float[] re = new float[N];
        float[] im = new float[N];
        loss.gradient(N, RE, new float[N], TRUTH, re, im);
        float[] answer = new float[N];
        float[] wanted = new float[N];
        ((Loss) loss).answer(ScalarKernel.INSTANCE, N, RE, 0, answer, 0);
        ((Loss) loss).gradient(N, RE, 0, answer, 0, TRUTH, 0, wanted, 0);
        assertArrayEquals(wanted, re, 1e-6f);
        assertArrayEquals(new float[N], im);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void itKeepsTheEquationsOfCauchyAndRiemann(HolomorphicLoss loss) {
        for (int i = 0; i < N; i++) {
            float[][] alongRe = slope(loss, i, true);
            float[][] alongIm = slope(loss, i, false);
            for (int o = 0; o < N; o++) {
                assertEquals(alongRe[0][o], alongIm[1][o], 1e-3);
                assertEquals(alongRe[1][o], -alongIm[0][o], 1e-3);
            }
        }
    }

    /** Central differences of real and imaginary parts. */
    private static float[][] slope(HolomorphicLoss loss, int output, boolean isReal) {
        float step = 1e-2f;
        float[][] slope = new float[2][N];
        for (int sign = -1; sign <= 1; sign += 2) {
            float[] re = RE.clone();
            float[] im = IM.clone();
            (isReal ? re : im)[output] += sign * step;
            float[] dRe = new float[N];
            float[] dIm = new float[N];
            loss.gradient(N, re, im, TRUTH, dRe, dIm);
            for (int o = 0; o < N; o++) {
                slope[0][o] += sign * dRe[o] / (2 * step);
                slope[1][o] += sign * dIm[o] / (2 * step);
            }
        }
        return slope;
    }
}
