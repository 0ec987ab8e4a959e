package io.github.stepnet.jobs.config;

import io.github.stepnet.network.health.Health;
import io.github.stepnet.stream.Snapshots;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The topics that a job may write. */
public enum Output {
    /** Answers to events. */
    PREDICTIONS(0),
    /** Levels of accuracy that keys reach or lose. */
    MILESTONES(1),
    /** Records that taught nothing, and why. */
    DEAD_LETTERS(2),
    /** How the layers of keys do; only where it is asked for. */
    HEALTH(3),
    /** What changed how keys learn; only where something may. */
    LEARNING_EVENTS(4),
    /** What waited for a truth, or for an event, in vain; only where truths have a topic. */
    EXPIRED(5),
    /** Drifts of keys' streams; only where they are watched for. */
    DRIFTS(6),
    /** Models of keys that were silent for too long; only where models expire. */
    EXPIRED_MODELS(7),
    /** What windows of events taught; only where events come in windows. */
    WINDOWS(8),
    /** What networks that settle reach or lose; only where there are any. */
    EQUILIBRIUM(9),
    /** Whole models, as they are now and then; only where it is asked for. The topic is to be compacted. */
    SNAPSHOTS(10);

    private final int code;

    Output(int code) {
        this.code = code;
    }

    /** Stands for the topic between operator and sink; never used again for another one. */
    public int code() {
        return code;
    }

    /** The output of a code. */
    public static Output of(int code) {
        return switch (code) {
            case 0 -> PREDICTIONS;
            case 1 -> MILESTONES;
            case 2 -> DEAD_LETTERS;
            case 3 -> HEALTH;
            case 4 -> LEARNING_EVENTS;
            case 5 -> EXPIRED;
            case 6 -> DRIFTS;
            case 7 -> EXPIRED_MODELS;
            case 8 -> WINDOWS;
            case 9 -> EQUILIBRIUM;
            case 10 -> SNAPSHOTS;
            default -> throw new IllegalArgumentException("there is no output " + code);
        };
    }

    /** Those that a job of these sections writes. */
    static List<Output> of(
            Optional<TruthConfig> truth,
            Optional<WindowConfig> window,
            Networks network,
            LearningConfig learning,
            Health health,
            Snapshots snapshots,
            Optional<Duration> expireAfter) {
        return Arrays.stream(values())
                .filter(output -> switch (output) {
                    case PREDICTIONS, MILESTONES, DEAD_LETTERS -> true;
                    case HEALTH -> health.isOn();
                    case LEARNING_EVENTS -> learning.tellsEvents();
                    case EXPIRED -> truth.isPresent();
                    case DRIFTS -> learning.watchesDrifts();
                    case EXPIRED_MODELS -> expireAfter.isPresent();
                    case WINDOWS -> window.isPresent();
                    case EQUILIBRIUM -> network.anySettles();
                    case SNAPSHOTS -> snapshots.isOn();
                })
                .toList();
    }

    /** Its key in the section {@code sink}, such as {@code dead-letters}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same key as a component of {@link SinkConfig}, such as {@code deadLetters}. */
    String component() {
        StringBuilder component = new StringBuilder();
        for (String word : key().split("-", -1)) {
            component
                    .append(
                            component.isEmpty()
                                    ? word.substring(0, 1)
                                    : word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(word.substring(1));
        }
        return component.toString();
    }

    /** The name of the topic. */
    public String topic(SinkConfig sink) {
        return switch (this) {
            case PREDICTIONS -> sink.predictions();
            case MILESTONES -> sink.milestones();
            case DEAD_LETTERS -> sink.deadLetters();
            case HEALTH -> sink.health();
            case LEARNING_EVENTS -> sink.learningEvents();
            case EXPIRED -> sink.expired();
            case DRIFTS -> sink.drifts();
            case EXPIRED_MODELS -> sink.expiredModels();
            case WINDOWS -> sink.windows();
            case EQUILIBRIUM -> sink.equilibrium();
            case SNAPSHOTS -> sink.snapshots();
        };
    }
}
