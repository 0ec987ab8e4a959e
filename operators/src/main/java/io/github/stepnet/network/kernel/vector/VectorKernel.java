package io.github.stepnet.network.kernel.vector;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;

/**
 * The kernel on the Vector API, eight or sixteen floats at a time; it needs {@code --add-modules jdk.incubator.vector}.
 *
 * <p>No state and no allocation, so one instance serves every thread. The loops live in {@link VectorRows}, {@link
 * VectorFunctions}, {@link VectorArithmetic} and {@link VectorSteps}. A matrix whose rows are shorter than a vector
 * goes to the scalar kernel.
 */
public final class VectorKernel implements Kernel {

    public static final VectorKernel INSTANCE = new VectorKernel();

    private VectorKernel() {}

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int lanes() {
        return Lanes.COUNT;
    }

    @Override
    public void affine(int n, int m, float[] w, int wAt, float[] b, int bAt, float[] x, int xAt, float[] y, int yAt) {
        if (Math.max(n, m) < Lanes.COUNT) {
            ScalarKernel.INSTANCE.affine(n, m, w, wAt, b, bAt, x, xAt, y, yAt);
        } else if (n < m) {
            VectorRows.combine(n, m, w, wAt, b, bAt, x, xAt, y, yAt);
        } else {
            VectorRows.dot(m, n, w, wAt, b, bAt, x, xAt, y, yAt);
        }
    }

