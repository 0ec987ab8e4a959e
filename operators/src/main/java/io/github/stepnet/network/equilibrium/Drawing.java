package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.SplitMix64;

/** How the weights of a new key are drawn. */
final class Drawing {

    private Drawing() {}

    /** Uniform within {@code 1 / sqrt(fanIn)}. */
    static void uniform(int n, int fanIn, SplitMix64 random, float[] floats, int at) {
        double limit = 1 / Math.sqrt(fanIn);
        for (int i = 0; i < n; i++) {
            floats[at + i] = (float) ((2 * random.nextDouble() - 1) * limit);
        }
    }

    /**
     * {@code rows x columns}, {@code rows <= columns}: Gaussian rows, orthonormal by two passes of Gram-Schmidt from the first to the last, times {@code
     * factor}; row-major. All singular values are {@code factor}.
     */
    static double[] orthogonal(int rows, int columns, double factor, SplitMix64 random) {
        double[] a = new double[rows * columns];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextGaussian();
        }
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            for (int before = 0; before < 2 * i; before++) {
                int other = before % i * columns;
                double product = dot(a, row, other, columns);
                for (int k = 0; k < columns; k++) {
                    a[row + k] -= product * a[other + k];
                }
            }
            double norm = Math.sqrt(dot(a, row, row, columns));
            for (int k = 0; k < columns; k++) {
                a[row + k] /= norm;
            }
        }
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
        return a;
    }

    private static double dot(double[] a, int at, int otherAt, int n) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += a[at + k] * a[otherAt + k];
        }
        return sum;
    }
}
