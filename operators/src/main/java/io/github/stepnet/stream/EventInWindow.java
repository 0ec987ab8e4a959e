package io.github.stepnet.stream;

import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.Rejection;
import io.github.stepnet.stream.input.TimeReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An event of a window in its place.
 *
 * @param id null if it has none
 * @param rejection why its time cannot be read, or null
 * @param <T> the events
 */
record EventInWindow<T>(T event, long time, String id, Rejection rejection) {

    private static final Comparator<EventInWindow<?>> ORDER = Comparator.<EventInWindow<?>>comparingLong(
                    EventInWindow::time)
            .thenComparing(EventInWindow::id, Comparator.nullsFirst(Comparator.naturalOrder()));

    /**
     * The events by their times, then by their ids, then as they arrived; as they arrived if there is no reader of times.
     *
     * @param time null if there is none
     */
    static <T> List<EventInWindow<T>> inOrder(Iterable<T> events, TimeReader<T> time, ExampleReader<T> ids) {
        List<EventInWindow<T>> all = new ArrayList<>();
        for (T event : events) {
            all.add(time == null ? new EventInWindow<>(event, 0, null, null) : of(event, time, ids));
        }
        if (time != null) {
            all.sort(ORDER);
        }
        return all;
    }

    private static <T> EventInWindow<T> of(T event, TimeReader<T> time, ExampleReader<T> ids) {
        try {
            return new EventInWindow<>(event, time.read(event), ids.id(event), null);
        } catch (RuntimeException e) {
            return new EventInWindow<>(
                    event,
                    Long.MIN_VALUE,
                    null,
                    new Rejection(
                            DeadLetterReason.UNDECODABLE,
                            "the job's code that reads the time of an event failed for this one: " + e));
        }
    }
}
