package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.kernel.Kernel;

/**
 * Anderson mixing (Walker and Ni 2011): the next state is a mixture of the last targets whose residuals, mixed alike, are least.
 *
 * <p>The weights minimise {@code |sum w_i g_i|^2 + lambda |w|^2} with sum 1, over the last {@value #WINDOW} residuals {@code g_i = f_i - h_i}; {@code lambda} is {@value
 * #RIDGE} of the mean {@code |g_i|^2}. Work per iteration: {@code WINDOW} products of states; two states per place of the window.
 */
final class Anderson {

    private static final int WINDOW = 5;
    private static final double RIDGE = 1e-4;

    private final Kernel kernel;
    private final int n;
    private final float[][] targets;
    private final float[][] residuals;
    private final double[][] products = new double[WINDOW][WINDOW];
    private final double[][] system = new double[WINDOW][WINDOW + 1];
    private int count;
    private int next;

    Anderson(Kernel kernel, int n) {
        this.kernel = kernel;
        this.n = n;
        targets = new float[WINDOW][n];
        residuals = new float[WINDOW][n];
    }

    /** Forgets what it has seen. */
    void restart() {
        count = 0;
        next = 0;
    }

    /** Takes in a state's target and residual, and moves the state. */
    void move(float[] state, float[] target, float[] residual) {
        System.arraycopy(target, 0, targets[next], 0, n);
        System.arraycopy(residual, 0, residuals[next], 0, n);
        count = Math.min(WINDOW, count + 1);
        for (int i = 0; i < count; i++) {
            products[next][i] = kernel.dot(n, residuals[next], 0, residuals[i], 0);
            products[i][next] = products[next][i];
        }
        next = (next + 1) % WINDOW;
        solve();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += system[i][count];
        }
        System.arraycopy(target, 0, state, 0, n);
        if (Double.isFinite(sum) && sum > 0) {
            kernel.scale(n, 0f, state, 0);
            for (int i = 0; i < count; i++) {
                kernel.addScaled(n, (float) (system[i][count] / sum), targets[i], 0, state, 0);
            }
        }
    }

    /** Elimination without pivots: the matrix is positive definite. The solution ends in the last column. */
    private void solve() {
        double ridge = 0;
        for (int i = 0; i < count; i++) {
            ridge += RIDGE * products[i][i] / count;
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(products[i], 0, system[i], 0, count);
            system[i][i] += ridge;
            system[i][count] = 1;
        }
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < count; i++) {
                double factor = i == k ? 0 : system[i][k] / system[k][k];
                for (int j = k; j <= count; j++) {
                    system[i][j] -= factor * system[k][j];
                }
            }
        }
        for (int k = 0; k < count; k++) {
            system[k][count] /= system[k][k];
        }
    }
}