    @Override
    public void affineTransposed(int n, int m, float[] w, int wAt, float[] d, int dAt, float[] dx, int dxAt) {
        if (Math.max(n, m) < Lanes.COUNT) {
            ScalarKernel.INSTANCE.affineTransposed(n, m, w, wAt, d, dAt, dx, dxAt);
        } else if (n < m) {
            VectorRows.dot(n, m, w, wAt, null, 0, d, dAt, dx, dxAt);
        } else {
            VectorRows.combine(m, n, w, wAt, null, 0, d, dAt, dx, dxAt);
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
        if (Math.max(n, m) < Lanes.COUNT) {
            ScalarKernel.INSTANCE.addOuterProduct(n, m, scale, x, xAt, d, dAt, gw, gwAt, gb, gbAt);
            return;
        }
        if (n < m) {
            VectorRows.addOuter(n, m, scale, x, xAt, d, dAt, gw, gwAt);
        } else {
            VectorRows.addOuter(m, n, scale, d, dAt, x, xAt, gw, gwAt);
        }
        VectorArithmetic.addScaled(m, scale, d, dAt, gb, gbAt);
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
        if (Math.max(n, m) < Lanes.COUNT) {
            ScalarKernel.INSTANCE.outerProduct(n, m, scale, x, xAt, d, dAt, gw, gwAt, gb, gbAt);
            return;
        }
        if (n < m) {
            VectorRows.outer(n, m, scale, x, xAt, d, dAt, gw, gwAt);
        } else {
            VectorRows.outer(m, n, scale, d, dAt, x, xAt, gw, gwAt);
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
        if (Math.max(n, m) < Lanes.COUNT) {
            ScalarKernel.INSTANCE.affineTransposedAndStep(n, m, rate, x, xAt, d, dAt, w, wAt, b, bAt, dx, dxAt);
            return;
        }
        if (n < m) {
            VectorRows.dotAndAddOuter(n, m, -rate, x, xAt, d, dAt, w, wAt, dx, dxAt);
        } else {
            VectorRows.combineAndAddOuter(m, n, -rate, d, dAt, x, xAt, w, wAt, dx, dxAt);
        }
        VectorArithmetic.addScaled(m, -rate, d, dAt, b, bAt);
    }

    @Override
    public void affineStep(
            int n, int m, float rate, float[] x, int xAt, float[] d, int dAt, float[] w, int wAt, float[] b, int bAt) {
        addOuterProduct(n, m, -rate, x, xAt, d, dAt, w, wAt, b, bAt);
    }

    @Override
    public void addProduct(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        if (columns < Lanes.COUNT) {
            ScalarKernel.INSTANCE.addProduct(rows, inner, columns, a, aAt, b, bAt, c, cAt);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int q = cAt + r * columns;
            VectorRows.combine(inner, columns, b, bAt, c, q, a, aAt + r * inner, c, q);
        }
    }

    @Override
    public void addProductTransposed(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        if (inner < Lanes.COUNT) {
            ScalarKernel.INSTANCE.addProductTransposed(rows, inner, columns, a, aAt, b, bAt, c, cAt);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int q = cAt + r * columns;
            VectorRows.dot(columns, inner, b, bAt, c, q, a, aAt + r * inner, c, q);
        }
    }

    @Override
    public void addTransposedProduct(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        if (columns < Lanes.COUNT) {
            ScalarKernel.INSTANCE.addTransposedProduct(rows, inner, columns, a, aAt, b, bAt, c, cAt);
            return;
        }
        for (int k = 0; k < inner; k++) {
            VectorRows.addOuter(rows, columns, 1f, a, aAt + k * rows, b, bAt + k * columns, c, cAt);
        }
    }

    @Override
    public void piecewiseLinear(int n, float positive, float negative, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.piecewiseLinear(n, positive, negative, v, vAt, y, yAt);
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
        VectorFunctions.piecewiseLinearSlope(n, positive, negative, atZero, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void exp(int n, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.exp(n, v, vAt, y, yAt);
    }

    @Override
    public void tanh(int n, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.tanh(n, v, vAt, y, yAt);
    }

    @Override
    public void sigmoid(int n, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.sigmoid(n, v, vAt, y, yAt);
    }

    @Override
    public void softplus(int n, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.softplus(n, v, vAt, y, yAt);
    }

    @Override
    public void silu(int n, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.silu(n, v, vAt, y, yAt);
    }

    @Override
    public void gelu(int n, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.gelu(n, v, vAt, y, yAt);
    }

    @Override
    public void sigmoidSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        VectorFunctions.sigmoidSlope(n, epsilon, y, yAt, d, dAt, out, outAt);
    }

    @Override
    public void tanhSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt) {
        VectorFunctions.tanhSlope(n, epsilon, y, yAt, d, dAt, out, outAt);
    }

    @Override
    public void softplusSlope(int n, float epsilon, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        VectorFunctions.softplusSlope(n, epsilon, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void siluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        VectorFunctions.siluSlope(n, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void geluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt) {
        VectorFunctions.geluSlope(n, v, vAt, d, dAt, out, outAt);
    }

    @Override
    public void softmax(int n, float[] v, int vAt, float[] y, int yAt) {
        VectorFunctions.softmax(n, v, vAt, y, yAt);
    }

    @Override
    public void add(int n, float[] a, int aAt, float[] y, int yAt) {
        VectorArithmetic.add(n, a, aAt, y, yAt);
    }

    @Override
    public void addScaled(int n, float factor, float[] a, int aAt, float[] y, int yAt) {
        VectorArithmetic.addScaled(n, factor, a, aAt, y, yAt);
    }

    @Override
    public void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        VectorArithmetic.multiply(n, a, aAt, b, bAt, y, yAt);
    }

    @Override
    public void addMultiplied(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        VectorArithmetic.addMultiplied(n, a, aAt, b, bAt, y, yAt);
    }

    @Override
    public float sum(int n, float[] a, int aAt) {
        return VectorArithmetic.sum(n, a, aAt);
    }

    @Override
    public float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        return VectorArithmetic.dot(n, a, aAt, b, bAt);
    }

    @Override
    public void scale(int n, float factor, float[] y, int yAt) {
        VectorArithmetic.scale(n, factor, y, yAt);
    }

    @Override
    public void clamp(int n, float bound, float[] y, int yAt) {
        VectorArithmetic.clamp(n, bound, y, yAt);
    }

    @Override
    public float sumOfSquares(int n, float[] a, int aAt) {
        return VectorArithmetic.sumOfSquares(n, a, aAt);
    }

    @Override
    public float maxMagnitude(int n, float[] a, int aAt) {
        return VectorArithmetic.maxMagnitude(n, a, aAt);
    }

    @Override
    public boolean isFinite(int n, float[] a, int aAt) {
        return Float.isFinite(maxMagnitude(n, a, aAt));
    }

    @Override
    public void descend(int n, float rate, float[] g, int gAt, float[] p, int pAt) {
        VectorArithmetic.addScaled(n, -rate, g, gAt, p, pAt);
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
        VectorSteps.withMomentum(n, rate, momentum, nesterov, g, gAt, v, vAt, p, pAt);
    }

    @Override
    public void descendWithAveragedDelta(
            int n, float rate, float keep, float bound, float[] g, int gAt, float[] v, int vAt, float[] p, int pAt) {
        VectorSteps.withAveragedDelta(n, rate, keep, bound, g, gAt, v, vAt, p, pAt);
    }

    @Override
    public void descendWithBoundedDelta(int n, float rate, float bound, float[] g, int gAt, float[] p, int pAt) {
        VectorSteps.withBoundedDelta(n, rate, bound, g, gAt, p, pAt);
    }

    @Override
    public void descendByRms(
            int n, float rate, float decay, float epsilon, float[] g, int gAt, float[] s, int sAt, float[] p, int pAt) {
        VectorSteps.byRms(n, rate, decay, epsilon, g, gAt, s, sAt, p, pAt);
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
        VectorSteps.byAdam(
                n, rate, beta1, beta2, epsilon, weightDecay, correction1, correction2, g, gAt, m, mAt, v, vAt, p, pAt);
    }
}
