package io.github.stepnet.network.equilibrium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Estimates beside what hundreds of power iterations find. */
class SpectralNormTest {

    /** A matrix of zeros, what measures it, and random numbers. */
    private static final class Matrix {

        final int n;
        final int m;
        final SpectralNorm norm;
        final NetworkState state;
        final SplitMix64 random = new SplitMix64(4);
        private final int at;

        Matrix(int n, int m) {
            this.n = n;
            this.m = m;
            StateLayout layout = new StateLayout();
            at = layout.reserveFloats(n * m);
            norm = new SpectralNorm(ScalarKernel.INSTANCE, n, m, at, layout);
            state = layout.newState();
            norm.initialize(state, random);
        }

        void addNoise(double size) {
            for (int i = 0; i < n * m; i++) {
                state.floats[at + i] += (float) (size * random.nextGaussian());
            }
        }

        void fill(float value) {
            Arrays.fill(state.floats, at, at + n * m, value);
        }

        double estimate() {
            return norm.sigma(state);
        }

        double sigma(int iterations) {
            return Doubles.sigma(Doubles.matrix(state.floats, at, n, m), n, iterations);
        }
    }

    /** The estimate is never below the norm, and close above it, after each of many changes of the matrix. */
    @Test
    void theNormIsBoundedAfterEveryChangeAndKeptWithinTheBound() {
        Matrix matrix = new Matrix(24, 40);
        for (int change = 0; change < 300; change++) {
            matrix.addNoise(change % 50 == 0 ? 0.1 : 0.01);
            assertTrue(matrix.norm.project(matrix.state, 0.95));
            double sigma = matrix.sigma(500);
            assertTrue(sigma <= 0.95 + 1e-6, "change " + change + ": " + sigma);
            assertTrue(sigma <= matrix.estimate() + 1e-6 && sigma > 0.9 * matrix.estimate(), "sigma " + sigma);
        }
    }

    /** The largest singular values of such a matrix are close together: without the kept vector the estimate is up to 3 % off, both ways. */
    @Test
    void theKeptVectorMakesTheEstimateSharpWhileTheMatrixMovesSlowly() {
        Matrix matrix = new Matrix(96, 96);
        matrix.addNoise(0.05);
        for (int change = 0; change < 40; change++) {
            matrix.addNoise(3e-4);
            assertTrue(matrix.norm.project(matrix.state, Double.POSITIVE_INFINITY));
            if (change >= 10) {
                double ratio = matrix.estimate() / matrix.sigma(1500);
                assertTrue(ratio >= 1 && ratio <= 1.01, "change " + change + ": " + ratio);
            }
        }
    }

    /** Of zeros, of values whose squares are zero in floats, and of one value. */
    @Test
    void matricesOfNearlyNothingAreMeasured() {
        Matrix matrix = new Matrix(8, 8);
        assertTrue(matrix.norm.project(matrix.state, 0.95));
        assertEquals(0, matrix.estimate());
        matrix.fill(1e-24f);
        assertTrue(matrix.norm.project(matrix.state, 0.95));
        assertEquals(0, matrix.estimate(), 1e-20);
        matrix.fill(0f);
        matrix.state.floats[matrix.at + 3] = 0.5f;
        assertTrue(matrix.norm.project(matrix.state, 0.95));
        assertEquals(0.5, matrix.estimate(), 0.01);
    }
}
