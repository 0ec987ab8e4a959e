package io.github.stepnet.network.kernel;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Every loop as its definition says, in doubles, rounded once at the end: what the kernels are compared to. */
final class ReferenceKernel implements Kernel {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void affine(int n, int m, float[] w, int wAt, float[] b, int bAt, float[] x, int xAt, float[] y, int yAt) {
        for (int o = 0; o < m; o++) {
            double sum = b[bAt + o];
            for (int i = 0; i < n; i++) {
                sum += (double) w[wAt + Kernel.weightIndex(n, m, i, o)] * x[xAt + i];
            }
            y[yAt + o] = (float) sum;
        }
    }

    @Override
    public void affineTransposed(int n, int m, float[] w, int wAt, float[] d, int dAt, float[] dx, int dxAt) {
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int o = 0; o < m; o++) {
                sum += (double) w[wAt + Kernel.weightIndex(n, m, i, o)] * d[dAt + o];
            }
            dx[dxAt + i] = (float) sum;
        }
    }

    @Override
    public void addOuterProduct(
            int n,
            int m,
            float scale,
            float[] x,
            int xAt,
            float[] d,
            int dAt,
            float[] gw,
            int gwAt,
            float[] gb,
            int gbAt) {
        for (int o = 0; o < m; o++) {
            for (int i = 0; i < n; i++) {
                add(gw, gwAt + Kernel.weightIndex(n, m, i, o), (double) scale * x[xAt + i] * d[dAt + o]);
            }
            add(gb, gbAt + o, (double) scale * d[dAt + o]);
        }
    }

    @Override
    public void outerProduct(
            int n,
            int m,
            float scale,
            float[] x,
            int xAt,
            float[] d,
            int dAt,
            float[] gw,
            int gwAt,
            float[] gb,
            int gbAt) {
        Arrays.fill(gw, gwAt, gwAt + n * m, 0f);
        Arrays.fill(gb, gbAt, gbAt + m, 0f);
        addOuterProduct(n, m, scale, x, xAt, d, dAt, gw, gwAt, gb, gbAt);
    }

    @Override
    public void addProduct(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        addProduct(rows, inner, columns, a, aAt, inner, 1, b, bAt, columns, 1, c, cAt);
    }

    @Override
    public void addProductTransposed(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        addProduct(rows, inner, columns, a, aAt, inner, 1, b, bAt, 1, inner, c, cAt);
    }

    @Override
    public void addTransposedProduct(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        addProduct(rows, inner, columns, a, aAt, 1, rows, b, bAt, columns, 1, c, cAt);
    }

    /** The element of row {@code i} and column {@code j} of a factor lies at {@code i * row + j * column}. */
    private static void addProduct(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] c,
            int cAt) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += (double) a[aAt + i * aRow + k * aColumn] * b[bAt + k * bRow + j * bColumn];
                }
                add(c, cAt + i * columns + j, sum);
            }
        }
    }

    @Override
    public void affineTransposedAndStep(
            int n,
            int m,
            float rate,
            float[] x,
            int xAt,
            float[] d,
            int dAt,
            float[] w,
            int wAt,
            float[] b,
            int bAt,
            float[] dx,
            int dxAt) {
        float[] oldX = Arrays.copyOfRange(x, xAt, xAt + n);
        affineTransposed(n, m, w, wAt, d, dAt, dx, dxAt);
        affineStep(n, m, rate, oldX, 0, d, dAt, w, wAt, b, bAt);
    }

    @Override
    public void affineStep(
            int n, int m, float rate, float[] x, int xAt, float[] d, int dAt, float[] w, int wAt, float[] b, int bAt) {
        addOuterProduct(n, m, -rate, x, xAt, d, dAt, w, wAt, b, bAt);
    }

    @Override
    public void piecewiseLinear(int n, float positive, float negative, float[] v, int vAt, float[] y, int yAt) {
        map(n, v, vAt, y, yAt, a -> a >= 0 ? positive * a : negative * a);
    }

    @Override
    public void piecewiseLinearSlope(
            int n,
            float positive,
            float negative,
            float atZero,
            float[] v,
            int vAt,
            float[] d,
            int dAt,
            float[] out,
            int outAt) {
        slope(n, v, vAt, d, dAt, out, outAt, a -> a > 0 ? positive : a < 0 ? negative : atZero);
    }

    @Override
    public void exp(int n, float[] v, int vAt, float[] y, int yAt) {
        map(n, v, vAt, y, yAt, StrictMath::exp);
    }

    @Override
    public void tanh(int n, float[] v, int vAt, float[] y, int yAt) {
        map(n, v, vAt, y, yAt, StrictMath::tanh);
    }

    @Override
    public void sigmoid(int n, float[] v, int vAt, float[] y, int yAt) {
        map(n, v, vAt, y, yAt, ReferenceKernel::sigmoid);
    }

    @Override
    public void softplus(int n, float[] v, int vAt, float[] y, int yAt) {
        map(n, v, vAt, y, yAt, ReferenceKernel::softplus);
    }

    @Override
    public void silu(int n, float[] v, int vAt, float[] y, int yAt) {
        map(n, v, vAt, y, yAt, a -> a * sigmoid(a));
    }

    @Override
    public void gelu(int n, float[] v, int vAt, float[] y, int yAt) {
        map(n, v, vAt, y, yAt, ReferenceKernel::gelu);
    }

    @Override
    public void sigmoidSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        slope(n, y, yAt, d, dAt, out, outAt, a -> a * (1 - a) + epsilon);
    }

    @Override
    public void tanhSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        slope(n, y, yAt, d, dAt, out, outAt, a -> 1 - a * a + epsilon);
    }

    @Override
    public void softplusSlope(int n, float epsilon, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        slope(n, v, vAt, d, dAt, out, outAt, a -> sigmoid(a) + epsilon);
    }

    @Override
    public void siluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        slope(n, v, vAt, d, dAt, out, outAt, a -> sigmoid(a) * (1 + a * (1 - sigmoid(a))));
    }

    @Override
    public void geluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        slope(n, v, vAt, d, dAt, out, outAt, ReferenceKernel::geluSlope);
    }

    @Override
    public void softmax(int n, float[] v, int vAt, float[] y, int yAt) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            highest = Math.max(highest, v[vAt + i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += StrictMath.exp(v[vAt + i] - highest);
        }
        for (int i = 0; i < n; i++) {
            y[yAt + i] = (float) (StrictMath.exp(v[vAt + i] - highest) / sum);
        }
    }

    @Override
    public void add(int n, float[] a, int aAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += a[aAt + i];
        }
    }

    @Override
    public void addScaled(int n, float factor, float[] a, int aAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            add(y, yAt + i, (double) factor * a[aAt + i]);
        }
    }

    @Override
    public void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i];
        }
    }

    @Override
    public void addMultiplied(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            add(y, yAt + i, (double) a[aAt + i] * b[bAt + i]);
        }
    }

    @Override
    public float sum(int n, float[] a, int aAt) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[aAt + i];
        }
        return (float) sum;
    }

    @Override
    public float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) a[aAt + i] * b[bAt + i];
        }
        return (float) sum;
    }

    @Override
    public void scale(int n, float factor, float[] y, int yAt) {
        map(n, y, yAt, y, yAt, a -> factor * a);
    }

    @Override
    public void clamp(int n, float bound, float[] y, int yAt) {
        map(n, y, yAt, y, yAt, a -> clamped(a, bound));
    }

    @Override
    public float sumOfSquares(int n, float[] a, int aAt) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) a[aAt + i] * a[aAt + i];
        }
        return (float) sum;
    }

    @Override
    public float maxMagnitude(int n, float[] a, int aAt) {
        float highest = 0;
        for (int i = 0; i < n; i++) {
            highest = Math.max(highest, Math.abs(a[aAt + i]));
        }
        return highest;
    }

    @Override
    public boolean isFinite(int n, float[] a, int aAt) {
        return Float.isFinite(maxMagnitude(n, a, aAt));
    }

    @Override
    public void descend(int n, float rate, float[] g, int gAt, float[] p, int pAt) {
        for (int i = 0; i < n; i++) {
            add(p, pAt + i, -(double) rate * g[gAt + i]);
        }
    }

    @Override
    public void descendWithMomentum(
            int n,
            float rate,
            float momentum,
            boolean nesterov,
            float[] g,
            int gAt,
            float[] v,
            int vAt,
            float[] p,
            int pAt) {
        for (int i = 0; i < n; i++) {
            double velocity = (double) momentum * v[vAt + i] + g[gAt + i];
            v[vAt + i] = (float) velocity;
            add(p, pAt + i, -(rate * (nesterov ? g[gAt + i] + momentum * velocity : velocity)));
        }
    }

    @Override
    public void descendWithAveragedDelta(
            int n, float rate, float keep, float bound, float[] g, int gAt, float[] v, int vAt, float[] p, int pAt) {
        for (int i = 0; i < n; i++) {
            double velocity = (double) keep * v[vAt + i] + (1.0 - keep) * clamped((double) rate * g[gAt + i], bound);
            v[vAt + i] = (float) velocity;
            add(p, pAt + i, -velocity);
        }
    }

    @Override
    public void descendWithBoundedDelta(int n, float rate, float bound, float[] g, int gAt, float[] p, int pAt) {
        for (int i = 0; i < n; i++) {
            add(p, pAt + i, -clamped((double) rate * g[gAt + i], bound));
        }
    }

    @Override
    public void descendByRms(
            int n, float rate, float decay, float epsilon, float[] g, int gAt, float[] s, int sAt, float[] p, int pAt) {
        for (int i = 0; i < n; i++) {
            double square = (double) decay * s[sAt + i] + (1.0 - decay) * g[gAt + i] * g[gAt + i];
            s[sAt + i] = (float) square;
            add(p, pAt + i, -(rate * g[gAt + i] / (Math.sqrt(square) + epsilon)));
        }
    }

    @Override
    public void descendByAdam(
            int n,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float weightDecay,
            float correction1,
            float correction2,
            float[] g,
            int gAt,
            float[] m,
            int mAt,
            float[] v,
            int vAt,
            float[] p,
            int pAt) {
        for (int i = 0; i < n; i++) {
            double mean = (double) beta1 * m[mAt + i] + (1.0 - beta1) * g[gAt + i];
            double square = (double) beta2 * v[vAt + i] + (1.0 - beta2) * g[gAt + i] * g[gAt + i];
            m[mAt + i] = (float) mean;
            v[vAt + i] = (float) square;
            add(
                    p,
                    pAt + i,
                    -((double) rate * weightDecay * p[pAt + i]
                            + rate * (mean / correction1) / (Math.sqrt(square / correction2) + epsilon)));
        }
    }

    private static void add(float[] a, int at, double delta) {
        a[at] = (float) (a[at] + delta);
    }

    private static void map(int n, float[] v, int vAt, float[] y, int yAt, DoubleUnaryOperator function) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = (float) function.applyAsDouble(v[vAt + i]);
        }
    }

    private static void slope(
            int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt, DoubleUnaryOperator slope) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = (float) (d[dAt + i] * slope.applyAsDouble(v[vAt + i]));
        }
    }

    private static double clamped(double value, double bound) {
        return Math.max(-bound, Math.min(bound, value));
    }

    static double sigmoid(double v) {
        return 1 / (1 + StrictMath.exp(-v));
    }

    static double softplus(double v) {
        return Math.max(v, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(v)));
    }

    static double gelu(double v) {
        return v / 2 * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
    }

    static double geluSlope(double v) {
        double c = Math.sqrt(2 / Math.PI);
        double t = StrictMath.tanh(c * (v + 0.044715 * v * v * v));
        return 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * c * (1 + 3 * 0.044715 * v * v);
    }
}
