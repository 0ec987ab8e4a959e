package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import java.io.Serializable;

/**
 * What a layer is: an immutable description that {@linkplain #compile compiles} to a {@link Stage} for a given input shape.
 *
 * <p>The permitted records are the library's own layers; {@link CustomLayer} is the open door for others.
 */
public sealed interface LayerSpec extends Serializable permits Dense, CustomLayer {

    /**
     * The stage that computes this layer on inputs of shape {@code input}.
     *
     * @throws IllegalArgumentException if the layer cannot take that shape; the message names both
     */
    Stage compile(Shape input);
}
