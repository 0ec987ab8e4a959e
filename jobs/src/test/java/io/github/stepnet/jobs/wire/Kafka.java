package io.github.stepnet.jobs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.schemas.DeadLetterReason;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records as a consumer hands them out: partition 3, offset 99, time 1,700,000,000,000. */
final class Kafka {

    static final long TIME = 1_700_000_000_000L;

    private Kafka() {}

    static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return record(null, value);
    }

    static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
        return new ConsumerRecord<>(
                "readings",
                3,
                99,
                TIME,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    static String refusal(EventFormat format, byte[] value, DeadLetterReason reason) {
        Refused refused = assertThrows(Refused.class, () -> format.open().decode(record(value)));
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused.getMessage();
    }

    static String undecodable(EventFormat format, byte[] value) {
        return refusal(format, value, DeadLetterReason.UNDECODABLE);
    }
}
