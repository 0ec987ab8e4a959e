package io.github.stepnet.network.layer;

import java.io.Serializable;

/**
 * What a layer is: an immutable description that lays itself into a graph, for the shape of the wire that it is given.
 *
 * <p>Most layers are one {@link Stage}: {@code return wiring.through(new Compiled(this, from.shape()), from)}. A container lays its
 * parts and joins their wires. The permitted records are the library's own layers; {@link CustomLayer} is the open door for others.
 */
public sealed interface LayerSpec extends Serializable
        permits Dense,
                StepwiseDense,
                Conv1d,
                Conv2d,
                Rnn,
                Lstm,
                Gru,
                MultiHeadAttention,
                LayerNorm,
                RmsNorm,
                SwiGlu,
                Softmax,
                Embedding,
                KMeans,
                Reshape,
                Sequential,
                Residual,
                Parallel,
                Grid,
                Frozen,
                CustomLayer {

    /**
     * Lays this layer behind a wire.
     *
     * @return the wire that it puts out
     * @throws IllegalArgumentException if the layer cannot take the wire's shape; the message names both
     */
    Wire lay(Wiring wiring, Wire from);
}
