package io.github.stepnet.stream.input;

import java.io.Serializable;

/**
 * Writes an event's features, always as many as the network has inputs; see {@link ArrayReader} for events whose number of
 * features may be wrong.
 *
 * <p>A feature that it does not write is refused like one that is NaN.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface FeatureReader<T> extends Serializable {

    /** Writes the features of {@code event} to {@code into}, the first at {@code offset}. */
    void read(T event, float[] into, int offset);
}
