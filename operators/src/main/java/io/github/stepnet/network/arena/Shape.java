package io.github.stepnet.network.arena;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor, outermost first; its values lie row-major in consecutive floats.
 *
 * <p>A vector of 8 features is {@code Shape.of(8)}. Equal shapes are equal objects by {@link #equals}.
 */
public final class Shape {

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * The shape with these sizes.
     *
     * @throws IllegalArgumentException if there is no size or one is below 1
     */
    public static Shape of(int... sizes) {
        if (sizes.length == 0) {
            throw new IllegalArgumentException("a shape has no sizes; give at least one");
        }
        long floats = 1;
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException(
                        "shape " + text(sizes) + " has a size below 1; every size must be at least 1");
            }
            floats *= size;
            if (floats > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape " + text(sizes) + " has more than 2^31-1 values");
            }
        }
        return new Shape(sizes.clone());
    }

    /** Number of dimensions. */
    public int rank() {
        return sizes.length;
    }

    /** Size of dimension {@code index}, the outermost is 0. */
    public int size(int index) {
        return sizes[index];
    }

    /** Number of values, the product of all sizes. */
    public int floats() {
        int floats = 1;
        for (int size : sizes) {
            floats *= size;
        }
        return floats;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** The sizes joined by {@code x}, as in {@code 3x8x8}. */
    @Override
    public String toString() {
        return text(sizes);
    }

    private static String text(int[] sizes) {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
