package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.kernel.Kernel;
import java.nio.ByteBuffer;

/**
 * A named part of a key's model as others know it: a tensor, row-major, whatever the order in which the engine keeps it.
 *
 * @param name such as {@code layers[0].weights}
 * @param kind in which array of the state it lies: floats, doubles or longs
 * @param shape its sizes
 * @param at the first of its slots
 * @param isAffine whether it is the matrix {@code inputs x outputs} of an affine map, which lies along its longer side
 */
public record ModelTensor(String name, StateSection.Kind kind, Shape shape, int at, boolean isAffine) {

    /** Bytes of one value. */
    public int width() {
        return kind == StateSection.Kind.FLOATS ? Float.BYTES : Long.BYTES;
    }

    /** Writes the values of a key behind each other. */
    public void read(NetworkState state, ByteBuffer to) {
        for (int i = 0; i < shape.floats(); i++) {
            int slot = slot(i);
            switch (kind) {
                case FLOATS -> to.putFloat(state.floats[slot]);
                case DOUBLES -> to.putDouble(state.doubles[slot]);
                default -> to.putLong(state.longs[slot]);
            }
        }
    }

    /** The other way round. */
    public void write(ByteBuffer from, NetworkState state) {
        for (int i = 0; i < shape.floats(); i++) {
            int slot = slot(i);
            switch (kind) {
                case FLOATS -> state.floats[slot] = from.getFloat();
                case DOUBLES -> state.doubles[slot] = from.getDouble();
                default -> state.longs[slot] = from.getLong();
            }
        }
    }

    /** A value as a number; of a count above 2^53, the nearest one. */
    public double value(NetworkState state, int i) {
        int slot = slot(i);
        return switch (kind) {
            case FLOATS -> state.floats[slot];
            case DOUBLES -> state.doubles[slot];
            default -> state.longs[slot];
        };
    }

    private int slot(int i) {
        if (!isAffine) {
            return at + i;
        }
        int outputs = shape.size(1);
        return at + Kernel.weightIndex(shape.size(0), outputs, i / outputs, i % outputs);
    }
}
