package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import java.util.Arrays;

/**
 * An upper estimate of a matrix's largest singular value, and the projection to a bound.
 *
 * <p>A few Lanczos steps on {@code W^T W}, from the singular vector that was found last and as much noise: the vector makes the estimate sharp while the matrix moves
 * slowly, the noise finds a direction that has grown past it, which power iteration from a kept vector alone overlooks for many updates. The estimate is the largest Ritz
 * value, its residual, and a margin of {@value #MARGIN} for what so few steps do not see (Kuczynski and Wozniakowski 1992).
 *
 * <p>State: as many floats as the matrix has inputs, a double, a long. Work: {@value #STEPS} times two products with the matrix.
 */
final class SpectralNorm {

    private static final int STEPS = 12;
    private static final double MARGIN = 0.005;
    /** Below this share of the largest eigenvalue, a new direction is rounding. */
    private static final double NOTHING = 1e-6;

    private final Kernel kernel;
    private final int n;
    private final int m;
    private final int weightsAt;
    private final int vectorAt;
    private final int sigmaAt;
    private final int noiseAt;

    private final float[][] basis;
    private final float[] image;
    private final float[] next;
    private final float[] noBias;
    private final Tridiagonal ritz;

    /** Of the affine map from {@code n} inputs to {@code m} outputs whose weights start at {@code weightsAt}. */
    SpectralNorm(Kernel kernel, int n, int m, int weightsAt, StateLayout layout) {
        this.kernel = kernel;
        this.n = n;
        this.m = m;
        this.weightsAt = weightsAt;
        vectorAt = layout.reserveFloats(n);
        sigmaAt = layout.reserveDoubles(1);
        noiseAt = layout.reserveLongs(1);
        basis = new float[Math.min(STEPS, n)][n];
        image = new float[m];
        next = new float[n];
        noBias = new float[m];
        ritz = new Tridiagonal(basis.length);
    }

    void initialize(NetworkState state, SplitMix64 random) {
        state.longs[noiseAt] = random.nextLong();
    }

    /** What the last {@link #project} has left. */
    double sigma(NetworkState state) {
        return state.doubles[sigmaAt];
    }

    /**
     * Measures the matrix and scales it down to {@code bound}, if it is above.
     *
     * @return false if a value overflows; then nothing has changed
     */
    boolean project(NetworkState state, double bound) {
        start(state);
        double sigma = Math.sqrt(iterate(state.floats)) * (1 + MARGIN);
        if (!Double.isFinite(sigma)) {
            return false;
        }
        keepVector(state);
        if (sigma > bound) {
            kernel.scale(n * m, (float) (bound / sigma), state.floats, weightsAt);
        }
        state.doubles[sigmaAt] = Math.min(sigma, bound);
        return true;
    }

    /** The kept vector and noise of the same norm, together of norm 1. */
    private void start(NetworkState state) {
        long seed = state.longs[noiseAt];
        float[] first = basis[0];
        for (int i = 0; i < n; i++) {
            first[i] = (SplitMix64.at(seed, i) >> 40) * 0x1p-23f;
        }
        scale(first, 1 / norm(first));
        kernel.add(n, state.floats, vectorAt, first, 0);
        scale(first, 1 / norm(first));
    }

    /** An upper estimate of the largest eigenvalue of {@code W^T W}. */
    private double iterate(float[] w) {
        ritz.clear();
        for (int j = 0; ; j++) {
            kernel.affine(n, m, w, weightsAt, noBias, 0, basis[j], 0, image, 0);
            kernel.affineTransposed(n, m, w, weightsAt, image, 0, next, 0);
            double diagonal = product(basis[j], next);
            kernel.addScaled(n, (float) -diagonal, basis[j], 0, next, 0);
            if (j > 0) {
                kernel.addScaled(n, (float) -ritz.lastBeside(), basis[j - 1], 0, next, 0);
            }
            double beside = norm(next);
            ritz.add(diagonal, beside);
            boolean isExhausted = !(beside > NOTHING * diagonal);
            if (j + 1 == basis.length || isExhausted) {
                return ritz.solve();
            }
            System.arraycopy(next, 0, basis[j + 1], 0, n);
            scale(basis[j + 1], 1 / beside);
        }
    }

    private void keepVector(NetworkState state) {
        state.longs[noiseAt]++;
        Arrays.fill(next, 0f);
        for (int j = 0; j < ritz.size(); j++) {
            kernel.addScaled(n, (float) ritz.vector(j), basis[j], 0, next, 0);
        }
        double norm = norm(next);
        if (norm > 0 && Double.isFinite(norm)) {
            scale(next, 1 / norm);
            System.arraycopy(next, 0, state.floats, vectorAt, n);
        }
    }

    private static void scale(float[] a, double factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) (a[i] * factor);
        }
    }

    private static double norm(float[] a) {
        return Math.sqrt(product(a, a));
    }

    /** In doubles, which products of floats do not overflow. */
    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
