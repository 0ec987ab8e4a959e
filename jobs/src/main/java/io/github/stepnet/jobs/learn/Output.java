package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.SinkConfig;

/** The topics that the job writes; {@link #HEALTH} only where it is asked for. */
public enum Output {
    /** Answers to events. */
    PREDICTIONS(0),
    /** Levels of accuracy that keys reach or lose. */
    MILESTONES(1),
    /** Records that taught nothing, and why. */
    DEAD_LETTERS(2),
    /** How the layers of keys do. */
    HEALTH(3);

    private final int code;

    Output(int code) {
        this.code = code;
    }

    /** Stands for the topic between operator and sink; never used again for another one. */
    int code() {
        return code;
    }

    static Output of(int code) {
        return switch (code) {
            case 0 -> PREDICTIONS;
            case 1 -> MILESTONES;
            case 2 -> DEAD_LETTERS;
            case 3 -> HEALTH;
            default -> throw new IllegalArgumentException("there is no output " + code);
        };
    }

    /** The name of the topic. */
    public String topic(SinkConfig sink) {
        return switch (this) {
            case PREDICTIONS -> sink.predictions();
            case MILESTONES -> sink.milestones();
            case DEAD_LETTERS -> sink.deadLetters();
            case HEALTH -> sink.health();
        };
    }
}
