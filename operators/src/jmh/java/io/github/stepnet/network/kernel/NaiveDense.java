package io.github.stepnet.network.kernel;

import java.util.SplittableRandom;

/**
 * The yardstick: a net as one writes it first, nested loops over {@code float[][]}, one sum at a time.
 *
 * <p>It shares no code with the engine and must stay naive: every ratio of these benchmarks refers to it.
 */
public final class NaiveDense implements DenseNet {

    private final float[][][] weights;
    private final float[][] biases;
    private final float[][] sums;
    private final float[][] outputs;
    private final float[][] deltas;

    public NaiveDense(int[] sizes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int layers = sizes.length - 1;
        weights = new float[layers][][];
        biases = new float[layers][];
        sums = new float[layers][];
        outputs = new float[layers + 1][];
        deltas = new float[layers + 1][];
        outputs[0] = new float[sizes[0]];
        deltas[0] = new float[sizes[0]];
        for (int k = 0; k < layers; k++) {
            weights[k] = new float[sizes[k + 1]][sizes[k]];
            biases[k] = new float[sizes[k + 1]];
            sums[k] = new float[sizes[k + 1]];
            outputs[k + 1] = new float[sizes[k + 1]];
            deltas[k + 1] = new float[sizes[k + 1]];
            double bound = Math.sqrt(6.0 / (sizes[k] + sizes[k + 1]));
            for (float[] row : weights[k]) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (float) ((2 * random.nextDouble() - 1) * bound);
                }
            }
        }
    }

    float weight(int layer, int input, int output) {
        return weights[layer][output][input];
    }

    @Override
    public float forward(float[] x, int label) {
        System.arraycopy(x, 0, outputs[0], 0, x.length);
        for (int k = 0; k < weights.length; k++) {
            for (int o = 0; o < biases[k].length; o++) {
                float sum = biases[k][o];
                for (int i = 0; i < outputs[k].length; i++) {
                    sum += weights[k][o][i] * outputs[k][i];
                }
                sums[k][o] = sum;
            }
            if (k < weights.length - 1) {
                for (int o = 0; o < sums[k].length; o++) {
                    outputs[k + 1][o] = sums[k][o] >= 0 ? sums[k][o] : LEAK * sums[k][o];
                }
            } else {
                softmax(sums[k], outputs[k + 1]);
            }
        }
        return outputs[weights.length][label];
    }

    private static void softmax(float[] v, float[] y) {
        float highest = v[0];
        for (float each : v) {
            highest = Math.max(highest, each);
        }
        float sum = 0;
        for (int i = 0; i < v.length; i++) {
            y[i] = (float) Math.exp(v[i] - highest);
            sum += y[i];
        }
        for (int i = 0; i < v.length; i++) {
            y[i] /= sum;
        }
    }

    @Override
    public float tick(float[] x, int label, float rate) {
        float loss = (float) -Math.log(Math.max(forward(x, label), 1e-30f));
        float[] p = outputs[weights.length];
        for (int o = 0; o < p.length; o++) {
            deltas[weights.length][o] = p[o] - (o == label ? 1 : 0);
        }
        for (int k = weights.length - 1; k >= 0; k--) {
            float[] delta = deltas[k + 1];
            if (k < weights.length - 1) {
                for (int o = 0; o < delta.length; o++) {
                    delta[o] *= sums[k][o] >= 0 ? 1 : LEAK;
                }
            }
            if (k > 0) {
                for (int i = 0; i < deltas[k].length; i++) {
                    float sum = 0;
                    for (int o = 0; o < delta.length; o++) {
                        sum += weights[k][o][i] * delta[o];
                    }
                    deltas[k][i] = sum;
                }
            }
            for (int o = 0; o < delta.length; o++) {
                for (int i = 0; i < outputs[k].length; i++) {
                    weights[k][o][i] -= rate * delta[o] * outputs[k][i];
                }
                biases[k][o] -= rate * delta[o];
            }
        }
        return loss;
    }
}
