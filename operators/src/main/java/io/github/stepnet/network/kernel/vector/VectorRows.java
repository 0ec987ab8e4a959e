package io.github.stepnet.network.kernel.vector;

import static io.github.stepnet.network.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Loops over a matrix by rows, {@code w[wAt + r * columns + c]}, from which the vector kernel makes its affine maps.
 *
 * <p>A loop either runs along four rows at once, each with accumulators of its own, or down a block of four vectors of
 * columns, which stay in registers; both load each weight once. A vector never leaves the method that made it, else it
 * would become an object. Columns that do not fill a vector are plain loops. Where fewer than four rows are left, the
 * last row takes the free places too: all of its copies read the old weights before they write the same new ones.
 */
final class VectorRows {

    private static final int LANES = Lanes.COUNT;

    private VectorRows() {}

    /** {@code y[r] = start[r] + sum_c w[r,c] x[c]}; without {@code start} from 0. {@code start} may be {@code y}. */
    static void dot(
            int rows,
            int columns,
            float[] w,
            int wAt,
            float[] start,
            int startAt,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        int last = rows - 1;
        for (int r = 0; r < rows; r += 4) {
            int r1 = Math.min(r + 1, last);
            int r2 = Math.min(r + 2, last);
            int r3 = Math.min(r + 3, last);
            int q0 = wAt + r * columns;
            int q1 = wAt + r1 * columns;
            int q2 = wAt + r2 * columns;
            int q3 = wAt + r3 * columns;
            FloatVector even0 = FloatVector.zero(SPECIES);
            FloatVector even1 = even0;
            FloatVector even2 = even0;
            FloatVector even3 = even0;
            FloatVector odd0 = even0;
            FloatVector odd1 = even0;
            FloatVector odd2 = even0;
            FloatVector odd3 = even0;
            int c = 0;
            for (; c <= columns - 2 * LANES; c += 2 * LANES) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt + c);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + c + LANES);
                even0 = x0.fma(FloatVector.fromArray(SPECIES, w, q0 + c), even0);
                odd0 = x1.fma(FloatVector.fromArray(SPECIES, w, q0 + c + LANES), odd0);
                even1 = x0.fma(FloatVector.fromArray(SPECIES, w, q1 + c), even1);
                odd1 = x1.fma(FloatVector.fromArray(SPECIES, w, q1 + c + LANES), odd1);
                even2 = x0.fma(FloatVector.fromArray(SPECIES, w, q2 + c), even2);
                odd2 = x1.fma(FloatVector.fromArray(SPECIES, w, q2 + c + LANES), odd2);
                even3 = x0.fma(FloatVector.fromArray(SPECIES, w, q3 + c), even3);
                odd3 = x1.fma(FloatVector.fromArray(SPECIES, w, q3 + c + LANES), odd3);
            }
            if (c <= columns - LANES) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt + c);
                even0 = x0.fma(FloatVector.fromArray(SPECIES, w, q0 + c), even0);
                even1 = x0.fma(FloatVector.fromArray(SPECIES, w, q1 + c), even1);
                even2 = x0.fma(FloatVector.fromArray(SPECIES, w, q2 + c), even2);
                even3 = x0.fma(FloatVector.fromArray(SPECIES, w, q3 + c), even3);
                c += LANES;
            }
            FloatVector sums = Lanes.sums(even0.add(odd0), even1.add(odd1), even2.add(odd2), even3.add(odd3));
            float y0 = sums.lane(0);
            float y1 = sums.lane(1);
            float y2 = sums.lane(2);
            float y3 = sums.lane(3);
            for (; c < columns; c++) {
                float xc = x[xAt + c];
                y0 = Math.fma(xc, w[q0 + c], y0);
                y1 = Math.fma(xc, w[q1 + c], y1);
                y2 = Math.fma(xc, w[q2 + c], y2);
                y3 = Math.fma(xc, w[q3 + c], y3);
            }
            if (start != null) {
                y0 += start[startAt + r];
                y1 += start[startAt + r1];
                y2 += start[startAt + r2];
                y3 += start[startAt + r3];
            }
            y[yAt + r] = y0;
            y[yAt + r1] = y1;
            y[yAt + r2] = y2;
            y[yAt + r3] = y3;
        }
    }

    /** {@code y[c] = start[c] + sum_r w[r,c] x[r]}; without {@code start} from 0. {@code start} may be {@code y}. */
    static void combine(
            int rows,
            int columns,
            float[] w,
            int wAt,
            float[] start,
            int startAt,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        int c = 0;
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            FloatVector y0 = start(start, startAt + c);
            FloatVector y1 = start(start, startAt + c + LANES);
            FloatVector y2 = start(start, startAt + c + 2 * LANES);
            FloatVector y3 = start(start, startAt + c + 3 * LANES);
            int q = wAt + c;
            for (int r = 0; r < rows; r++) {
                FloatVector xr = FloatVector.broadcast(SPECIES, x[xAt + r]);
                y0 = xr.fma(FloatVector.fromArray(SPECIES, w, q), y0);
                y1 = xr.fma(FloatVector.fromArray(SPECIES, w, q + LANES), y1);
                y2 = xr.fma(FloatVector.fromArray(SPECIES, w, q + 2 * LANES), y2);
                y3 = xr.fma(FloatVector.fromArray(SPECIES, w, q + 3 * LANES), y3);
                q += columns;
            }
            y0.intoArray(y, yAt + c);
            y1.intoArray(y, yAt + c + LANES);
            y2.intoArray(y, yAt + c + 2 * LANES);
            y3.intoArray(y, yAt + c + 3 * LANES);
        }
        for (; c <= columns - LANES; c += LANES) {
            FloatVector y0 = start(start, startAt + c);
            for (int r = 0; r < rows; r++) {
                FloatVector xr = FloatVector.broadcast(SPECIES, x[xAt + r]);
                y0 = xr.fma(FloatVector.fromArray(SPECIES, w, wAt + r * columns + c), y0);
            }
            y0.intoArray(y, yAt + c);
        }
        for (; c < columns; c++) {
            float sum = start == null ? 0f : start[startAt + c];
            for (int r = 0; r < rows; r++) {
                sum = Math.fma(x[xAt + r], w[wAt + r * columns + c], sum);
            }
            y[yAt + c] = sum;
        }
    }

    private static FloatVector start(float[] start, int at) {
        return start == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, start, at);
    }

    /** {@code w[r,c] += factor a[r] b[c]}. */
    static void addOuter(
            int rows, int columns, float factor, float[] a, int aAt, float[] b, int bAt, float[] w, int wAt) {
        int c = 0;
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + c);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + c + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + c + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + c + 3 * LANES);
            int q = wAt + c;
            for (int r = 0; r < rows; r++) {
                FloatVector step = FloatVector.broadcast(SPECIES, factor * a[aAt + r]);
                step.fma(b0, FloatVector.fromArray(SPECIES, w, q)).intoArray(w, q);
                step.fma(b1, FloatVector.fromArray(SPECIES, w, q + LANES)).intoArray(w, q + LANES);
                step.fma(b2, FloatVector.fromArray(SPECIES, w, q + 2 * LANES)).intoArray(w, q + 2 * LANES);
                step.fma(b3, FloatVector.fromArray(SPECIES, w, q + 3 * LANES)).intoArray(w, q + 3 * LANES);
                q += columns;
            }
        }
        for (; c <= columns - LANES; c += LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + c);
            for (int r = 0; r < rows; r++) {
                int q = wAt + r * columns + c;
                FloatVector step = FloatVector.broadcast(SPECIES, factor * a[aAt + r]);
                step.fma(b0, FloatVector.fromArray(SPECIES, w, q)).intoArray(w, q);
            }
        }
        for (; c < columns; c++) {
            float bc = b[bAt + c];
            for (int r = 0; r < rows; r++) {
                int q = wAt + r * columns + c;
                w[q] = Math.fma(factor * a[aAt + r], bc, w[q]);
            }
        }
    }

    /** {@code w[r,c] = factor a[r] b[c]}. */
    static void outer(int rows, int columns, float factor, float[] a, int aAt, float[] b, int bAt, float[] w, int wAt) {
        int c = 0;
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + c);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + c + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + c + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + c + 3 * LANES);
            int q = wAt + c;
            for (int r = 0; r < rows; r++) {
                FloatVector step = FloatVector.broadcast(SPECIES, factor * a[aAt + r]);
                step.mul(b0).intoArray(w, q);
                step.mul(b1).intoArray(w, q + LANES);
                step.mul(b2).intoArray(w, q + 2 * LANES);
                step.mul(b3).intoArray(w, q + 3 * LANES);
                q += columns;
            }
        }
        for (; c <= columns - LANES; c += LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + c);
            for (int r = 0; r < rows; r++) {
                FloatVector step = FloatVector.broadcast(SPECIES, factor * a[aAt + r]);
                step.mul(b0).intoArray(w, wAt + r * columns + c);
            }
        }
        for (; c < columns; c++) {
            float bc = b[bAt + c];
            for (int r = 0; r < rows; r++) {
                w[wAt + r * columns + c] = factor * a[aAt + r] * bc;
            }
        }
    }

    /**
     * {@link #combine} of the old weights with {@code a} into {@code y}, then {@link #addOuter}; {@code y} may be
     * {@code b}.
     */
    static void combineAndAddOuter(
            int rows,
            int columns,
            float factor,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt) {
        int c = 0;
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + c);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + c + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + c + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + c + 3 * LANES);
            FloatVector y0 = FloatVector.zero(SPECIES);
            FloatVector y1 = y0;
            FloatVector y2 = y0;
            FloatVector y3 = y0;
            int q = wAt + c;
            for (int r = 0; r < rows; r++) {
                float ar = a[aAt + r];
                FloatVector pull = FloatVector.broadcast(SPECIES, ar);
                FloatVector step = FloatVector.broadcast(SPECIES, factor * ar);
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, q);
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, q + LANES);
                FloatVector w2 = FloatVector.fromArray(SPECIES, w, q + 2 * LANES);
                FloatVector w3 = FloatVector.fromArray(SPECIES, w, q + 3 * LANES);
                y0 = pull.fma(w0, y0);
                y1 = pull.fma(w1, y1);
                y2 = pull.fma(w2, y2);
                y3 = pull.fma(w3, y3);
                step.fma(b0, w0).intoArray(w, q);
                step.fma(b1, w1).intoArray(w, q + LANES);
                step.fma(b2, w2).intoArray(w, q + 2 * LANES);
                step.fma(b3, w3).intoArray(w, q + 3 * LANES);
                q += columns;
            }
            y0.intoArray(y, yAt + c);
            y1.intoArray(y, yAt + c + LANES);
            y2.intoArray(y, yAt + c + 2 * LANES);
            y3.intoArray(y, yAt + c + 3 * LANES);
        }
        for (; c <= columns - LANES; c += LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + c);
            FloatVector y0 = FloatVector.zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                int q = wAt + r * columns + c;
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, q);
                y0 = FloatVector.broadcast(SPECIES, a[aAt + r]).fma(w0, y0);
                FloatVector.broadcast(SPECIES, factor * a[aAt + r]).fma(b0, w0).intoArray(w, q);
            }
            y0.intoArray(y, yAt + c);
        }
        for (; c < columns; c++) {
            float bc = b[bAt + c];
            float sum = 0f;
            for (int r = 0; r < rows; r++) {
                int q = wAt + r * columns + c;
                float old = w[q];
                sum = Math.fma(a[aAt + r], old, sum);
                w[q] = Math.fma(factor * a[aAt + r], bc, old);
            }
            y[yAt + c] = sum;
        }
    }

    /**
     * {@link #dot} of the old weights with {@code b} into {@code y}, then {@link #addOuter}; {@code y} may be {@code
     * a}.
     */
    static void dotAndAddOuter(
            int rows,
            int columns,
            float factor,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt) {
        int last = rows - 1;
        for (int r = 0; r < rows; r += 4) {
            int r1 = Math.min(r + 1, last);
            int r2 = Math.min(r + 2, last);
            int r3 = Math.min(r + 3, last);
            float a0 = factor * a[aAt + r];
            float a1 = factor * a[aAt + r1];
            float a2 = factor * a[aAt + r2];
            float a3 = factor * a[aAt + r3];
            int q0 = wAt + r * columns;
            int q1 = wAt + r1 * columns;
            int q2 = wAt + r2 * columns;
            int q3 = wAt + r3 * columns;
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            int c = 0;
            for (; c <= columns - LANES; c += LANES) {
                FloatVector bc = FloatVector.fromArray(SPECIES, b, bAt + c);
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, q0 + c);
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, q1 + c);
                FloatVector w2 = FloatVector.fromArray(SPECIES, w, q2 + c);
                FloatVector w3 = FloatVector.fromArray(SPECIES, w, q3 + c);
                sum0 = bc.fma(w0, sum0);
                sum1 = bc.fma(w1, sum1);
                sum2 = bc.fma(w2, sum2);
                sum3 = bc.fma(w3, sum3);
                bc.fma(FloatVector.broadcast(SPECIES, a0), w0).intoArray(w, q0 + c);
                bc.fma(FloatVector.broadcast(SPECIES, a1), w1).intoArray(w, q1 + c);
                bc.fma(FloatVector.broadcast(SPECIES, a2), w2).intoArray(w, q2 + c);
                bc.fma(FloatVector.broadcast(SPECIES, a3), w3).intoArray(w, q3 + c);
            }
            FloatVector sums = Lanes.sums(sum0, sum1, sum2, sum3);
            float y0 = sums.lane(0);
            float y1 = sums.lane(1);
            float y2 = sums.lane(2);
            float y3 = sums.lane(3);
            for (; c < columns; c++) {
                float bc = b[bAt + c];
                float w0 = w[q0 + c];
                float w1 = w[q1 + c];
                float w2 = w[q2 + c];
                float w3 = w[q3 + c];
                y0 = Math.fma(bc, w0, y0);
                y1 = Math.fma(bc, w1, y1);
                y2 = Math.fma(bc, w2, y2);
                y3 = Math.fma(bc, w3, y3);
                w[q0 + c] = Math.fma(a0, bc, w0);
                w[q1 + c] = Math.fma(a1, bc, w1);
                w[q2 + c] = Math.fma(a2, bc, w2);
                w[q3 + c] = Math.fma(a3, bc, w3);
            }
            y[yAt + r] = y0;
            y[yAt + r1] = y1;
            y[yAt + r2] = y2;
            y[yAt + r3] = y3;
        }
    }
}
