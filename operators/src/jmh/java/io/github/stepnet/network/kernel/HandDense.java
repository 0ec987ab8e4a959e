package io.github.stepnet.network.kernel;

import java.util.Arrays;

/**
 * The net of {@link NaiveDense} composed by hand from the loops of a kernel: parameters in one flat array, no engine.
 */
final class HandDense implements DenseNet {

    /** How a gradient becomes a step; plain descent touches each weight once, the others need the whole gradient. */
    enum Step {
        DESCENT,
        MOMENTUM,
        ADAM
    }

    private final Kernel kernel;
    private final Step step;
    private final int[] sizes;
    private final int layers;
    private final int[] weightAt;
    private final int[] biasAt;
    private final int[] sumAt;
    private final int[] outputAt;
    private final int[] deltaAt;
    private final int parameterCount;

    /** Parameters, then as much again for the gradient and for each of two moments. */
    private final float[] parameters;

    private final float[] work;

    /** Starts from the weights of {@code naive}. */
    HandDense(Kernel kernel, Step step, int[] sizes, NaiveDense naive) {
        this.kernel = kernel;
        this.step = step;
        this.sizes = sizes.clone();
        this.layers = sizes.length - 1;
        weightAt = new int[layers];
        biasAt = new int[layers];
        sumAt = new int[layers];
        outputAt = new int[layers + 1];
        deltaAt = new int[layers + 1];
        int parameter = 0;
        int at = sizes[0];
        for (int k = 0; k < layers; k++) {
            weightAt[k] = parameter;
            biasAt[k] = parameter + sizes[k] * sizes[k + 1];
            parameter = biasAt[k] + sizes[k + 1];
            sumAt[k] = at;
            outputAt[k + 1] = at + sizes[k + 1];
            deltaAt[k + 1] = at + 2 * sizes[k + 1];
            at += 3 * sizes[k + 1];
        }
        parameterCount = parameter;
        parameters = new float[4 * parameterCount];
        work = new float[at];
        for (int k = 0; k < layers; k++) {
            for (int o = 0; o < sizes[k + 1]; o++) {
                for (int i = 0; i < sizes[k]; i++) {
                    parameters[weightAt[k] + Kernel.weightIndex(sizes[k], sizes[k + 1], i, o)] = naive.weight(k, i, o);
                }
            }
        }
    }

    @Override
    public float forward(float[] x, int label) {
        System.arraycopy(x, 0, work, 0, sizes[0]);
        int last = layers - 1;
        for (int k = 0; k < layers; k++) {
            int m = sizes[k + 1];
            kernel.affine(
                    sizes[k], m, parameters, weightAt[k], parameters, biasAt[k], work, outputAt[k], work, sumAt[k]);
            if (k < last) {
                kernel.piecewiseLinear(m, 1f, LEAK, work, sumAt[k], work, outputAt[k + 1]);
            } else {
                kernel.softmax(m, work, sumAt[k], work, outputAt[k + 1]);
            }
        }
        return work[outputAt[layers] + label];
    }

    @Override
    public float tick(float[] x, int label, float rate) {
        float probability = forward(x, label);
        System.arraycopy(work, outputAt[layers], work, deltaAt[layers], sizes[layers]);
        work[deltaAt[layers] + label] -= 1f;
        if (step == Step.DESCENT) {
            pullBackAndStep(rate);
        } else {
            pullBackAndAccumulate();
            step(rate);
        }
        return -Polynomials.log(Math.max(probability, Float.MIN_NORMAL));
    }

    private void pullBackAndStep(float rate) {
        for (int k = layers - 1; k > 0; k--) {
            int n = sizes[k];
            kernel.affineTransposedAndStep(
                    n,
                    sizes[k + 1],
                    rate,
                    work,
                    outputAt[k],
                    work,
                    deltaAt[k + 1],
                    parameters,
                    weightAt[k],
                    parameters,
                    biasAt[k],
                    work,
                    deltaAt[k]);
            kernel.piecewiseLinearSlope(n, 1f, LEAK, 1f, work, sumAt[k - 1], work, deltaAt[k], work, deltaAt[k]);
        }
        kernel.affineStep(
                sizes[0], sizes[1], rate, work, 0, work, deltaAt[1], parameters, weightAt[0], parameters, biasAt[0]);
    }

    private void pullBackAndAccumulate() {
        Arrays.fill(parameters, parameterCount, 2 * parameterCount, 0f);
        for (int k = layers - 1; k >= 0; k--) {
            int n = sizes[k];
            int m = sizes[k + 1];
            kernel.addOuterProduct(
                    n,
                    m,
                    1f,
                    work,
                    outputAt[k],
                    work,
                    deltaAt[k + 1],
                    parameters,
                    parameterCount + weightAt[k],
                    parameters,
                    parameterCount + biasAt[k]);
            if (k > 0) {
                kernel.affineTransposed(n, m, parameters, weightAt[k], work, deltaAt[k + 1], work, deltaAt[k]);
                kernel.piecewiseLinearSlope(n, 1f, LEAK, 1f, work, sumAt[k - 1], work, deltaAt[k], work, deltaAt[k]);
            }
        }
    }

    private void step(float rate) {
        int n = parameterCount;
        if (step == Step.MOMENTUM) {
            kernel.descendWithMomentum(n, rate, 0.9f, false, parameters, n, parameters, 2 * n, parameters, 0);
        } else {
            kernel.descendByAdam(
                    n,
                    rate,
                    0.9f,
                    0.999f,
                    1e-8f,
                    0f,
                    1f,
                    1f,
                    parameters,
                    n,
                    parameters,
                    2 * n,
                    parameters,
                    3 * n,
                    parameters,
                    0);
        }
    }
}
