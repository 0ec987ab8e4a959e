package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Initializer;
import io.github.stepnet.network.layer.LayerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A dense layer as wide as the one before it is put in behind that, and changes nothing (Net2Deeper): the identity, with the activation relu behind a relu, without one elsewhere.
 *
 * @param after behind which layer
 */
public record Deepen(int after) implements Move {

    @Override
    public NetworkSpec spec(NetworkSpec before) {
        Dense dense = DenseLayers.dense("Deepen", before, after);
        DenseLayers.dense("Deepen", before, after + 1);
        Activation activation = dense.activation() == Activation.RELU ? Activation.RELU : Activation.IDENTITY;
        List<LayerSpec> layers = new ArrayList<>(before.layers());
        layers.add(after + 1, new Dense(dense.outputs(), activation, Initializer.HE));
        return DenseLayers.with(before, before.inputs(), layers);
    }

    @Override
    public void carry(NetworkSpec before, Tensors tensors) {
        int n = DenseLayers.dense("Deepen", before, after).outputs();
        tensors.rename(name -> shifted(name, after + 1));
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        tensors.put(DenseLayers.weights(after + 1), identity);
        tensors.put(DenseLayers.biases(after + 1), new double[n]);
    }

    private static String shifted(String name, int from) {
        int layer = DenseLayers.layer(name);
        return layer < from ? name : "layers[" + (layer + 1) + name.substring(name.indexOf(']'));
    }
}
