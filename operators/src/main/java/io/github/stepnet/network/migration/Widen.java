package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.layer.Dense;
import java.util.Arrays;

/**
 * A dense layer gets more units, and answers what it did (Net2Wider; Chen, Goodfellow and Shlens, 2016).
 *
 * <p>Each new unit copies the weights of one that is drawn, and the two share what the next layer has made of it, by a share drawn within [0.5, 0.7]: not evenly, or both would be taught
 * the same for ever.
 *
 * @param layer which
 * @param outputs how many units it has then
 * @param seed of what is drawn, the same for all keys
 */
public record Widen(int layer, int outputs, long seed) implements Move {

    private static final double LEAST_SHARE = 0.5;
    private static final double LARGEST_SHARE = 0.7;

    @Override
    public NetworkSpec spec(NetworkSpec before) {
        Dense dense = DenseLayers.dense("Widen", before, layer);
        DenseLayers.dense("Widen", before, layer + 1);
        if (outputs <= dense.outputs()) {
            throw new IllegalArgumentException("Widen.outputs is " + outputs + "; it must be above " + dense.outputs()
                    + ", the outputs of layers[" + layer + "]");
        }
        return DenseLayers.replaced(before, layer, new Dense(outputs, dense.activation(), dense.initializer()));
    }

    @Override
    public void carry(NetworkSpec before, Tensors tensors) {
        int n = DenseLayers.dense("Widen", before, layer).outputs();
        int next = DenseLayers.dense("Widen", before, layer + 1).outputs();
        SplitMix64 random = new SplitMix64(seed);
        int[] source = new int[outputs];
        double[] in = tensors.get(DenseLayers.weights(layer));
        int inputs = in.length / n;
        double[] out = Arrays.copyOf(tensors.get(DenseLayers.weights(layer + 1)), outputs * next);
        for (int unit = 0; unit < outputs; unit++) {
            source[unit] = unit < n ? unit : (int) (random.nextDouble() * n);
            if (unit >= n) {
                double share = LEAST_SHARE + (LARGEST_SHARE - LEAST_SHARE) * random.nextDouble();
                for (int o = 0; o < next; o++) {
                    double whole = out[source[unit] * next + o];
                    // At least half of it: what is left is a float too, and both together are the whole.
                    double part = (float) (share * whole);
                    out[unit * next + o] = part;
                    out[source[unit] * next + o] = whole - part;
                }
            }
        }
        tensors.put(DenseLayers.weights(layer), DenseLayers.columns(in, inputs, n, source));
        tensors.put(
                DenseLayers.biases(layer), DenseLayers.columns(tensors.get(DenseLayers.biases(layer)), 1, n, source));
        tensors.put(DenseLayers.weights(layer + 1), out);
    }
}
