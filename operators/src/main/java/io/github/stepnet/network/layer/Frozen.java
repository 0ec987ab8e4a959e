package io.github.stepnet.network.layer;

/**
 * A layer that is not trained: its parameters stay as they were initialised or restored, signals flow through it as through any
 * other. A layer around parts freezes all of them.
 *
 * @param layer the layer
 */
public record Frozen(LayerSpec layer) implements LayerSpec {

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        return layer.lay(wiring.frozen(), from);
    }
}
