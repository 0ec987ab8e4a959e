package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.local.KeyScore.Reading;
import io.github.stepnet.schemas.Prediction;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How good the answers are that came out of Kafka: prequential figures over the last {@value #WINDOW} events of every key,
 * now and just before the last drift.
 *
 * <p>May be used by several threads.
 */
final class Scoreboard {

    /** Events of a key that a figure is about. */
    static final int WINDOW = 1000;

    private final int classes;
    private final OptionalLong keys;
    private final Map<String, Row> rows = new TreeMap<>();

    private int phase;
    private int keysInNextPhase;
    private List<Standing> beforeDrift = List.of();

    private static final class Row {
        private final KeyScore score;
        private int phase;
        private boolean hasFigures;
        private List<Reading> beforeDrift = List.of();

        Row(KeyScore score) {
            this.score = score;
        }
    }

    /**
     * Without answers.
     *
     * @param classes 0 where the truth is a number
     * @param keys how many there will be, if that is known; without it nothing is said about drifts
     */
    Scoreboard(int classes, OptionalLong keys) {
        this.classes = classes;
        this.keys = keys;
    }

    /** Compares an answer with what is known about its event. */
    synchronized void credit(Prediction prediction, Truth truth) {
        Row row = rows.computeIfAbsent(prediction.getKey(), key -> new Row(KeyScore.of(classes, WINDOW)));
        if (truth.phase() > row.phase) {
            row.beforeDrift = row.score.readings();
            row.phase = truth.phase();
            keysInNextPhase++;
            if (keys.isPresent() && keysInNextPhase == keys.getAsLong()) {
                endPhase();
            }
        }
        if (truth.isKnown()) {
            row.score.credit(prediction, truth);
            row.hasFigures = true;
        }
    }

    /** The keys take turns, so that none is two phases ahead of another. */
    private void endPhase() {
        phase++;
        keysInNextPhase = 0;
        Map<String, List<Reading>> readings = new TreeMap<>();
        rows.forEach((key, row) -> readings.put(key, row.beforeDrift));
        beforeDrift = Standing.of(readings);
    }

    /** How often every key has drifted. */
    synchronized int phase() {
        return phase;
    }

    /** Whether some keys have drifted once more than others. */
    synchronized boolean isBetweenPhases() {
        return keysInNextPhase > 0;
    }

    /** Keys that have been heard of. */
    synchronized int keys() {
        return rows.size();
    }

    /** The figures now, the most important first; empty before the first answer to an event whose truth is known. */
    synchronized List<Standing> now() {
        return standings(KeyScore::readings);
    }

    /** The same over all events. */
    synchronized List<Standing> overall() {
        return standings(KeyScore::overall);
    }

    private List<Standing> standings(Function<KeyScore, List<Reading>> readings) {
        Map<String, List<Reading>> ofKeys = new TreeMap<>();
        rows.forEach((key, row) -> {
            if (row.hasFigures) {
                ofKeys.put(key, readings.apply(row.score));
            }
        });
        return Standing.of(ofKeys);
    }

    /** The figures of every key when it last drifted; empty before every key has. */
    synchronized List<Standing> beforeDrift() {
        return beforeDrift;
    }
}
