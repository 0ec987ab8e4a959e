package io.github.stepnet.stream;

import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.stream.input.TimeReader;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.WindowedStream;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.CountTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;

/**
 * Windows of a key's events, each of which is answered and then learned at once.
 *
 * <pre>{@code
 * WavelengthWindow<Reading, TimeWindow> minute = WavelengthWindow
 *         .<Reading, TimeWindow>of(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
 *         .channels(Channels.classAware())
 *         .timeOf(Reading::time)
 *         .allowedLateness(Duration.ofSeconds(10));
 *
 * LearnedWindows<Reading> out = wear.applyTo(readings.keyBy(Reading::machine), minute);
 * out.windowUpdates().print();
 * }</pre>
 *
 * <p>Flink buffers the events. When a window fires, they are answered with the weights as they are, in the order of {@link #timeOf}, then of
 * their ids, then of arrival, and teach as {@link Channels} says. Then they are purged: an event teaches once in each of its windows (so
 * once, but where windows slide), and a late firing holds the late events only. A window that holds {@link #most} events fires early, and
 * fires its other events later; sessions that an event merges, each with fewer, fire at once if they hold as many together. How many windows of a key are open at
 * once follows from the assigner and from how far its events are ahead of the watermark.
 *
 * <p>What waits in a window of time at the end of a bounded input fires, and so does the rest of a window of a number of events, which is then
 * marked as partial. {@code stop --drain} is such an end; a savepoint is not. Records leave with the last moment of their window;
 * those of windows of a number of events, which have none, with the greatest timestamp there is.
 */
public final class WavelengthWindow<T, W extends Window> implements Serializable {

    private static final long serialVersionUID = 1;

    /** Events that a window holds at most if nothing else is said. */
    public static final int MOST = 10_000;

    private final WindowAssigner<? super T, W> assigner;
    private final Trigger<? super T, ? super W> inner;
    private final int least;
    private final Channels channels;
    private final TimeReader<T> time;
    private final int most;
    private final long latenessMillis;
    private final Firing firing = new Firing();

    private WavelengthWindow(
            WindowAssigner<? super T, W> assigner,
            Trigger<? super T, ? super W> inner,
            int least,
            Channels channels,
            TimeReader<T> time,
            int most,
            long latenessMillis) {
        this.assigner = assigner;
        this.inner = inner;
        this.least = least;
        this.channels = channels;
        this.time = time;
        this.most = most;
        this.latenessMillis = latenessMillis;
    }

    /**
     * Windows of event time, whose labelled events teach by the mean of their gradients.
     *
     * @throws IllegalArgumentException if they go by the clock of the machine
     */
    public static <T, W extends Window> WavelengthWindow<T, W> of(WindowAssigner<? super T, W> assigner) {
        if (!assigner.isEventTime()) {
            throw new IllegalArgumentException(
                    "WavelengthWindow.of has " + assigner
                            + ", whose windows depend on when events arrive; use windows of event time, or WavelengthWindow.count");
        }
        return new WavelengthWindow<>(
                assigner, assigner.getDefaultTrigger(), 1, Channels.averagedGradients(), null, MOST, 0);
    }

    /** Windows of a number of a key's events. */
    public static <T> WavelengthWindow<T, GlobalWindow> count(int events) {
        if (events < 1) {
            throw new IllegalArgumentException("WavelengthWindow.count is " + events + "; it must be at least 1 event");
        }
        return new WavelengthWindow<>(
                GlobalWindows.create(),
                CountTrigger.of(events),
                events,
                Channels.averagedGradients(),
                null,
                Math.max(MOST, events),
                0);
    }

    /** How a window becomes an update. */
    public WavelengthWindow<T, W> channels(Channels other) {
        return new WavelengthWindow<>(
                assigner, inner, least, Objects.requireNonNull(other, "channels"), time, most, latenessMillis);
    }

    /** Instead of the windows' own trigger; what it fires is purged, whatever it says. */
    public WavelengthWindow<T, W> triggeredBy(Trigger<? super T, ? super W> other) {
        return new WavelengthWindow<>(
                assigner, Objects.requireNonNull(other, "trigger"), least, channels, time, most, latenessMillis);
    }

    /** By what the events of a window are put in order; by arrival if this is not said. */
    public WavelengthWindow<T, W> timeOf(TimeReader<T> reader) {
        return new WavelengthWindow<>(
                assigner, inner, least, channels, Objects.requireNonNull(reader, "reader"), most, latenessMillis);
    }

    /** How many events a window holds at most; {@value #MOST} if this is not said, or as many as it counts. */
    public WavelengthWindow<T, W> most(int events) {
        if (events < least) {
            throw new IllegalArgumentException(
                    "WavelengthWindow.most is " + events + "; it must be at least " + least + ", as many as fire");
        }
        return new WavelengthWindow<>(assigner, inner, least, channels, time, events, latenessMillis);
    }

    /** How far behind the watermark an event may come and still be answered, in a firing of its own. */
    public WavelengthWindow<T, W> allowedLateness(Duration lateness) {
        if (lateness.isNegative()) {
            throw new IllegalArgumentException(
                    "WavelengthWindow.allowedLateness is " + lateness + "; it must not be negative");
        }
        return new WavelengthWindow<>(assigner, inner, least, channels, time, most, lateness.toMillis());
    }

    /** What fires the windows, for {@link StepNetwork#perWindow}. */
    public Trigger<T, W> trigger() {
        return new FireAndPurge<>(inner, most, firing);
    }

    <K> WindowedStream<T, K, W> over(KeyedStream<T, K> events) {
        WindowedStream<T, K, W> windowed = events.window(assigner).trigger(trigger());
        return latenessMillis == 0 ? windowed : windowed.allowedLateness(Duration.ofMillis(latenessMillis));
    }

    Channels channels() {
        return channels;
    }

    /** Null if events are taken as they arrived. */
    TimeReader<T> time() {
        return time;
    }

    Firing firing() {
        return firing;
    }
}
