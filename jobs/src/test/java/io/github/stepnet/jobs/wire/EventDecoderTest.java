package io.github.stepnet.jobs.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

/** The project's own events, and whatever else may lie in their topic. */
class EventDecoderTest {

    private static final AvroFormat FORMAT = AvroFormat.ofEvent();

    @Test
    void anEventIsDecodedWithAllThatItSays() throws Exception {
        IncomingEvent event = FORMAT.open()
                .decode(Kafka.record(bytes(new Event("m-1", "e-7", 42L, List.of(1.5f, -2f), 2, List.of(0.25f)))));
        assertEquals(new IncomingEvent("m-1", "e-7", 42, new float[] {1.5f, -2}, 2, new float[] {0.25f}, 3, 99), event);
    }

    @Test
    void anEventWithTheLeastIsDecoded() throws Exception {
        IncomingEvent event =
                FORMAT.open().decode(Kafka.record(bytes(new Event("k", null, 0L, List.of(), null, null))));
        assertNull(event.eventId());
        assertNull(event.target());
        assertEquals(IncomingEvent.NO_LABEL, event.label());
        assertEquals(0, event.features().length);
    }

    @Test
    void nothingOfOneEventRemainsInTheNext() throws Exception {
        EventDecoder decoder = FORMAT.open();
        decoder.decode(Kafka.record(bytes(new Event("a", "1", 1L, List.of(1f, 2f, 3f), 1, List.of(9f)))));
        IncomingEvent event = decoder.decode(Kafka.record(bytes(new Event("b", null, 2L, List.of(4f), null, null))));
        assertEquals(new IncomingEvent("b", null, 2, new float[] {4}, IncomingEvent.NO_LABEL, null, 3, 99), event);
    }

    @Test
    void valuesThatAreNotFiniteArePassedOnAsTheyAre() throws Exception {
        float[] odd = {Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -0f};
        IncomingEvent event = FORMAT.open()
                .decode(Kafka.record(
                        bytes(new Event("k", null, 0L, List.of(odd[0], odd[1], odd[2], odd[3]), 0, null))));
        assertArrayEquals(odd, event.features());
    }

