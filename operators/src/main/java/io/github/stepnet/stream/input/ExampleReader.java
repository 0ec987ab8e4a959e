package io.github.stepnet.stream.input;

import io.github.stepnet.network.Example;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a user's event into an {@link Example}, or says why it cannot be one.
 *
 * <p>An event that passes allocates nothing here. Whatever is wrong with one, a user's reader that throws included, is a {@link
 * Rejection}: one event never stops a job.
 *
 * @param <T> the events
 */
public final class ExampleReader<T> implements Serializable {

    private static final long serialVersionUID = 1;

    /** Longest event id, in characters: it may lie in a key's state. */
    private static final int LONGEST_ID = 4_096;

    private final Values<T> features;
    private final int classes;
    private final LabelReader<T> label;
    private final Values<T> target;
    private final EventIdReader<T> eventId;
    private final Missing missing;

    private ExampleReader(
            Values<T> features,
            int classes,
            LabelReader<T> label,
            Values<T> target,
            EventIdReader<T> eventId,
            Missing missing) {
        this.features = features;
        this.classes = classes;
        this.label = label;
        this.target = target;
        this.eventId = eventId;
        this.missing = missing;
    }

    /** Reads features and nothing else: no truth is ever known, events have no ids. */
    public static <T> ExampleReader<T> features(FeatureReader<T> reader) {
        return new ExampleReader<>(new Values.Features<>(reader), 0, null, null, null, Missing.REJECT);
    }

    /** Reads what is added to it and no features. */
    public static <T> ExampleReader<T> truthOnly() {
        return new ExampleReader<>(new Values.Nothing<>(), 0, null, null, null, Missing.REJECT);
    }

    /** Reads features and nothing else from the events' arrays. */
    public static <T> ExampleReader<T> features(ArrayReader<T> reader) {
        return new ExampleReader<>(new Values.Array<>(reader), 0, null, null, null, Missing.REJECT);
    }

    /** Reads a class, too. */
    public ExampleReader<T> label(int numberOfClasses, LabelReader<T> reader) {
        return new ExampleReader<>(features, numberOfClasses, reader, null, eventId, missing);
    }

    /** Reads target values, too. */
    public ExampleReader<T> target(TargetReader<T> reader) {
        return new ExampleReader<>(features, 0, null, new Values.Target<>(reader), eventId, missing);
    }

    /** Reads target values from the events' arrays, too. */
    public ExampleReader<T> target(ArrayReader<T> reader) {
        return new ExampleReader<>(features, 0, null, new Values.Array<>(reader), eventId, missing);
    }

    /** Reads ids, too. */
    public ExampleReader<T> eventId(EventIdReader<T> reader) {
        return new ExampleReader<>(features, classes, label, target, reader, missing);
    }

    /** Deals with missing features in another way; {@link Missing#REJECT} if this is not said. */
    public ExampleReader<T> missing(Missing other) {
        return new ExampleReader<>(features, classes, label, target, eventId, other);
    }

    /** Whether features of an example may be NaN. */
    public boolean allowsMissing() {
        return missing == Missing.MEAN;
    }

    /**
     * Fills {@code example} with what {@code event} says.
     *
     * @return why it must not be used, or null if it may
     */
    public Rejection read(T event, Example example) {
        try {
            example.unlabelled();
            Rejection rejection = readId(event, example);
            if (rejection == null) {
                rejection = readFeatures(event, example);
            }
            if (rejection == null && label != null) {
                rejection = readLabel(event, example);
            }
            if (rejection == null && target != null) {
                rejection = readTarget(event, example);
            }
            return rejection;
        } catch (RuntimeException e) {
            return new Rejection(
                    DeadLetterReason.UNDECODABLE, "the job's code that reads an event failed for this one: " + e);
        }
    }

    /** The id of an event; null if it has none, or none that can be read. */
    public String id(T event) {
        try {
            return eventId == null ? null : eventId.read(event);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private Rejection readId(T event, Example example) {
        example.eventId(null);
        if (eventId == null) {
            return null;
        }
        String id = eventId.read(event);
        if (id != null && id.length() > LONGEST_ID) {
            return new Rejection(
                    DeadLetterReason.TOO_LARGE,
                    "the event id has " + id.length() + " characters; at most " + LONGEST_ID + " are allowed");
        }
        example.eventId(id);
        return null;
    }

    private Rejection readFeatures(T event, Example example) {
        int expected = example.features.length;
        int found = features.read(event, example.features);
        if (found != expected) {
            return new Rejection(
                    DeadLetterReason.WRONG_FEATURE_COUNT,
                    "the event has " + Math.max(0, found) + " features; the network takes " + expected);
        }
        int bad = firstNonFinite(example.features, allowsMissing());
        return bad < 0
                ? null
                : new Rejection(
                        DeadLetterReason.NON_FINITE_FEATURE,
                        "feature " + bad + " is " + example.features[bad] + "; it must be a finite number");
    }

    private Rejection readLabel(T event, Example example) {
        int value = label.read(event);
        if (value == LabelReader.NOT_KNOWN) {
            return null;
        }
        if (value < 0 || value >= classes) {
            return new Rejection(
                    DeadLetterReason.LABEL_OUT_OF_RANGE,
                    "the label is " + value + "; allowed: 0 to " + (classes - 1) + ", or " + LabelReader.NOT_KNOWN
                            + " for a label that is not known");
        }
        example.label(value);
        return null;
    }

    private Rejection readTarget(T event, Example example) {
        int expected = example.truth.length;
        int found = target.read(event, example.truth);
        if (found == Values.NONE) {
            return null;
        }
        if (found != expected) {
            return new Rejection(
                    DeadLetterReason.WRONG_TARGET_COUNT,
                    "the event has " + found + " target values; the network answers with " + expected);
        }
        int bad = firstNonFinite(example.truth, false);
        if (bad >= 0) {
            return new Rejection(
                    DeadLetterReason.NON_FINITE_TARGET,
                    "target value " + bad + " is " + example.truth[bad] + "; it must be a finite number");
        }
        example.target();
        return null;
    }

    private static int firstNonFinite(float[] values, boolean allowsMissing) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i]) && !(allowsMissing && Float.isNaN(values[i]))) {
                return i;
            }
        }
        return -1;
    }

    /** Writes what can be read of a rejected event, as it came, into its dead letter. */
    public void describe(T event, Example like, DeadLetter letter, DeadLetterDetails<T> details) {
        try {
            letter.setFeatures(list(features.asTheyCame(event, like.features.length)));
            if (label != null) {
                int value = label.read(event);
                letter.setLabel(value == LabelReader.NOT_KNOWN ? null : value);
            }
            if (target != null) {
                letter.setTarget(list(target.asTheyCame(event, like.truth.length)));
            }
            if (eventId != null) {
                letter.setEventId(eventId.read(event));
            }
            details.describe(event, letter);
        } catch (RuntimeException e) {
            letter.setMessage(letter.getMessage() + "; fields from there on cannot be shown: " + e);
        }
    }

    private static List<Float> list(float[] values) {
        if (values == null) {
            return null;
        }
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
