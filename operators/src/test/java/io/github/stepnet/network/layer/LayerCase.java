package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.Kernel;

/**
 * A layer as {@link LayerContract} tries it.
 *
 * @param layer the layer
 * @param input shape of its input
 * @param inputs what its input values look like
 * @param kernel the loops to compute with; set by the contract
 */
public record LayerCase(LayerSpec layer, Shape input, Inputs inputs, Kernel kernel) {

    /** What is fed to a layer. */
    public enum Inputs {
        /** Anything between -1 and 1. */
        REAL,
        /** Ids from 0 to 4, for which no derivative exists. */
        IDS
    }

    /** A layer on a tensor of these sizes. */
    public static LayerCase of(LayerSpec layer, int... sizes) {
        return new LayerCase(layer, Shape.of(sizes), Inputs.REAL, null);
    }

    /** A layer on so many ids. */
    public static LayerCase ofIds(LayerSpec layer, int ids) {
        return new LayerCase(layer, Shape.of(ids), Inputs.IDS, null);
    }

    LayerCase by(Kernel other) {
        return new LayerCase(layer, input, inputs, other);
    }

    @Override
    public String toString() {
        return layer + " on " + input + (kernel == null ? "" : ", " + kernel.name());
    }
}
