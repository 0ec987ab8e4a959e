package io.github.stepnet.network.kernel;

/**
 * The loops of the engine over {@code float[]} arrays and offsets; it owns no data.
 *
 * <p>Every loop works on {@code n} consecutive floats that start at the offset named beside its array, reads its inputs
 * before it writes the same position, and allows input and output to be the very same range ("in place") unless it says
 * otherwise; partial overlap is an error that nobody checks. There are two kernels, {@link ScalarKernel} and the vector
 * kernel of {@code kernel.vector}; for one kernel and one lane width, equal inputs give equal bits, in a cold virtual
 * machine and in a warm one. {@link Kernels} chooses between them.
 *
 * <p>A weight matrix of an affine map from {@code n} inputs to {@code m} outputs lies with its rows along the longer
 * side: input-major, {@code W[i * m + o]}, if {@code n < m}, else output-major, {@code W[o * n + i]}; see {@link
 * #weightIndex}.
 */
public interface Kernel {

    /** The word for this kernel in configuration, logs and model headers: {@code scalar} or {@code vector}. */
    String name();

    /** Floats handled at once, 1 for the scalar kernel; together with {@link #name} it decides the bits of a result. */
    int lanes();

    /**
     * Position of weight {@code (input, output)} in the flat matrix of an affine map with {@code n} inputs and {@code
     * m} outputs.
     */
    static int weightIndex(int n, int m, int input, int output) {
        return n < m ? input * m + output : output * n + input;
    }

    // ---- affine maps: y[o] = b[o] + sum_i W[i,o] x[i]

    /** {@code y = b + W x}; {@code y} must not overlap {@code x}. */
    void affine(int n, int m, float[] w, int wAt, float[] b, int bAt, float[] x, int xAt, float[] y, int yAt);

    /** The signal at the input, {@code dx[i] = sum_o W[i,o] d[o]}; {@code dx} must not overlap {@code d}. */
    void affineTransposed(int n, int m, float[] w, int wAt, float[] d, int dAt, float[] dx, int dxAt);

    /** The parameter gradient, added: {@code gw[i,o] += scale x[i] d[o]} and {@code gb[o] += scale d[o]}. */
    void addOuterProduct(
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
            int gbAt);

    /** {@link #addOuterProduct} to nothing: overwrites {@code gw} and {@code gb}. */
    void outerProduct(
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
            int gbAt);

    /**
     * {@link #affineTransposed} and a plain descent step in one touch per weight: {@code dx} from the old weights, then
     * {@code W[i,o] -= rate x[i] d[o]} and {@code b[o] -= rate d[o]}. {@code dx} may be {@code x}, but must not overlap
     * {@code d}.
     */
    void affineTransposedAndStep(
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
            int dxAt);

    /** The step of {@link #affineTransposedAndStep} alone, for a first layer whose input signal nobody needs. */
    void affineStep(
            int n, int m, float rate, float[] x, int xAt, float[] d, int dAt, float[] w, int wAt, float[] b, int bAt);

    // ---- products of row-major matrices, added to a third that must not overlap the others

    /** {@code C += A B}; {@code A: rows x inner}, {@code B: inner x columns}, {@code C: rows x columns}. */
    void addProduct(int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt);

    /** {@code C += A B^T}; {@code A: rows x inner}, {@code B: columns x inner}, {@code C: rows x columns}. */
    void addProductTransposed(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt);

    /** {@code C += A^T B}; {@code A: inner x rows}, {@code B: inner x columns}, {@code C: rows x columns}. */
    void addTransposedProduct(
            int rows, int inner, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt);

    // ---- element-wise functions and their slopes; a slope loop computes out = d * (f'(v) + epsilon)

    /** {@code y = v >= 0 ? positive * v : negative * v} (ReLU, scaled ReLU and leaky ReLU); NaN stays NaN. */
    void piecewiseLinear(int n, float positive, float negative, float[] v, int vAt, float[] y, int yAt);

    /**
     * {@code out = d * slope}, where the slope is {@code positive} for {@code v > 0}, {@code negative} for {@code v <
     * 0} and {@code atZero} at 0.
     */
    void piecewiseLinearSlope(
            int n,
            float positive,
            float negative,
            float atZero,
            float[] v,
            int vAt,
            float[] d,
            int dAt,
            float[] out,
            int outAt);

    /** {@code y = e^v}, relative error at most 2e-7; infinite from 88.73 up, 0 from -86.99 down, NaN stays NaN. */
    void exp(int n, float[] v, int vAt, float[] y, int yAt);

