package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.schemas.DeadLetterReason;
import java.time.Duration;
import org.apache.flink.api.common.functions.MapFunction;

/** Makes dead letters of the events that come when their windows are over. */
final class LateEvents implements MapFunction<IncomingEvent, OutgoingRecord> {

    private static final long serialVersionUID = 1;

    private final String topic;
    private final Duration allowed;
    private final DeadLetters letters = new DeadLetters();

    /**
     * Of a window.
     *
     * @param topic of the events
     * @param allowed how late they might have been
     */
    LateEvents(String topic, Duration allowed) {
        this.topic = topic;
        this.allowed = allowed;
    }

    @Override
    public OutgoingRecord map(IncomingEvent event) {
        return letters.of(
                event,
                topic,
                DeadLetterReason.LATE,
                "its window is over, and the allowed lateness of " + CanonicalText.of(Duration.class, allowed)
                        + " after it; a larger window.allowed-lateness or source.out-of-orderness waits longer");
    }
}
