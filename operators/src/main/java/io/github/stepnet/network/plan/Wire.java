package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.Shape;

/**
 * A value that flows between nodes: one vector per sample.
 *
 * <p>A wire may be read by several nodes (a split) and at any later depth (a delay): its values are kept until the sample has left
 * the plan.
 *
 * @param index position among the wires of its plan; 0 is the input
 * @param shape shape of the value
 * @param depth depth of the node that writes it; 0 for the input, which is there before the first node
 */
public record Wire(int index, Shape shape, int depth) {

    /** Number of values. */
    public int floats() {
        return shape.floats();
    }
}
