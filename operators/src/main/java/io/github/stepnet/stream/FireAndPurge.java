package io.github.stepnet.stream;

import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.triggers.TriggerResult;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;

/**
 * Fires when another trigger does, and also when a window holds as many events as it may, or the input ends; what has fired is purged, so
 * that a window which fires again holds what has come since. State: the number of events that the window holds.
 *
 * @param <T> the events
 * @param <W> the windows
 */
final class FireAndPurge<T, W extends Window> extends Trigger<T, W> {

    private static final long serialVersionUID = 1;

    private static final long END_OF_INPUT = Long.MAX_VALUE;

    private static final ReducingStateDescriptor<Long> EVENTS =
            new ReducingStateDescriptor<>("stepnet-window-events", new Sum(), LongSerializer.INSTANCE);

    private final Trigger<? super T, ? super W> inner;
    private final int most;
    private final Firing firing;

    FireAndPurge(Trigger<? super T, ? super W> inner, int most, Firing firing) {
        this.inner = inner;
        this.most = most;
        this.firing = firing;
    }

    @Override
    public TriggerResult onElement(T event, long time, W window, TriggerContext context) throws Exception {
        ReducingState<Long> events = context.getPartitionedState(EVENTS);
        events.add(1L);
        long held = events.get();
        if (held == 1 && !hasEnd(window)) {
            context.registerEventTimeTimer(END_OF_INPUT);
        }
        TriggerResult result = inner.onElement(event, time, window, context);
        if (result == TriggerResult.CONTINUE && held >= most) {
            return fire(Firing.Cause.OVERFLOW, context);
        }
        return purging(result, onElement(window, context), context);
    }

    private static <W extends Window> Firing.Cause onElement(W window, TriggerContext context) {
        if (!hasEnd(window)) {
            return Firing.Cause.COMPLETE;
        }
        return window.maxTimestamp() <= context.getCurrentWatermark() ? Firing.Cause.LATE : Firing.Cause.EARLY;
    }

    private static boolean hasEnd(Window window) {
        return !(window instanceof GlobalWindow);
    }

    @Override
    public TriggerResult onEventTime(long time, W window, TriggerContext context) throws Exception {
        if (!hasEnd(window) && time == END_OF_INPUT) {
            return fire(Firing.Cause.PARTIAL, context);
        }
        boolean isComplete = time >= window.maxTimestamp();
        return purging(
                inner.onEventTime(time, window, context),
                isComplete ? Firing.Cause.COMPLETE : Firing.Cause.EARLY,
                context);
    }

    @Override
    public TriggerResult onProcessingTime(long time, W window, TriggerContext context) throws Exception {
        return purging(inner.onProcessingTime(time, window, context), Firing.Cause.EARLY, context);
    }

    private TriggerResult purging(TriggerResult result, Firing.Cause cause, TriggerContext context) {
        if (result.isFire()) {
            return fire(cause, context);
        }
        if (result.isPurge()) {
            context.getPartitionedState(EVENTS).clear();
        }
        return result;
    }

    private TriggerResult fire(Firing.Cause cause, TriggerContext context) {
        context.getPartitionedState(EVENTS).clear();
        firing.tell(cause);
        return TriggerResult.FIRE_AND_PURGE;
    }

    @Override
    public boolean canMerge() {
        return inner.canMerge();
    }

    @Override
    public void onMerge(W window, OnMergeContext context) throws Exception {
        inner.onMerge(window, context);
        context.mergePartitionedState(EVENTS);
    }

    @Override
    public void clear(W window, TriggerContext context) throws Exception {
        inner.clear(window, context);
        context.getPartitionedState(EVENTS).clear();
    }

    @Override
    public String toString() {
        return "FireAndPurge(" + inner + ", at most " + most + " events)";
    }

    /** Adds up. */
    private static final class Sum implements ReduceFunction<Long> {

        private static final long serialVersionUID = 1;

        @Override
        public Long reduce(Long a, Long b) {
            return a + b;
        }
    }
}
