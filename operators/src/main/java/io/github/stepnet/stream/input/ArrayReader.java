package io.github.stepnet.stream.input;

import java.io.Serializable;

/**
 * Hands out the array of values that an event carries, of whatever length; a wrong one is refused.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface ArrayReader<T> extends Serializable {

    /** The values of {@code event}, which are only read; null if there are none. */
    float[] read(T event);
}
