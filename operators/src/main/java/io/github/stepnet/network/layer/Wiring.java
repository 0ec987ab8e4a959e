package io.github.stepnet.network.layer;

import java.util.List;

/**
 * Where a layer lays its stages: a graph that grows from the input on.
 *
 * <p>A layer sees the wires that it is given and those that it lays. It need not know its place: names, ticks and offsets are
 * the graph's.
 */
public interface Wiring {

    /** Sends a wire through a stage, in the tick after the one that writes the wire. */
    Wire through(Stage stage, Wire from);

    /** Joins wires, in the tick of the latest of them. */
    Wire join(Junction junction, List<Wire> from);

    /**
     * Lays a layer that is a part of this one.
     *
     * @param name what the part is called within this layer, such as {@code branches[1]}
     * @throws IllegalArgumentException if the part cannot take the wire's shape
     */
    Wire lay(String name, LayerSpec part, Wire from);

    /** The same graph, in which whatever is laid is not trained: signals flow through, parameters stay. */
    Wiring frozen();
}
