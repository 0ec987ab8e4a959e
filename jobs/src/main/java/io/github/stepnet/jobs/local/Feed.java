package io.github.stepnet.jobs.local;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the producer sends: a cursor over events; what it tells of an event is of that which {@link #next} went to last.
 *
 * <p>The rest it knows before the first event. For one thread.
 */
interface Feed extends Closeable {

    /** What it is, for a person: {@code 8 machines, each with sensors of its own}. */
    String title();

    /** A word that topics can be named after. */
    String name();

    /** Features of an event. */
    int inputs();

    /** Classes, or 0 where the truth is a number. */
    int classes();

    /** Keys, where they are known before the events. */
    OptionalLong keys();

    /** How many events there will be, if they end. */
    OptionalLong events();

    /** Events of each key from one drift to the next, if there are drifts. */
    OptionalLong phaseLength();

    /** The best accuracy that any learner can have, where it is known. */
    OptionalDouble ceiling();

    /** Goes on to the next event, usable or not; false after the last. */
    boolean next() throws IOException;

    /** The line as it stands in the file if it cannot be made an event, otherwise null: then nothing else may be asked. */
    String unusable();

    /** Whose event it is. */
    String key();

    /** Event time. */
    long timeMillis();

    /** The features; the same array for every event. */
    float[] features();

    /** What is to be learned from it. */
    Truth truth();
}
