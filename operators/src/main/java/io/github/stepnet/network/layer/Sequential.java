package io.github.stepnet.network.layer;

import java.util.List;

/**
 * Layers one behind the other, as one layer: a branch, a block, a part that is used as a whole.
 *
 * <p>It has the stages of its layers and nothing of its own.
 *
 * @param layers the layers, from the input on; at least one
 */
public record Sequential(List<LayerSpec> layers) implements LayerSpec {

    /** @throws IllegalArgumentException if there is no layer */
    public Sequential {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("Sequential.layers is empty; name at least one layer");
        }
    }

    /** These layers in this order. */
    public static Sequential of(LayerSpec... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Wire wire = from;
        for (int i = 0; i < layers.size(); i++) {
            wire = wiring.lay("layers[" + i + "]", layers.get(i), wire);
        }
        return wire;
    }
}
