package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;

/** Vectors and row-major matrices of doubles, written for reading. */
final class Doubles {

    private Doubles() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    static void addScaled(double factor, double[] a, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += factor * a[i];
        }
    }

    /** {@code y += A x}. */
    static void addProduct(double[] a, double[] x, double[] y) {
        int n = x.length;
        for (int o = 0; o < y.length; o++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += a[o * n + i] * x[i];
            }
            y[o] += sum;
        }
    }

    /** {@code y += A^T x}. */
    static void addTransposed(double[] a, double[] x, double[] y) {
        int n = y.length;
        for (int o = 0; o < x.length; o++) {
            double factor = x[o];
            for (int i = 0; i < n; i++) {
                y[i] += a[o * n + i] * factor;
            }
        }
    }

    /** {@code A += factor d x^T}. */
    static void addOuter(double factor, double[] d, double[] x, double[] a) {
        for (int o = 0; o < d.length; o++) {
            for (int i = 0; i < x.length; i++) {
                a[o * x.length + i] += factor * (d[o] * x[i]);
            }
        }
    }

    static double[] symmetricPart(double[] r, int n) {
        double[] w = new double[r.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i * n + j] = 0.5 * (r[i * n + j] + r[j * n + i]);
            }
        }
        return w;
    }

    /** Solves {@code A z = b} by elimination with pivots; both are used up. */
    static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            double[] row = a[k];
            a[k] = a[pivot];
            a[pivot] = row;
            double value = b[k];
            b[k] = b[pivot];
            b[pivot] = value;
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int j = k + 1; j < n; j++) {
                b[k] -= a[k][j] * b[j];
            }
            b[k] /= a[k][k];
        }
        return b;
    }

    /** Largest singular value of a matrix with {@code columns}, by so many power iterations from a Gaussian vector. */
    static double sigma(double[] a, int columns, int iterations) {
        double[] v = gaussians(columns, new SplitMix64(99));
        double sigma = 0;
        for (int i = 0; i < iterations; i++) {
            double norm = norm(v);
            for (int j = 0; j < columns; j++) {
                v[j] /= norm;
            }
            double[] u = new double[a.length / columns];
            addProduct(a, v, u);
            sigma = norm(u);
            v = new double[columns];
            addTransposed(a, u, v);
        }
        return sigma;
    }

    /** Largest modulus of an eigenvalue of a square matrix: the limit of the 2^k-th roots of the norms of its 2^k-th powers. */
    static double spectralRadius(double[] a, int n) {
        double[] power = a.clone();
        double log = 0;
        for (double exponent = 1; exponent < 1e13; exponent *= 2) {
            double norm = norm(power);
            log += Math.log(norm) / exponent;
            double[] square = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < n; k++) {
                        square[i * n + j] += power[i * n + k] / norm * (power[k * n + j] / norm);
                    }
                }
            }
            power = square;
        }
        return Math.exp(log);
    }

    /** The matrix from {@code n} inputs to {@code m} outputs that the engine keeps at a position, row-major. */
    static double[] matrix(float[] floats, int at, int n, int m) {
        double[] w = new double[n * m];
        for (int o = 0; o < m; o++) {
            for (int i = 0; i < n; i++) {
                w[o * n + i] = floats[at + Kernel.weightIndex(n, m, i, o)];
            }
        }
        return w;
    }

    /** The first values of the engine's, widened. */
    static double[] of(float[] floats, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    static double[] gaussians(int n, SplitMix64 random) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    /** Uniform within {@code (-limit, limit)}. */
    static double[] uniform(int n, double limit, SplitMix64 random) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = (2 * random.nextDouble() - 1) * limit;
        }
        return values;
    }

    /** Gaussian rows made orthonormal from top to bottom in two passes of modified Gram-Schmidt, times {@code factor}. */
    static double[] orthogonal(int rows, int columns, double factor, SplitMix64 random) {
        double[] a = gaussians(rows * columns, random);
        for (int i = 0; i < rows; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double product = 0;
                    for (int k = 0; k < columns; k++) {
                        product += a[i * columns + k] * a[j * columns + k];
                    }
                    for (int k = 0; k < columns; k++) {
                        a[i * columns + k] -= product * a[j * columns + k];
                    }
                }
            }
            double norm = 0;
            for (int k = 0; k < columns; k++) {
                norm += a[i * columns + k] * a[i * columns + k];
            }
            for (int k = 0; k < columns; k++) {
                a[i * columns + k] /= Math.sqrt(norm);
            }
        }
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
        return a;
    }
}