    @Test
    void everyTruncationIsUndecodable() throws Exception {
        byte[] whole = bytes(new Event("m-1", "e-7", 42L, List.of(1f, 2f, 3f), 2, null));
        for (int length = 0; length < whole.length; length++) {
            Kafka.undecodable(FORMAT, Arrays.copyOf(whole, length));
        }
        assertEquals(
                "after the record, 1 of " + (whole.length + 1) + " bytes are left",
                Kafka.undecodable(FORMAT, Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void whateverTheBytesAreItIsAnEventOrRefused() throws Exception {
        long seed = 20_261_122;
        Random random = new Random(seed);
        byte[] whole = bytes(new Event("machine", "e-7", 42L, List.of(1f, 2f, 3f, 4f), 2, List.of(1f)));
        EventDecoder decoder = FORMAT.open();
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                damaged[10 + random.nextInt(damaged.length - 10)] = (byte) random.nextInt();
            }
            try {
                decoder.decode(Kafka.record(damaged));
            } catch (Refused expected) {
                refused++;
            }
        }
        assertTrue(refused > 10_000, refused + " refused, seed " + seed);
    }

    @Test
    void aLengthThatCannotBeTrueCostsNothing() throws Exception {
        byte[] start = Arrays.copyOf(bytes(new Event("k", null, 0L, List.of(1f), null, null)), 10);
        byte[] huge = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            Kafka.undecodable(FORMAT, join(start, huge));
            // Key "k", no id, time 0, then so many features.
            Kafka.undecodable(FORMAT, join(start, new byte[] {2, 'k', 0, 0}, huge));
        });
    }

    @Test
    void anOlderWritersEventIsReadByItsFingerprint() throws Exception {
        Schema older = new Schema.Parser().parse("""
                        {"type": "record", "name": "Event", "namespace": "io.github.stepnet.schemas", "fields": [
                          {"name": "site", "type": "string"},
                          {"name": "features", "type": {"type": "array", "items": "double"}},
                          {"name": "timeMillis", "type": "long"},
                          {"name": "key", "type": "string"}]}
                        """);
        GenericRecord record = new GenericData.Record(older);
        record.put("site", "north");
        record.put("features", List.of(1.0, 2.5));
        record.put("timeMillis", 5L);
        record.put("key", "old");
        byte[] value = array(new BinaryMessageEncoder<GenericRecord>(GenericData.get(), older).encode(record));
        AvroFormat both = new AvroFormat(
                AvroFraming.SINGLE_OBJECT,
                List.of(Event.getClassSchema().toString(), older.toString()),
                Fields.ofEvent());
        assertEquals(
                new IncomingEvent("old", null, 5, new float[] {1, 2.5f}, IncomingEvent.NO_LABEL, null, 3, 99),
                both.open().decode(Kafka.record(value)));
        assertTrue(
                Kafka.undecodable(FORMAT, value).startsWith("the value was written with the schema of fingerprint "));
    }

    @Test
    void anotherFormatIsGuessed() {
        assertEquals(
                "the value does not begin with C3 01, as Avro's single-object encoding does; it looks like JSON",
                Kafka.undecodable(FORMAT, "{\"key\": \"m\"}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                "the value does not begin with C3 01, as Avro's single-object encoding does; it is empty",
                Kafka.undecodable(FORMAT, new byte[0]));
    }

    @Test
    void aTombstoneIsNoEvent() {
        assertTrue(Kafka.undecodable(FORMAT, null).startsWith("the record has no value: a tombstone"));
    }

    @Test
    void aValueAboveTheLimitIsTooLarge() {
        assertEquals(
                "the value has 1000000 bytes; at most 524288 are allowed",
                Kafka.refusal(FORMAT, new byte[1_000_000], DeadLetterReason.TOO_LARGE));
    }

    @Test
    void aKeyOrIdAboveTheLimitIsTooLarge() throws Exception {
        String text = "k".repeat(4_097);
        assertEquals(
                "the key has 4097 characters; at most 4096 are allowed",
                Kafka.refusal(
                        FORMAT, bytes(new Event(text, null, 0L, List.of(1f), 0, null)), DeadLetterReason.TOO_LARGE));
        Kafka.refusal(FORMAT, bytes(new Event("k", text, 0L, List.of(1f), 0, null)), DeadLetterReason.TOO_LARGE);
    }

    @Test
    void anEmptyKeyIsNoKey() throws Exception {
        assertEquals(
                "field key is empty; every event belongs to a key's network",
                Kafka.refusal(FORMAT, bytes(new Event("", null, 0L, List.of(1f), 0, null)), DeadLetterReason.NULL_KEY));
    }

    @Test
    void aNegativeLabelIsNotAnUnknownOne() throws Exception {
        assertEquals(
                "the label is -1; classes count from 0, and a label that is not known is null or left out",
                Kafka.refusal(
                        FORMAT,
                        bytes(new Event("k", null, 0L, List.of(1f), -1, null)),
                        DeadLetterReason.LABEL_OUT_OF_RANGE));
    }

    @Test
    void aTimeInAnotherUnitIsNoticed() throws Exception {
        assertEquals(
                "the time in timeMillis is 1700000000000000 ms since 1970, which is outside the years 1 to 9999; is it in another unit?",
                Kafka.undecodable(FORMAT, bytes(new Event("k", null, 1_700_000_000_000_000L, List.of(1f), 0, null))));
        Kafka.undecodable(FORMAT, bytes(new Event("k", null, Long.MAX_VALUE, List.of(1f), 0, null)));
        Kafka.undecodable(FORMAT, bytes(new Event("k", null, Long.MIN_VALUE, List.of(1f), 0, null)));
    }

    private static byte[] bytes(Event event) throws Exception {
        return array(Event.getEncoder().encode(event));
    }

    private static byte[] array(java.nio.ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
