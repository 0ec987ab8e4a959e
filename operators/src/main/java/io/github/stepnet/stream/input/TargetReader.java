package io.github.stepnet.stream.input;

import java.io.Serializable;

/**
 * Writes an event's target values, always as many as the network has outputs.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface TargetReader<T> extends Serializable {

    /**
     * Writes the target of {@code event} to {@code into}, the first value at {@code offset}.
     *
     * @return whether it is known; if not, the event is answered and teaches nothing
     */
    boolean read(T event, float[] into, int offset);
}
