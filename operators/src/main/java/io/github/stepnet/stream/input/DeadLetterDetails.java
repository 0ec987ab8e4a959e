package io.github.stepnet.stream.input;

import io.github.stepnet.schemas.DeadLetter;
import java.io.Serializable;

/**
 * Adds what only the user's event knows to its dead letter, such as the topic, partition and offset that it came from.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface DeadLetterDetails<T> extends Serializable {

    void describe(T event, DeadLetter letter);
}
