package io.github.stepnet.stream.output;

import io.github.stepnet.schemas.Prediction;
import java.io.Serializable;

/**
 * Makes a user's own record of an event and the prediction for it.
 *
 * @param <T> the events
 * @param <R> the records
 */
@FunctionalInterface
public interface PredictionJoin<T, R> extends Serializable {

    R join(T event, Prediction prediction);
}
