package io.github.stepnet.jobs.config;

import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.stream.WavelengthWindow;
import io.github.stepnet.stream.input.TimeReader;
import java.time.Duration;

/**
 * The section {@code window}: events of a key that are answered and learned together. What a window has taught goes to {@code sink.windows}, and an
 * event that comes when its window is over is a dead letter.
 *
 * <pre>{@code
 * window: {over: {tumbling: 1min}, channels: class-stratified, allowed-lateness: 10s}
 * }</pre>
 *
 * @param over which events make a window
 * @param channels how its events become an update
 * @param updates updates for a window
 * @param most events of a window that are held; one that holds more fires early. A window of a number of events holds as many in any case
 * @param allowedLateness how far behind the watermark an event may come and still be answered, in a firing of its own
 */
public record WindowConfig(
        Windows over,
        @Default("averaged-gradients") WindowMode channels,
        @Default("1") int updates,
        @Default("10000") int most,
        @Default("0s") Duration allowedLateness) {

    public WindowConfig {
        channels.channels().updates(updates);
        if (most < 1) {
            throw new IllegalArgumentException("WindowConfig.most is " + most + "; it must be at least 1 event");
        }
        if (over instanceof Windows.Count && !allowedLateness.isZero()) {
            throw new IllegalArgumentException(
                    "WindowConfig.allowedLateness is given with windows of a number of events, for which no event is late; leave it out");
        }
    }

    /** How an update is made. */
    public Channels lesson() {
        return channels.channels().updates(updates);
    }

    /**
     * The operator's windows.
     *
     * @param time of an event
     * @param <T> the events
     */
    public <T> WavelengthWindow<T, ?> window(TimeReader<T> time) {
        int held = over instanceof Windows.Count count ? Math.max(most, count.events()) : most;
        return over.<T>windows().timeOf(time).channels(lesson()).most(held).allowedLateness(allowedLateness);
    }
}
