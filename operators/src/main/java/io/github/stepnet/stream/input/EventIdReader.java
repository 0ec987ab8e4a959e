package io.github.stepnet.stream.input;

import java.io.Serializable;

/**
 * Names an event in predictions, milestones and dead letters.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface EventIdReader<T> extends Serializable {

    /** The id of {@code event}, unique within its key; null to use its sequence number. */
    String read(T event);
}