    /** {@code y = tanh v}, absolute and relative error at most 5e-7, digits kept near 0; odd. */
    void tanh(int n, float[] v, int vAt, float[] y, int yAt);

    /** {@code y = 1 / (1 + e^-v)} without overflow. */
    void sigmoid(int n, float[] v, int vAt, float[] y, int yAt);

    /** {@code y = ln(1 + e^v)} without overflow. */
    void softplus(int n, float[] v, int vAt, float[] y, int yAt);

    /** {@code y = v sigmoid(v)}; NaN for negative infinity. */
    void silu(int n, float[] v, int vAt, float[] y, int yAt);

    /** {@code y = v/2 (1 + tanh(sqrt(2/pi) (v + 0.044715 v^3)))}, the tanh form of GELU (Hendrycks and Gimpel 2016). */
    void gelu(int n, float[] v, int vAt, float[] y, int yAt);

    /** From the output: {@code out = d (y (1 - y) + epsilon)}. */
    void sigmoidSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt);

    /** From the output: {@code out = d (1 - y^2 + epsilon)}. */
    void tanhSlope(int n, float epsilon, float[] y, int yAt, float[] d, int dAt, float[] out, int outAt);

    /** From the pre-activation: {@code out = d (sigmoid(v) + epsilon)}. */
    void softplusSlope(int n, float epsilon, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt);

    /** From the pre-activation; no epsilon, the slope of SiLU changes its sign. */
    void siluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt);

    /** From the pre-activation; no epsilon, the slope of GELU changes its sign. */
    void geluSlope(int n, float[] v, int vAt, float[] d, int dAt, float[] out, int outAt);

    /** {@code y = softmax(v)}, maximum subtracted; for {@code n = 0} nothing happens. */
    void softmax(int n, float[] v, int vAt, float[] y, int yAt);

    // ---- vectors

    /** {@code y += a}. */
    void add(int n, float[] a, int aAt, float[] y, int yAt);

    /** {@code y += factor a}. */
    void addScaled(int n, float factor, float[] a, int aAt, float[] y, int yAt);

    /** {@code y = a b}, element by element. */
    void multiply(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt);

    /** {@code y += a b}, element by element. */
    void addMultiplied(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt);

    /** {@code sum_i a[i]}, in one fixed order. */
    float sum(int n, float[] a, int aAt);

    /** {@code sum_i a[i] b[i]}, in one fixed order. */
    float dot(int n, float[] a, int aAt, float[] b, int bAt);

    /** {@code y *= factor}. */
    void scale(int n, float factor, float[] y, int yAt);

    /** Every element into {@code [-bound, bound]}; NaN stays NaN. */
    void clamp(int n, float bound, float[] y, int yAt);

    /** Sum of squares, in one fixed order. */
    float sumOfSquares(int n, float[] a, int aAt);

    /** Largest magnitude; NaN if any element is NaN, 0 for {@code n = 0}. */
    float maxMagnitude(int n, float[] a, int aAt);

    /** Whether no element is infinite or NaN. */
    boolean isFinite(int n, float[] a, int aAt);

    // ---- optimisers: p is moved against the gradient g

    /** {@code p -= rate g}. */
    void descend(int n, float rate, float[] g, int gAt, float[] p, int pAt);

    /** {@code v = momentum v + g; p -= rate v}, or with Nesterov's look-ahead {@code p -= rate (g + momentum v)}. */
    void descendWithMomentum(
            int n,
            float rate,
            float momentum,
            boolean nesterov,
            float[] g,
            int gAt,
            float[] v,
            int vAt,
            float[] p,
            int pAt);

    /** The tween's step: {@code v = keep v + (1 - keep) clamp(rate g, bound); p -= v}. */
    void descendWithAveragedDelta(
            int n, float rate, float keep, float bound, float[] g, int gAt, float[] v, int vAt, float[] p, int pAt);

    /** {@code p -= clamp(rate g, bound)}. */
    void descendWithBoundedDelta(int n, float rate, float bound, float[] g, int gAt, float[] p, int pAt);

    /** RMSProp: {@code s = decay s + (1 - decay) g^2; p -= rate g / (sqrt(s) + epsilon)}. */
    void descendByRms(
            int n, float rate, float decay, float epsilon, float[] g, int gAt, float[] s, int sAt, float[] p, int pAt);

    /**
     * Adam with decoupled weight decay: {@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
     * p -= rate weightDecay p + rate (m / correction1) / (sqrt(v / correction2) + epsilon)}.
     */
    void descendByAdam(
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
            int pAt);
}
