package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Shorthand;
import java.util.List;

/**
 * The same values in the same order, seen as a tensor of another shape: {@code reshape: [3, 8, 8]} makes an image of 192 features.
 *
 * <p>No parameters, no tape, no tick: nothing is computed.
 *
 * @param sizes sizes of the output, outermost first; their product must be that of the input's
 */
@Shorthand(unnamed = false)
public record Reshape(List<Integer> sizes) implements LayerSpec {

    /** @throws IllegalArgumentException if there is no size or one is below 1 */
    public Reshape {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "Reshape.sizes is " + sizes + "; give at least one size, each at least 1");
        }
    }

    /** A tensor of this shape. */
    public Reshape(Shape shape) {
        this(sizes(shape));
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Shape shape = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
        if (shape.floats() != from.floats()) {
            throw new IllegalArgumentException("Reshape.sizes is " + sizes + ", " + shape.floats()
                    + " values, but the input " + from.shape() + " has " + from.floats() + "; the products must agree");
        }
        return from.seenAs(shape);
    }

    private static List<Integer> sizes(Shape shape) {
        Integer[] sizes = new Integer[shape.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.size(i);
        }
        return List.of(sizes);
    }
}
