package io.github.stepnet.network.kernel;

/**
 * The kernel that runs everywhere: plain loops, several sums at once where one sum would wait for itself.
 *
 * <p>No state and no allocation, so one instance serves every thread. The loops live in {@link ScalarRows}, {@link
 * ScalarFunctions}, {@link ScalarArithmetic} and {@link ScalarSteps}; the vector kernel calls them for its tails.
 */
public final class ScalarKernel implements Kernel {

    public static final ScalarKernel INSTANCE = new ScalarKernel();

    private ScalarKernel() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void affine(int n, int m, float[] w, int wAt, float[] b, int bAt, float[] x, int xAt, float[] y, int yAt) {
        if (n < m) {
            ScalarRows.combine(n, m, w, wAt, b, bAt, x, xAt, y, yAt);
        } else {
            ScalarRows.dot(m, n, w, wAt, b, bAt, x, xAt, y, yAt);
        }
    }

    @Override
    public void affineTransposed(int n, int m, float[] w, int wAt, float[] d, int dAt, float[] dx, int dxAt) {
        if (n < m) {
            ScalarRows.dot(n, m, w, wAt, null, 0, d, dAt, dx, dxAt);
        } else {
            ScalarRows.combine(m, n, w, wAt, null, 0, d, dAt, dx, dxAt);
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
        if (n < m) {
            ScalarRows.addOuter(n, m, scale, x, xAt, d, dAt, gw, gwAt);
        } else {
            ScalarRows.addOuter(m, n, scale, d, dAt, x, xAt, gw, gwAt);
        }
        ScalarArithmetic.addScaled(m, scale, d, dAt, gb, gbAt);
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
        if (n < m) {
            ScalarRows.outer(n, m, scale, x, xAt, d, dAt, gw, gwAt);
        } else {
            ScalarRows.outer(m, n, scale, d, dAt, x, xAt, gw, gwAt);
        }
        System.arraycopy(d, dAt, gb, gbAt, m);
        scale(m, scale, gb, gbAt);
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
        if (n < m) {
            ScalarRows.dotAndAddOuter(n, m, -rate, x, xAt, d, dAt, w, wAt, dx, dxAt);
        } else {
            ScalarRows.combineAndAddOuter(m, n, -rate, d, dAt, x, xAt, w, wAt, dx, dxAt);
        }
        ScalarArithmetic.addScaled(m, -rate, d, dAt, b, bAt);
    }

    @Override
    public void affineStep(
            int n, int m, float rate, float[] x, int xAt, float[] d, int dAt, float[] w, int wAt, float[] b, int bAt) {
        addOuterProduct(n, m, -rate, x, xAt, d, dAt, w, wAt, b, bAt);
    }

    @Override
    public void addProduct(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        for (int r = 0; r < rows; r++) {
            int q = cAt + r * columns;
            ScalarRows.combine(inner, columns, b, bAt, c, q, a, aAt + r * inner, c, q);
        }
    }

    @Override
    public void addProductTransposed(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        for (int r = 0; r < rows; r++) {
            int q = cAt + r * columns;
            ScalarRows.dot(columns, inner, b, bAt, c, q, a, aAt + r * inner, c, q);
        }
    }

    @Override
    public void addTransposedProduct(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        for (int k = 0; k < inner; k++) {
            ScalarRows.addOuter(rows, columns, 1f, a, aAt + k * rows, b, bAt + k * columns, c, cAt);
        }
    }

    @Override
    public void piecewiseLinear(int n, float positive, float negative, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.piecewiseLinear(n, positive, negative, v, vAt, y, yAt);
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
        ScalarFunctions.piecewiseLinearSlope(n, positive, negative, atZero, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void exp(int n, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.exp(n, v, vAt, y, yAt);
    }

    @Override
    public void tanh(int n, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.tanh(n, v, vAt, y, yAt);
    }

    @Override
    public void sigmoid(int n, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.sigmoid(n, v, vAt, y, yAt);
    }

    @Override
    public void softplus(int n, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.softplus(n, v, vAt, y, yAt);
    }

    @Override
    public void silu(int n, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.silu(n, v, vAt, y, yAt);
    }

    @Override
    public void gelu(int n, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.gelu(n, v, vAt, y, yAt);
    }

    @Override
    public void sigmoidSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        ScalarFunctions.sigmoidSlope(n, epsilon, y, yAt, d, dAt, out, outAt);
    }

    @Override
    public void tanhSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        ScalarFunctions.tanhSlope(n, epsilon, y, yAt, d, dAt, out, outAt);
    }

    @Override
    public void softplusSlope(int n, float epsilon, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        ScalarFunctions.softplusSlope(n, epsilon, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void siluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        ScalarFunctions.siluSlope(n, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void geluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        ScalarFunctions.geluSlope(n, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void softmax(int n, float[] v, int vAt, float[] y, int yAt) {
        ScalarFunctions.softmax(n, v, vAt, y, yAt);
    }

    @Override
    public void add(int n, float[] a, int aAt, float[] y, int yAt) {
        ScalarArithmetic.add(n, a, aAt, y, yAt);
    }

    @Override
    public void addScaled(int n, float factor, float[] a, int aAt, float[] y, int yAt) {
        ScalarArithmetic.addScaled(n, factor, a, aAt, y, yAt);
    }

    @Override
    public void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        ScalarArithmetic.multiply(n, a, aAt, b, bAt, y, yAt);
    }

    @Override
    public void addMultiplied(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        ScalarArithmetic.addMultiplied(n, a, aAt, b, bAt, y, yAt);
    }

    @Override
    public float sum(int n, float[] a, int aAt) {
        return ScalarArithmetic.sum(n, a, aAt);
    }

    @Override
    public float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        return ScalarArithmetic.dot(n, a, aAt, b, bAt);
    }

    @Override
    public void scale(int n, float factor, float[] y, int yAt) {
        ScalarArithmetic.scale(n, factor, y, yAt);
    }

    @Override
    public void clamp(int n, float bound, float[] y, int yAt) {
        ScalarArithmetic.clamp(n, bound, y, yAt);
    }

    @Override
    public float sumOfSquares(int n, float[] a, int aAt) {
        return ScalarArithmetic.sumOfSquares(n, a, aAt);
    }

    @Override
    public float maxMagnitude(int n, float[] a, int aAt) {
        return ScalarArithmetic.maxMagnitude(n, a, aAt);
    }

    @Override
    public boolean isFinite(int n, float[] a, int aAt) {
        return Float.isFinite(maxMagnitude(n, a, aAt));
    }

    @Override
    public void descend(int n, float rate, float[] g, int gAt, float[] p, int pAt) {
        ScalarArithmetic.addScaled(n, -rate, g, gAt, p, pAt);
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
        ScalarSteps.withMomentum(n, rate, momentum, nesterov, g, gAt, v, vAt, p, pAt);
    }

    @Override
    public void descendWithAveragedDelta(
            int n, float rate, float keep, float bound, float[] g, int gAt, float[] v, int vAt, float[] p, int pAt) {
        ScalarSteps.withAveragedDelta(n, rate, keep, bound, g, gAt, v, vAt, p, pAt);
    }

    @Override
    public void descendWithBoundedDelta(int n, float rate, float bound, float[] g, int gAt, float[] p, int pAt) {
        ScalarSteps.withBoundedDelta(n, rate, bound, g, gAt, p, pAt);
    }

    @Override
    public void descendByRms(
            int n, float rate, float decay, float epsilon, float[] g, int gAt, float[] s, int sAt, float[] p, int pAt) {
        ScalarSteps.byRms(n, rate, decay, epsilon, g, gAt, s, sAt, p, pAt);
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
        ScalarSteps.byAdam(
                n, rate, beta1, beta2, epsilon, weightDecay, correction1, correction2, g, gAt, m, mAt, v, vAt, p, pAt);
    }
}
