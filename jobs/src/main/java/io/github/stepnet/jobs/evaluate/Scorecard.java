package io.github.stepnet.jobs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Keeps the score of all keys. Outcomes of one key come in the order of its rows, those of different keys in any order: each key is scored by
 * itself, and keys are added up in the order of their names, so that the same outcomes give the same bits however they were mixed.
 */
final class Scorecard {

    /** Reasons that are told, of the first rows that could not be used. */
    private static final int MOST_REASONS = 5;

    private final int classes;
    private final boolean updatesAtEveryTruth;
    private final long last;
    private final long[] checkpoints;
    private final long[] marks;
    private final Map<String, KeyTrack> keys = new HashMap<>();
    private final TreeMap<Long, String> reasons = new TreeMap<>();
    private long answered;
    private long rejected;

    /**
     * An empty one.
     *
     * @param classes how many classes there are, or 0 for values
     * @param updatesAtEveryTruth whether a truth that led to no update was refused
     * @param last how many rows a checkpoint looks back on
     * @param checkpoints numbers of rows after which the last ones are scored
     */
    Scorecard(int classes, boolean updatesAtEveryTruth, long last, List<Long> checkpoints) {
        this.classes = classes;
        this.updatesAtEveryTruth = updatesAtEveryTruth;
        this.last = last;
        this.checkpoints = checkpoints.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .distinct()
                .toArray();
        marks = LongStream.concat(
                        Arrays.stream(this.checkpoints),
                        Arrays.stream(this.checkpoints).map(this::start))
                .sorted()
                .distinct()
                .toArray();
    }

    private long start(long checkpoint) {
        return Math.max(0, checkpoint - last);
    }

    void take(Outcome outcome) {
        if (outcome.rejection != null) {
            rejected++;
            reasons.put(outcome.number, outcome.rejection);
            if (reasons.size() > MOST_REASONS) {
                reasons.pollLastEntry();
            }
            return;
        }
        answered++;
        KeyTrack track = keys.get(outcome.key);
        if (track == null) {
            track = new KeyTrack(classes, updatesAtEveryTruth, marks);
            keys.put(outcome.key, track);
        }
        track.take(outcome);
    }

    /** Rows that something is known of by now. */
    long seen() {
        return answered + rejected;
    }

    /** What there is to say. */
    Assessment assess() {
        Map<String, KeyTrack> inOrder = new TreeMap<>(keys);
        Score total = Score.none(classes);
        long updates = 0;
        long refused = 0;
        Assessment.OfKey worst = null;
        for (Map.Entry<String, KeyTrack> entry : inOrder.entrySet()) {
            Score score = entry.getValue().score();
            total = total.plus(score);
            updates += entry.getValue().updates();
            refused += entry.getValue().refused();
            if (score.events() > 0
                    && (worst == null || score.quality() < worst.score().quality())) {
                worst = new Assessment.OfKey(entry.getKey(), score);
            }
        }
        List<Assessment.Checkpoint> windows = new ArrayList<>();
        for (long checkpoint : checkpoints) {
            windows.add(
                    new Assessment.Checkpoint(checkpoint, checkpoint - start(checkpoint), window(checkpoint, inOrder)));
        }
        return new Assessment(
                total,
                windows,
                keys.size(),
                Optional.ofNullable(worst),
                answered,
                updates,
                refused,
                rejected,
                List.copyOf(reasons.values()));
    }

    private Score window(long checkpoint, Map<String, KeyTrack> inOrder) {
        int from = Arrays.binarySearch(marks, start(checkpoint));
        int to = Arrays.binarySearch(marks, checkpoint);
        Score sum = Score.none(classes);
        for (KeyTrack track : inOrder.values()) {
            sum = sum.plus(track.scoreBefore(to).since(track.scoreBefore(from)));
        }
        return sum;
    }
}
