package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;

/**
 * An upper estimate of a matrix's largest singular value, by power iteration from a vector that the key keeps, and the projection to a bound.
 *
 * <p>With the unit vector {@code v}, {@code rho = |W v|^2} and the residual {@code r = |W^T W v - rho v|}, the largest eigenvalue of {@code W^T W} is at
 * most {@code rho + r / a}, where {@code a} is the share of its vector in {@code v}. Power iteration alone sees too little, the more the closer the largest values
 * are; {@code rho + }{@value #TRUST}{@code  r} errs to the safe side unless that share is below {@code 1 / }{@value #TRUST}. Iterations go on until the two agree to {@value
 * #AGREEMENT}, or the bound is proved.
 *
 * <p>State: as many floats as the matrix has inputs, and a double. Work: two products with the matrix per iteration.
 */
final class SpectralNorm {

    private static final int LEAST_ITERATIONS = 3;
    private static final int MOST_ITERATIONS = 30;
    private static final double TRUST = 4;
    private static final double AGREEMENT = 0.01;

    private final Kernel kernel;
    private final int n;
    private final int m;
    private final int weightsAt;
    private final int vectorAt;
    private final int sigmaAt;
    private final float[] v;
    private final float[] wv;
    private final float[] wwv;
    private final float[] noBias;

    /** Of the affine map from {@code n} inputs to {@code m} outputs whose weights start at {@code weightsAt}. */
    SpectralNorm(Kernel kernel, int n, int m, int weightsAt, StateLayout layout) {
        this.kernel = kernel;
        this.n = n;
        this.m = m;
        this.weightsAt = weightsAt;
        vectorAt = layout.reserveFloats(n);
        sigmaAt = layout.reserveDoubles(1);
        v = new float[n];
        wv = new float[m];
        wwv = new float[n];
        noBias = new float[m];
    }

    void initialize(NetworkState state, SplitMix64 random) {
        for (int i = 0; i < n; i++) {
            state.floats[vectorAt + i] = (float) random.nextGaussian();
        }
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
        System.arraycopy(state.floats, vectorAt, v, 0, n);
        double sigma = measure(state.floats, bound);
        if (!Double.isFinite(sigma)) {
            return false;
        }
        System.arraycopy(v, 0, state.floats, vectorAt, n);
        if (sigma > bound) {
            kernel.scale(n * m, (float) (bound / sigma), state.floats, weightsAt);
        }
        state.doubles[sigmaAt] = Math.min(sigma, bound);
        return true;
    }

    private double measure(float[] w, double bound) {
        normalize(v);
        for (int i = 1; ; i++) {
            kernel.affine(n, m, w, weightsAt, noBias, 0, v, 0, wv, 0);
            double rho = squares(wv);
            kernel.affineTransposed(n, m, w, weightsAt, wv, 0, wwv, 0);
            double residual = 0;
            for (int j = 0; j < n; j++) {
                double difference = wwv[j] - rho * v[j];
                residual += difference * difference;
            }
            double highest = rho + TRUST * Math.sqrt(residual);
            if (!Double.isFinite(highest) || rho == 0) {
                return Math.sqrt(highest);
            }
            System.arraycopy(wwv, 0, v, 0, n);
            normalize(v);
            boolean isEnough = highest <= bound * bound || highest <= rho * (1 + AGREEMENT);
            if (i >= MOST_ITERATIONS || (i >= LEAST_ITERATIONS && isEnough)) {
                return Math.sqrt(highest);
            }
        }
    }

    private static void normalize(float[] a) {
        double norm = Math.sqrt(squares(a));
        for (int i = 0; i < a.length && norm > 0; i++) {
            a[i] = (float) (a[i] / norm);
        }
    }

    /** In doubles, which squares of floats do not overflow. */
    private static double squares(float[] a) {
        double sum = 0;
        for (float value : a) {
            sum += (double) value * value;
        }
        return sum;
    }
}
