package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;

/**
 * A value that flows between stages: one tensor per sample.
 *
 * <p>A wire may be read several times (a split) and at any later depth (a delay): its values are kept until the sample has left
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

    /**
     * The same values seen as a tensor of another shape.
     *
     * @throws IllegalArgumentException if that shape has another number of values
     */
    public Wire seenAs(Shape other) {
        if (other.floats() != floats()) {
            throw new IllegalArgumentException(
                    "a wire of shape " + shape + " has " + floats() + " values and cannot be seen as " + other
                            + ", which has " + other.floats() + "; give a shape with as many");
        }
        return new Wire(index, other, depth);
    }
}
