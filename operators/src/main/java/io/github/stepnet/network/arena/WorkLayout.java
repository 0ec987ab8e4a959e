package io.github.stepnet.network.arena;

/**
 * Hands out the positions of a work array: activations, tapes, signals, scratch. What lies there lives for one event and is shared
 * by all keys of the subtask.
 *
 * <p>Whoever computes with such an array has its own layout of it; the gradient is an array apart, because it has the layout of the
 * parameters.
 */
public final class WorkLayout {

    private int floats;

    /** Reserves {@code count} floats and returns the position of the first. */
    public int reserve(int count) {
        int at = floats;
        floats = Math.addExact(at, count);
        return at;
    }

    /** An array with room for every reservation. */
    public float[] newArray() {
        return new float[floats];
    }
}
