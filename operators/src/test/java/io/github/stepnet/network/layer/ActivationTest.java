package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.kernel.ScalarKernel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every activation against its formula in double precision, and its slope against central differences of that. */
class ActivationTest {

    private static double exact(Activation activation, double v) {
        return switch (activation) {
            case IDENTITY -> v;
            case RELU -> Math.max(0, v);
            case SCALED_RELU -> Math.max(0, 1.1 * v);
            case LEAKY_RELU -> v >= 0 ? v : 0.1 * v;
            case SIGMOID -> 1 / (1 + StrictMath.exp(-v));
            case TANH -> StrictMath.tanh(v);
            case SOFTPLUS -> StrictMath.log1p(StrictMath.exp(v));
            case SILU -> v / (1 + StrictMath.exp(-v));
            case GELU -> 0.5 * v * (1 + StrictMath.tanh(StrictMath.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
        };
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void valuesAndSlopesFollowTheFormula(Activation activation) {
        for (Kernel kernel : new Kernel[] {ScalarKernel.INSTANCE, Kernels.auto()}) {
            int n = 1601;
            float[] v = new float[n];
            float[] y = new float[n];
            float[] ones = new float[n];
            float[] slope = new float[n];
            for (int i = 0; i < n; i++) {
                v[i] = (i - 800) / 100f + 0.003f;
                ones[i] = 1f;
            }
            activation.apply(kernel, n, v, 0, y, 0);
            activation.slope(kernel, n, 0f, activation.slopesFromOutput() ? y : v, 0, ones, 0, slope, 0);
            double h = 1e-5;
            for (int i = 0; i < n; i++) {
                assertEquals(exact(activation, v[i]), y[i], 2e-6 * (1 + Math.abs(v[i])), activation + " at " + v[i]);
                double central = (exact(activation, v[i] + h) - exact(activation, v[i] - h)) / (2 * h);
                assertEquals(central, slope[i], 3e-6, "slope of " + activation + " at " + v[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"SIGMOID", "TANH", "SOFTPLUS"})
    void epsilonIsAddedToTheSlopesOfCurvedMonotoneFunctions(Activation activation) {
        float[] v = {-2f, 0.3f, 1.7f};
        float[] y = new float[3];
        float[] d = {1f, 2f, -3f};
        float[] plain = new float[3];
        float[] raised = new float[3];
        activation.apply(ScalarKernel.INSTANCE, 3, v, 0, y, 0);
        float[] basis = activation.slopesFromOutput() ? y : v;
        activation.slope(ScalarKernel.INSTANCE, 3, 0f, basis, 0, d, 0, plain, 0);
        activation.slope(ScalarKernel.INSTANCE, 3, 0.01f, basis, 0, d, 0, raised, 0);
        for (int i = 0; i < 3; i++) {
            assertEquals(plain[i] + 0.01f * d[i], raised[i], 1e-6f);
        }
    }
}
