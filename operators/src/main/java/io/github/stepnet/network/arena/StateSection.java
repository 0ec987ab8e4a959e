package io.github.stepnet.network.arena;

import java.io.Serializable;

/**
 * A run of slots of a {@link NetworkState} that belong to one part of a model.
 *
 * @param part whose they are, such as {@code parameters} or {@code members[1]/scaler}
 * @param kind in which array they lie
 * @param at the first
 * @param count how many
 */
public record StateSection(String part, Kind kind, int at, int count) implements Serializable {

    /** The arrays of a state. */
    public enum Kind {
        /** {@link NetworkState#longs}. */
        LONGS,
        /** {@link NetworkState#doubles}. */
        DOUBLES,
        /** {@link NetworkState#ids}. */
        IDS,
        /** {@link NetworkState#floats}. */
        FLOATS
    }

    StateSection longer(int more) {
        return new StateSection(part, kind, at, count + more);
    }
}
