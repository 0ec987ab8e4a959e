package io.github.stepnet.jobs.wire;

import io.github.stepnet.schemas.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The parts of one event while its record is being read; used again for the next record. */
final class EventSlots {

    private static final float[] NOTHING = {};

    private final FieldTree tree = new FieldTree();
    private final List<Slot> slots = new ArrayList<>();
    private final TextSlot key;
    private final TextSlot eventId;
    private final TimeSlot time;
    private final Vector features;
    private final LabelSlot label;
    private final Vector target;
    private final TextSlot route;

    EventSlots(Fields fields) {
        key = fields.key() == null ? null : add(new TextSlot(fields.key(), "key"));
        eventId = fields.eventId() == null ? null : add(new TextSlot(fields.eventId(), "event id"));
        time = fields.time() == null
                ? null
                : add(new TimeSlot(fields.time().field(), fields.time().unit()));
        features =
                fields.features() == null ? null : add(Vector.of(fields.features(), "features", fields.mayHaveGaps()));
        label = fields.label() == null ? null : add(new LabelSlot(fields.label()));
        target = fields.target() == null ? null : add(Vector.of(fields.target(), "target"));
        route = fields.route() == null ? null : add(new TextSlot(fields.route(), "route to a network"));
    }

    private <S extends Slot> S add(S slot) {
        slots.add(slot);
        tree.add(slot);
        return slot;
    }

    private Vector add(Vector vector) {
        vector.slots().forEach(this::add);
        return vector;
    }

    /** Which fields are wanted. */
    FieldTree tree() {
        return tree;
    }

    List<Slot> all() {
        return slots;
    }

    void clear() {
        for (Slot slot : slots) {
            slot.clear();
        }
    }

    /** The event, when the whole value has been read. */
    IncomingEvent event(ConsumerRecord<byte[], byte[]> source) throws Refused {
        String owner = key == null ? keyOf(source) : key.value();
        if (owner == null || owner.isEmpty()) {
            throw new Refused(
                    DeadLetterReason.NULL_KEY,
                    (key == null ? "the record's key" : "field " + key.path())
                            + " is " + (owner == null ? "missing or null" : "empty")
                            + "; every event belongs to a key's network");
        }
        float[] values = features == null ? NOTHING : features.values();
        if (values == null) {
            Slot first = features.slots().get(0);
            throw Refused.undecodable("field " + first.path() + " is missing or null; it must be " + first.takes());
        }
        return new IncomingEvent(
                owner,
                eventId == null ? null : eventId.value(),
                time == null ? TimeSlot.checked(source.timestamp(), "the Kafka record") : time.millis(),
                values.length == 0 ? NOTHING : values,
                label == null ? IncomingEvent.NO_LABEL : label.value(),
                target == null ? null : target.values(),
                route == null ? null : route.value(),
                source.partition(),
                source.offset());
    }

    private static String keyOf(ConsumerRecord<byte[], byte[]> source) throws Refused {
        if (source.key() == null) {
            return null;
        }
        String text = new String(source.key(), StandardCharsets.UTF_8);
        if (AvroCursor.isDamaged(text)) {
            throw Refused.undecodable("the record's key is not UTF-8 text");
        }
        return TextSlot.checked(text, "key");
    }
}
