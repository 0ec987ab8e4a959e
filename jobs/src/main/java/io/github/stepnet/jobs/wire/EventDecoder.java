package io.github.stepnet.jobs.wire;

import io.github.stepnet.schemas.DeadLetterReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes events of a topic's records. Whatever the bytes are, it makes an event or throws {@link Refused}, in time and memory that the
 * size of the record bounds. Not for use by several threads at once.
 */
public final class EventDecoder {

    /** Longest value of a record, in bytes (512 KiB): what a dead letter holds, so that every accepted record can be shown whole. */
    public static final int LONGEST_VALUE = 512 << 10;

    private final EventSlots slots;
    private final EventBody body;

    EventDecoder(EventSlots slots, EventBody body) {
        this.slots = slots;
        this.body = body;
    }

    /**
     * The event of a record.
     *
     * @throws Refused if it has none
     */
    public IncomingEvent decode(ConsumerRecord<byte[], byte[]> source) throws Refused {
        byte[] value = source.value();
        if (value == null) {
            throw Refused.undecodable(
                    "the record has no value: a tombstone deletes a key from a compacted topic and is no event");
        }
        if (value.length > LONGEST_VALUE) {
            throw new Refused(
                    DeadLetterReason.TOO_LARGE,
                    "the value has " + value.length + " bytes; at most " + LONGEST_VALUE + " are allowed");
        }
        slots.clear();
        try {
            body.read(value);
            return slots.event(source);
        } catch (RuntimeException e) {
            throw Refused.undecodable("the value cannot be read: " + e);
        }
    }
}
