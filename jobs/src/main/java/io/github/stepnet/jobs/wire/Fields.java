package io.github.stepnet.jobs.wire;

import io.github.stepnet.jobs.config.EventTime;
import io.github.stepnet.jobs.config.Label;
import io.github.stepnet.jobs.config.Values;
import java.io.Serializable;
import java.util.List;

/**
 * Where in a record the parts of an event stand, each a {@link io.github.stepnet.jobs.config.FieldPath}.
 *
 * @param key the key; null for the key of the Kafka record, as text
 * @param eventId the event's name; null if it has none
 * @param time its time; null for the Kafka record's own
 * @param features its features; null where a record has none, as one that is only the truth of an event
 * @param label its class; null where there is none to learn
 * @param target its target values; null where there are none to learn
 * @param route the text that says which of several networks it is for; null where the job does not ask
 * @param mayHaveGaps whether a feature may be missing; it is NaN then
 */
public record Fields(
        String key,
        String eventId,
        EventTime time,
        Values features,
        Label label,
        Values target,
        String route,
        boolean mayHaveGaps)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** For a job that has one network, or needs no field to choose one. */
    public Fields(String key, String eventId, EventTime time, Values features, Label label, Values target) {
        this(key, eventId, time, features, label, target, null, false);
    }

    /** The fields of the project's own {@code Event}. */
    public static Fields ofEvent() {
        return new Fields(
                "key",
                "eventId",
                new EventTime("timeMillis", EventTime.Unit.MILLIS),
                new Values.Array("features"),
                new Label("label", List.of()),
                new Values.Array("target"));
    }
}
