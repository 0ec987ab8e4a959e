package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.IncomingEvent;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Sends events on to their networks and dead letters aside, before there is a key. Counts them in the metric group {@code stepnet}. */
final class SortOut extends ProcessFunction<Decoded, IncomingEvent> {

    static final OutputTag<OutgoingRecord> DEAD_LETTERS =
            new OutputTag<>("stepnet-undecoded", OutgoingRecordSerializer.TYPE);

    private static final long serialVersionUID = 1;

    private transient Counter events;
    private transient Counter deadLetters;

    @Override
    public void open(OpenContext context) {
        var group = getRuntimeContext().getMetricGroup().addGroup("stepnet");
        events = group.counter("events");
        deadLetters = group.counter("deadLetters");
    }

    @Override
    public void processElement(Decoded decoded, Context context, Collector<IncomingEvent> out) {
        if (decoded.isEvent()) {
            events.inc();
            out.collect(decoded.event());
        } else {
            deadLetters.inc();
            context.output(DEAD_LETTERS, decoded.deadLetter());
        }
    }
}
