package io.github.stepnet.stream.input;

import java.io.Serializable;

/**
 * Says which class an event belongs to.
 *
 * @param <T> the events
 */
@FunctionalInterface
public interface LabelReader<T> extends Serializable {

    /** Not known (yet): the event is answered and teaches nothing. */
    int NOT_KNOWN = -1;

    /** The class of {@code event}, from 0; {@value #NOT_KNOWN} if it is not known. */
    int read(T event);
}
