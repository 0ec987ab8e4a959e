package io.github.stepnet.stream;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.equilibrium.EquilibriumEvents;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.health.StageHealth;
import io.github.stepnet.network.learning.Drifts;
import io.github.stepnet.network.learning.LearningEvents;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.stream.input.DeadLetterDetails;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.Rejection;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.output.PredictionJoin;
import io.github.stepnet.stream.output.Records;

/**
 * Turns what a learner says of the current key into records, and lets each kind leave by its own way.
 *
 * @param <IN> the events
 * @param <OUT> what is emitted for a prediction
 */
final class Emitter<IN, OUT> {

    private final Learner learner;
    /** Null if nothing is measured. */
    private final HealthProbe health;

    private final PredictionJoin<IN, OUT> join;
    private final Exit<OUT> exit;
    private final String fingerprint;

    /** @param fingerprint of the specification */
    Emitter(Learner learner, HealthProbe health, PredictionJoin<IN, OUT> join, Exit<OUT> exit, String fingerprint) {
        this.learner = learner;
        this.health = health;
        this.join = join;
        this.exit = exit;
        this.fingerprint = fingerprint;
    }

    /** Tells milestones that this answer completes. */
    MilestoneListener milestones(Answer answer) {
        return (kind, percent, accuracy, majority, previous, windowEvents) -> exit.emit(
                Outputs.MILESTONES,
                Records.milestone(
                        exit.key(), fingerprint, answer, kind, percent, accuracy, majority, previous, windowEvents));
    }

    /** Emits the prediction, if there is one. */
    void prediction(IN event, Answer answer) {
        if (answer.present) {
            exit.emit(join.join(event, Records.prediction(exit.key(), fingerprint, answer)));
        }
    }

    /**
     * Emits what a tick, or a truth that came later, has to tell beside.
     *
     * @param enteredId id of the event that came in at this tick; null if it has none, or none came in
     */
    void beside(Answer answer, String enteredId) {
        if (answer.measured) {
            health(answer);
        }
        if (answer.events != null && answer.events.count() > 0) {
            events(answer, answer.events);
        }
        if (answer.drifts != null && answer.drifts.count() > 0) {
            drifts(answer, enteredId, answer.drifts);
        }
        if (answer.equilibrium != null && answer.equilibrium.count() > 0) {
            equilibrium(answer, answer.equilibrium);
        }
    }

    private void equilibrium(Answer answer, EquilibriumEvents events) {
        String key = exit.key();
        Long time = exit.time();
        for (int i = 0; i < events.count(); i++) {
            exit.emit(
                    Outputs.EQUILIBRIUM, Records.equilibriumEvent(key, answer, time, events.kind(i), events.value(i)));
        }
    }

    private void drifts(Answer answer, String enteredId, Drifts drifts) {
        String key = exit.key();
        Long time = exit.time();
        for (int i = 0; i < drifts.count(); i++) {
            exit.emit(Outputs.DRIFTS, Records.drift(key, answer, enteredId, time, drifts, i));
        }
    }

    /**
     * Emits a dead letter for a record that is not used.
     *
     * @param time of the record; null if it has none
     * @param like what {@code reader} fills
     * @param <T> the records
     */
    <T> void deadLetter(
            T record,
            Rejection rejection,
            Long time,
            ExampleReader<T> reader,
            Example like,
            DeadLetterDetails<T> details) {
        DeadLetter letter = new DeadLetter();
        letter.setReason(rejection.reason());
        letter.setMessage(rejection.message());
        letter.setKey(exit.key());
        letter.setTimeMillis(time);
        reader.describe(record, like, letter, details);
        exit.emit(Outputs.DEAD_LETTERS, letter);
    }

    private void health(Answer answer) {
        String key = exit.key();
        Long time = exit.time();
        for (StageHealth stage : health.stages()) {
            exit.emit(Outputs.LAYER_HEALTH, Records.layerHealth(key, answer, time, stage));
        }
    }

    private void events(Answer answer, LearningEvents events) {
        String key = exit.key();
        Long time = exit.time();
        for (int i = 0; i < events.count(); i++) {
            int stage = events.stage(i);
            String name = stage < 0 ? null : learner.stageName(stage);
            exit.emit(
                    Outputs.LEARNING_EVENTS,
                    Records.learningEvent(key, answer, time, events.kind(i), name, events.value(i)));
        }
    }
}
