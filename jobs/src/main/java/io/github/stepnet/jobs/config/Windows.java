package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Shorthand;
import io.github.stepnet.stream.WavelengthWindow;
import java.time.Duration;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/** Which events of a key make a window. */
public sealed interface Windows {

    /**
     * The operator's, with nothing else said.
     *
     * @param <T> the events
     */
    <T> WavelengthWindow<T, ?> windows();

    /**
     * Spans of event time, one after the other.
     *
     * @param size of each
     * @param offset of the first from 1970-01-01T00:00:00Z
     */
    @Shorthand(unnamed = false)
    record Tumbling(Duration size, @Default("0s") Duration offset) implements Windows {

        public Tumbling {
            checkPositive("Tumbling.size", size);
            checkOffset("Tumbling.offset", offset, size, "size");
        }

        @Override
        public <T> WavelengthWindow<T, ?> windows() {
            return WavelengthWindow.of(TumblingEventTimeWindows.of(size, offset));
        }
    }

    /**
     * Spans of event time that overlap: an event is in several, and teaches in each.
     *
     * @param size of each
     * @param slide from the start of one to that of the next
     * @param offset of the first from 1970-01-01T00:00:00Z
     */
    record Sliding(
            Duration size, Duration slide, @Default("0s") Duration offset) implements Windows {

        public Sliding {
            checkPositive("Sliding.size", size);
            checkPositive("Sliding.slide", slide);
            if (slide.compareTo(size) > 0) {
                throw new IllegalArgumentException("Sliding.slide is " + text(slide) + "; it must be at most the size, "
                        + text(size) + ", or events between two windows would be lost");
            }
            checkOffset("Sliding.offset", offset, slide, "slide");
        }

        @Override
        public <T> WavelengthWindow<T, ?> windows() {
            return WavelengthWindow.of(SlidingEventTimeWindows.of(size, slide, offset));
        }
    }

    /**
     * Events that follow each other closely.
     *
     * @param gap of event time without an event of the key that ends the window
     */
    @Shorthand(unnamed = false)
    record Session(Duration gap) implements Windows {

        public Session {
            checkPositive("Session.gap", gap);
        }

        @Override
        public <T> WavelengthWindow<T, ?> windows() {
            return WavelengthWindow.of(EventTimeSessionWindows.withGap(gap));
        }
    }

    /**
     * So many events.
     *
     * @param events how many
     */
    @Shorthand(unnamed = false)
    record Count(int events) implements Windows {

        public Count {
            if (events < 1) {
                throw new IllegalArgumentException("Count.events is " + events + "; it must be at least 1");
            }
        }

        @Override
        public <T> WavelengthWindow<T, ?> windows() {
            return WavelengthWindow.count(events);
        }
    }

    private static void checkPositive(String component, Duration length) {
        if (length.toMillis() < 1) {
            throw new IllegalArgumentException(component + " is " + text(length) + "; it must be at least 1ms");
        }
    }

    private static void checkOffset(String component, Duration offset, Duration below, String what) {
        if (offset.compareTo(below) >= 0) {
            throw new IllegalArgumentException(
                    component + " is " + text(offset) + "; it must be below the " + what + ", " + text(below));
        }
    }

    private static String text(Duration duration) {
        return CanonicalText.of(Duration.class, duration);
    }
}
