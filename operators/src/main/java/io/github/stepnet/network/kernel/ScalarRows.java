package io.github.stepnet.network.kernel;

/**
 * Loops over a matrix by rows, {@code w[wAt + r * columns + c]}, from which the scalar kernel makes its affine maps.
 *
 * <p>Just-in-time compilers do not vectorise {@code y[i] += a * w[q + i]} with an offset, nor sums of floats; so each
 * loop keeps several independent sums in registers to hide the latency of a multiply-add, and uses what it has loaded
 * for several rows or columns. Which sums exist and in which order they meet is written here and decides the bits.
 */
final class ScalarRows {

    private ScalarRows() {}

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
        int evenColumns = columns & ~1;
        int last = rows - 1;
        for (int r = 0; r < rows; r += 4) {
            int r1 = Math.min(r + 1, last);
            int r2 = Math.min(r + 2, last);
            int r3 = Math.min(r + 3, last);
            int q0 = wAt + r * columns;
            int q1 = wAt + r1 * columns;
            int q2 = wAt + r2 * columns;
            int q3 = wAt + r3 * columns;
            float even0 = 0f;
            float even1 = 0f;
            float even2 = 0f;
            float even3 = 0f;
            float odd0 = 0f;
            float odd1 = 0f;
            float odd2 = 0f;
            float odd3 = 0f;
            for (int c = 0; c < evenColumns; c += 2) {
                float x0 = x[xAt + c];
                float x1 = x[xAt + c + 1];
                even0 = Math.fma(x0, w[q0 + c], even0);
                odd0 = Math.fma(x1, w[q0 + c + 1], odd0);
                even1 = Math.fma(x0, w[q1 + c], even1);
                odd1 = Math.fma(x1, w[q1 + c + 1], odd1);
                even2 = Math.fma(x0, w[q2 + c], even2);
                odd2 = Math.fma(x1, w[q2 + c + 1], odd2);
                even3 = Math.fma(x0, w[q3 + c], even3);
                odd3 = Math.fma(x1, w[q3 + c + 1], odd3);
            }
            if (evenColumns < columns) {
                float xc = x[xAt + evenColumns];
                even0 = Math.fma(xc, w[q0 + evenColumns], even0);
                even1 = Math.fma(xc, w[q1 + evenColumns], even1);
                even2 = Math.fma(xc, w[q2 + evenColumns], even2);
                even3 = Math.fma(xc, w[q3 + evenColumns], even3);
            }
            float y0 = start(start, startAt, r) + (even0 + odd0);
            float y1 = start(start, startAt, r1) + (even1 + odd1);
            float y2 = start(start, startAt, r2) + (even2 + odd2);
            float y3 = start(start, startAt, r3) + (even3 + odd3);
            y[yAt + r] = y0;
            y[yAt + r1] = y1;
            y[yAt + r2] = y2;
            y[yAt + r3] = y3;
        }
    }

    private static float start(float[] start, int startAt, int r) {
        return start == null ? 0f : start[startAt + r];
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
        for (; c < columns - 7; c += 8) {
            float y0 = start(start, startAt, c);
            float y1 = start(start, startAt, c + 1);
            float y2 = start(start, startAt, c + 2);
            float y3 = start(start, startAt, c + 3);
            float y4 = start(start, startAt, c + 4);
            float y5 = start(start, startAt, c + 5);
            float y6 = start(start, startAt, c + 6);
            float y7 = start(start, startAt, c + 7);
            int q = wAt + c;
            for (int r = 0; r < rows; r++) {
                float factor = x[xAt + r];
                y0 = Math.fma(factor, w[q], y0);
                y1 = Math.fma(factor, w[q + 1], y1);
                y2 = Math.fma(factor, w[q + 2], y2);
                y3 = Math.fma(factor, w[q + 3], y3);
                y4 = Math.fma(factor, w[q + 4], y4);
                y5 = Math.fma(factor, w[q + 5], y5);
                y6 = Math.fma(factor, w[q + 6], y6);
                y7 = Math.fma(factor, w[q + 7], y7);
                q += columns;
            }
            y[yAt + c] = y0;
            y[yAt + c + 1] = y1;
            y[yAt + c + 2] = y2;
            y[yAt + c + 3] = y3;
            y[yAt + c + 4] = y4;
            y[yAt + c + 5] = y5;
            y[yAt + c + 6] = y6;
            y[yAt + c + 7] = y7;
        }
        for (; c < columns; c++) {
            float sum = start(start, startAt, c);
            for (int r = 0; r < rows; r++) {
                sum = Math.fma(x[xAt + r], w[wAt + r * columns + c], sum);
            }
            y[yAt + c] = sum;
        }
    }

    /** {@code w[r,c] += factor a[r] b[c]}. */
    static void addOuter(
            int rows, int columns, float factor, float[] a, int aAt, float[] b, int bAt, float[] w, int wAt) {
        int r = 0;
        for (; r < rows - 3; r += 4) {
            float a0 = factor * a[aAt + r];
            float a1 = factor * a[aAt + r + 1];
            float a2 = factor * a[aAt + r + 2];
            float a3 = factor * a[aAt + r + 3];
            int q0 = wAt + r * columns;
            int q1 = q0 + columns;
            int q2 = q1 + columns;
            int q3 = q2 + columns;
            for (int c = 0; c < columns; c++) {
                float bc = b[bAt + c];
                w[q0 + c] = Math.fma(a0, bc, w[q0 + c]);
                w[q1 + c] = Math.fma(a1, bc, w[q1 + c]);
                w[q2 + c] = Math.fma(a2, bc, w[q2 + c]);
                w[q3 + c] = Math.fma(a3, bc, w[q3 + c]);
            }
        }
        for (; r < rows; r++) {
            float ar = factor * a[aAt + r];
            int q = wAt + r * columns;
            for (int c = 0; c < columns; c++) {
                w[q + c] = Math.fma(ar, b[bAt + c], w[q + c]);
            }
        }
    }

    /** {@code w[r,c] = factor a[r] b[c]}. */
    static void outer(int rows, int columns, float factor, float[] a, int aAt, float[] b, int bAt, float[] w, int wAt) {
        for (int r = 0; r < rows; r++) {
            float ar = factor * a[aAt + r];
            int q = wAt + r * columns;
            for (int c = 0; c < columns; c++) {
                w[q + c] = ar * b[bAt + c];
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
        for (; c < columns - 3; c += 4) {
            float b0 = b[bAt + c];
            float b1 = b[bAt + c + 1];
            float b2 = b[bAt + c + 2];
            float b3 = b[bAt + c + 3];
            float y0 = 0f;
            float y1 = 0f;
            float y2 = 0f;
            float y3 = 0f;
            int q = wAt + c;
            for (int r = 0; r < rows; r++) {
                float ar = a[aAt + r];
                float step = factor * ar;
                float w0 = w[q];
                float w1 = w[q + 1];
                float w2 = w[q + 2];
                float w3 = w[q + 3];
                y0 = Math.fma(ar, w0, y0);
                y1 = Math.fma(ar, w1, y1);
                y2 = Math.fma(ar, w2, y2);
                y3 = Math.fma(ar, w3, y3);
                w[q] = Math.fma(step, b0, w0);
                w[q + 1] = Math.fma(step, b1, w1);
                w[q + 2] = Math.fma(step, b2, w2);
                w[q + 3] = Math.fma(step, b3, w3);
                q += columns;
            }
            y[yAt + c] = y0;
            y[yAt + c + 1] = y1;
            y[yAt + c + 2] = y2;
            y[yAt + c + 3] = y3;
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
            float y0 = 0f;
            float y1 = 0f;
            float y2 = 0f;
            float y3 = 0f;
            for (int c = 0; c < columns; c++) {
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
