package io.github.stepnet.network.equilibrium;

import java.util.Arrays;

/** A small symmetric tridiagonal matrix, grown row by row: its largest eigenvalue by bisection, and the vector by inverse iteration. */
final class Tridiagonal {

    private static final int BISECTIONS = 40;

    private final double[] diagonal;
    private final double[] beside;
    private final double[] vector;
    private final double[] pivots;
    private int size;

    Tridiagonal(int most) {
        diagonal = new double[most];
        beside = new double[most];
        vector = new double[most];
        pivots = new double[most];
    }

    void clear() {
        size = 0;
    }

    /** Adds a row; {@code coupling} joins it to the next, or is what a last row leaves outside. */
    void add(double value, double coupling) {
        diagonal[size] = value;
        beside[size] = coupling;
        size++;
    }

    int size() {
        return size;
    }

    double lastBeside() {
        return beside[size - 1];
    }

    /** Part {@code j} of the vector that {@link #solve} has found. */
    double vector(int j) {
        return vector[j];
    }

    /** The largest eigenvalue, and how far an eigenvalue of the whole may be from it: 0 if there is none above, with no vector; NaN if a value is not finite. */
    double solve() {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < size; j++) {
            double around = (j > 0 ? beside[j - 1] : 0) + (j + 1 < size ? beside[j] : 0);
            low = Math.max(low, diagonal[j]);
            high = Math.max(high, diagonal[j] + around);
        }
        if (!Double.isFinite(high) || !Double.isFinite(lastBeside())) {
            return Double.NaN;
        }
        if (high <= 0) {
            Arrays.fill(vector, 0, size, 0);
            return 0;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = 0.5 * (low + high);
            if (isAbove(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        findVector(high);
        return high + lastBeside() * Math.abs(vector[size - 1]);
    }

    /** Whether a value is above all eigenvalues: no pivot of the shifted matrix is positive. */
    private boolean isAbove(double value) {
        double pivot = diagonal[0] - value;
        for (int j = 1; j < size && pivot < 0; j++) {
            pivot = diagonal[j] - value - beside[j - 1] * beside[j - 1] / pivot;
        }
        return pivot < 0;
    }

    /** Two inverse iterations from ones, with a shift just above the eigenvalue, so that all pivots are negative. */
    private void findVector(double eigenvalue) {
        double shift = eigenvalue + 1e-9 * Math.abs(eigenvalue) + Double.MIN_NORMAL;
        Arrays.fill(vector, 0, size, 1.0);
        for (int iteration = 0; iteration < 2; iteration++) {
            pivots[0] = diagonal[0] - shift;
            for (int j = 1; j < size; j++) {
                double factor = beside[j - 1] / pivots[j - 1];
                pivots[j] = diagonal[j] - shift - factor * beside[j - 1];
                vector[j] -= factor * vector[j - 1];
            }
            vector[size - 1] /= pivots[size - 1];
            for (int j = size - 2; j >= 0; j--) {
                vector[j] = (vector[j] - beside[j] * vector[j + 1]) / pivots[j];
            }
            normalize();
        }
    }

    private void normalize() {
        double sum = 0;
        for (int j = 0; j < size; j++) {
            sum += vector[j] * vector[j];
        }
        for (int j = 0; j < size; j++) {
            vector[j] /= Math.sqrt(sum);
        }
    }
}
