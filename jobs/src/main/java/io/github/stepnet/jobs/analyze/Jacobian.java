package io.github.stepnet.jobs.analyze;

/** The derivative of a map at a point, by central differences, and what its powers and singular values say. Row-major: {@code a[i n + j] = df_i / dh_j}. */
final class Jacobian {

    /** Wide enough that floats do not drown the difference. */
    private static final float STEP = 0.01f;

    private static final int SQUARINGS = 14;
    private static final int POWERS = 400;

    /** A map of states, whose second argument is filled. */
    @FunctionalInterface
    interface Step {
        void next(float[] state, float[] next);
    }

    private final int n;
    private final double[] a;

    private Jacobian(int n, double[] a) {
        this.n = n;
        this.a = a;
    }

    static Jacobian of(Step map, float[] point) {
        int n = point.length;
        double[] a = new double[n * n];
        float[] moved = point.clone();
        float[] up = new float[n];
        float[] down = new float[n];
        for (int j = 0; j < n; j++) {
            moved[j] = point[j] + STEP;
            float above = moved[j];
            map.next(moved, up);
            moved[j] = point[j] - STEP;
            float width = above - moved[j];
            map.next(moved, down);
            moved[j] = point[j];
            for (int i = 0; i < n; i++) {
                a[i * n + j] = ((double) up[i] - down[i]) / width;
            }
        }
        return new Jacobian(n, a);
    }

    /** The largest singular value, by power iteration on {@code A^T A}. */
    double norm() {
        double[] v = new double[n];
        double[] image = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = 1 + Math.sin(i);
        }
        double norm = 0;
        for (int power = 0; power < POWERS; power++) {
            scale(v, 1 / length(v));
            for (int i = 0; i < n; i++) {
                image[i] = 0;
                for (int j = 0; j < n; j++) {
                    image[i] += a[i * n + j] * v[j];
                }
            }
            norm = length(image);
            if (norm == 0) {
                return 0;
            }
            for (int j = 0; j < n; j++) {
                v[j] = 0;
                for (int i = 0; i < n; i++) {
                    v[j] += a[i * n + j] * image[i];
                }
            }
        }
        return norm;
    }

    /** The largest magnitude of an eigenvalue, {@code |A^k|^(1/k)} for a large {@code k} (Gelfand 1941), whether or not {@code A} is symmetric. */
    double radius() {
        double[] power = a.clone();
        double logarithm = 0;
        double exponent = 1;
        for (int squaring = 0; squaring <= SQUARINGS; squaring++) {
            double size = length(power);
            if (size == 0) {
                return 0;
            }
            logarithm += Math.log(size) / exponent;
            scale(power, 1 / size);
            if (squaring < SQUARINGS) {
                power = square(power);
                exponent *= 2;
            }
        }
        return Math.exp(logarithm);
    }

    private double[] square(double[] matrix) {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = matrix[i * n + k];
                for (int j = 0; factor != 0 && j < n; j++) {
                    product[i * n + j] += factor * matrix[k * n + j];
                }
            }
        }
        return product;
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private static double length(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
