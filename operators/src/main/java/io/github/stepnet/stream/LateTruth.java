package io.github.stepnet.stream;

import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.stream.input.ArrayReader;
import io.github.stepnet.stream.input.DeadLetterDetails;
import io.github.stepnet.stream.input.EventIdReader;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.LabelReader;
import io.github.stepnet.stream.input.TargetReader;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How truths are read that come on a stream of their own, and how long an event waits for its truth.
 *
 * <p>A truth finds its event by key and id. An event is answered at once; until its truth comes, what is needed to learn from it waits in
 * keyed state, at most {@link #most} events of a key: beyond, the oldest is given up. So are truths that come before their events. What is given up,
 * and what has waited for {@link #timeout} of event time, leaves as {@link JoinedStream#expired}. At the end of a bounded input all that waits
 * expires.
 *
 * @param <L> the records with the truths
 */
public final class LateTruth<L> implements Serializable {

    /** Events, and truths, of a key that wait if nothing is said. */
    public static final int MOST = 10_000;

    /** Never, in milliseconds. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long serialVersionUID = 1;

    private final ExampleReader<L> reader;
    private final Loss.Task task;
    private final int classes;
    private final long timeoutMillis;
    private final int most;
    private final TruthOrder order;
    private final DeadLetterDetails<L> details;

    private LateTruth(
            ExampleReader<L> reader,
            Loss.Task task,
            int classes,
            long timeoutMillis,
            int most,
            TruthOrder order,
            DeadLetterDetails<L> details) {
        this.reader = reader;
        this.task = task;
        this.classes = classes;
        this.timeoutMillis = timeoutMillis;
        this.most = most;
        this.order = order;
        this.details = details;
    }

    /**
     * Labels.
     *
     * @param eventId the id of the event that a record is about
     * @param classes how many there are
     * @param label the class of that event
     */
    public static <L> LateTruth<L> label(EventIdReader<L> eventId, int classes, LabelReader<L> label) {
        ExampleReader<L> reader = ExampleReader.<L>truthOnly()
                .label(classes, Objects.requireNonNull(label, "label"))
                .eventId(Objects.requireNonNull(eventId, "eventId"));
        return new LateTruth<>(
                reader, Loss.Task.CLASSIFICATION, classes, NEVER, MOST, TruthOrder.ARRIVAL, (record, letter) -> {});
    }

    /** Target values. */
    public static <L> LateTruth<L> target(EventIdReader<L> eventId, TargetReader<L> target) {
        return target(eventId, ExampleReader.<L>truthOnly().target(Objects.requireNonNull(target, "target")));
    }

    /** Target values that lie in an array. */
    public static <L> LateTruth<L> target(EventIdReader<L> eventId, ArrayReader<L> target) {
        return target(eventId, ExampleReader.<L>truthOnly().target(Objects.requireNonNull(target, "target")));
    }

    private static <L> LateTruth<L> target(EventIdReader<L> eventId, ExampleReader<L> reader) {
        return new LateTruth<>(
                reader.eventId(Objects.requireNonNull(eventId, "eventId")),
                Loss.Task.REGRESSION,
                0,
                NEVER,
                MOST,
                TruthOrder.ARRIVAL,
                (record, letter) -> {});
    }

    /**
     * The same, with a longest wait in event time; without one, only the number bounds what waits.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond
     */
    public LateTruth<L> timeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("LateTruth.timeout is " + timeout
                    + "; it must be at least 1 ms of event time, or not set for no limit but the number");
        }
        return new LateTruth<>(reader, task, classes, timeout.toMillis(), most, order, details);
    }

    /**
     * The same, with another bound on events of a key that wait for truths, on truths that wait for events, and in {@link TruthOrder#EVENT_TIME} on both
     * of them that wait for the watermark.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public LateTruth<L> most(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("LateTruth.most is " + most + "; it must be at least 1 event of a key");
        }
        return new LateTruth<>(reader, task, classes, timeoutMillis, most, order, details);
    }

    /** The same, with events and truths in another order; {@link TruthOrder#ARRIVAL} if this is not said. */
    public LateTruth<L> order(TruthOrder order) {
        return new LateTruth<>(
                reader, task, classes, timeoutMillis, most, Objects.requireNonNull(order, "order"), details);
    }

    /** The same, with something added to the dead letter of a record that is no truth, such as where it came from. */
    public LateTruth<L> deadLetterDetails(DeadLetterDetails<L> details) {
        return new LateTruth<>(
                reader, task, classes, timeoutMillis, most, order, Objects.requireNonNull(details, "details"));
    }

    /**
     * Checks that this is the truth of such a network.
     *
     * @throws IllegalArgumentException if it is not
     */
    void check(Loss.Task other, int answers) {
        boolean classifies = other == Loss.Task.CLASSIFICATION;
        if (task != other) {
            throw new IllegalArgumentException(
                    "LateTruth reads " + (classifies ? "targets" : "labels") + ", but the network learns "
                            + (classifies ? "classes; use LateTruth.label" : "values; use LateTruth.target"));
        }
        if (classifies && classes != answers) {
            throw new IllegalArgumentException("LateTruth.label is of " + classes
                    + " classes but the network answers one of " + answers + "; make them equal");
        }
    }

    DeadLetterDetails<L> details() {
        return details;
    }

    ExampleReader<L> reader() {
        return reader;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    int most() {
        return most;
    }

    TruthOrder order() {
        return order;
    }
}
