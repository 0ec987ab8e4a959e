package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.network.Answer;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.Prediction;

/**
 * What became of one row: an answer and the truth, or the reason why it was not used. A plain object, for Flink's own serializer.
 *
 * <p>Rows are numbered from 0 in the order of their data.
 */
public final class Outcome {

    /** The number of the row. */
    public long number;

    /** Whose row it was. */
    public String key;

    /** The class or the value that was answered. */
    public float answer;

    /** The probability that the answer gave to the true class; meaningless for values and where the truth is not known. */
    public float probability;

    /** The true class or value, NaN if it is not known. */
    public float truth;

    /** Updates that the weights had seen when they answered. */
    public long updates;

    /** Where the row is and why it was not used; null if it was. */
    public String rejection;

    /** Flink fills it in. */
    public Outcome() {}

    static Outcome rejected(long number, String reason) {
        Outcome outcome = new Outcome();
        outcome.number = number;
        outcome.rejection = reason;
        return outcome;
    }

    static Outcome of(DeadLetter letter) {
        long number = RowId.parse(letter.getEventId()).number();
        return rejected(number, "row " + (number + 1) + ": " + letter.getMessage());
    }

    static Outcome of(Prediction prediction) {
        RowId id = RowId.parse(prediction.getAnswersEventId());
        Outcome outcome = new Outcome();
        outcome.number = id.number();
        outcome.key = prediction.getKey();
        outcome.truth = id.truth();
        outcome.updates = prediction.getModelVersion();
        Integer predictedClass = prediction.getPredictedClass();
        if (predictedClass == null) {
            outcome.answer = prediction.getOutputs().get(0);
        } else {
            outcome.answer = predictedClass;
            outcome.probability =
                    Float.isNaN(id.truth()) ? 0f : prediction.getOutputs().get((int) id.truth());
        }
        return outcome;
    }

    /** Becomes the outcome of an answer that is present. */
    void set(String whose, Answer given) {
        number = Long.parseLong(given.eventId);
        key = whose;
        truth = given.known ? given.truth[0] : Float.NaN;
        updates = given.updates;
        answer = given.predictedClass < 0 ? given.outputs[0] : given.predictedClass;
        probability = given.predictedClass < 0 || !given.known ? 0f : given.outputs[(int) given.truth[0]];
    }
}
