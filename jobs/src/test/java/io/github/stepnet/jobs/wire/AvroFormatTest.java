package io.github.stepnet.jobs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.config.EventTime;
import io.github.stepnet.jobs.config.Label;
import io.github.stepnet.jobs.config.Values;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Versions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

/** Records of a schema that has a bit of everything, written by Avro itself. */
class AvroFormatTest {

    private static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "Reading", "fields": [
                      {"name": "note", "type": ["null", "string"]},
                      {"name": "machine", "type": ["null", "long", "string"]},
                      {"name": "sensor", "type": {"type": "record", "name": "Sensor", "fields": [
                        {"name": "raw", "type": {"type": "fixed", "name": "Raw", "size": 3}},
                        {"name": "pressure", "type": ["null", "float"]},
                        {"name": "hot", "type": "boolean"},
                        {"name": "inner", "type": ["null", "Sensor"], "default": null}]}},
                      {"name": "blob", "type": "bytes"},
                      {"name": "tags", "type": {"type": "map", "values": ["double", "string"]}},
                      {"name": "history", "type": {"type": "array", "items": "int"}},
                      {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OK", "WORN", "BROKEN"]}},
                      {"name": "at", "type": "long"},
                      {"name": "measured", "type": "string"},
                      {"name": "grid", "type": {"type": "array", "items": {"type": "array", "items": "float"}}},
                      {"name": "left", "type": ["null", "double"]}]}
                    """);

    private static final Fields FIELDS = new Fields(
            "machine",
            null,
            new EventTime("at", EventTime.Unit.MICROS),
            new Values.Each(List.of("sensor.pressure", "sensor.hot", "tags.speed", "history.1")),
            new Label("state", List.of("OK", "WORN", "BROKEN")),
            new Values.Each(List.of("left")));

    @Test
    void fieldsAreFoundWhereverTheyStand() throws Exception {
        assertEquals(
                new IncomingEvent("17", null, 1_700_000, new float[] {2.5f, 1, 0.5f, -20}, 1, new float[] {8}, 3, 99),
                decode(FIELDS, reading()));
    }

    @Test
    void aFieldMayServeTwice() throws Exception {
        Fields twice = new Fields("at", "at", null, new Values.Each(List.of("at")), null, null);
        IncomingEvent event = decode(twice, reading());
        assertEquals("1700000000", event.key());
        assertEquals("1700000000", event.eventId());
        assertEquals(1_700_000_000f, event.features()[0]);
        assertEquals(Kafka.TIME, event.timeMillis(), "without a field it is Kafka's");
    }

    @Test
    void anArrayIsReadInBlocks() throws Exception {
        Fields history = new Fields("machine", null, null, new Values.Array("history"), null, null);
        assertEquals(3, decode(history, reading()).features().length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder blocks = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(bytes, null);
        GenericRecord record = reading();
        record.put("history", java.util.Collections.nCopies(100, 1_000_000));
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, blocks);
        blocks.flush();
        assertEquals(
                100,
                open(AvroFraming.NONE, history)
                        .decode(Kafka.record(bytes.toByteArray()))
                        .features()
                        .length);
    }

    @Test
    void theKeyOfTheKafkaRecordServesWhereNoFieldIsNamed() throws Exception {
        Fields noKey = new Fields(null, null, null, new Values.Array("history"), null, null);
        EventDecoder decoder = open(AvroFraming.NONE, noKey);
        byte[] value = binary(reading());
        assertEquals("m", decoder.decode(Kafka.record(new byte[] {'m'}, value)).key());
        Refused none = assertThrows(Refused.class, () -> decoder.decode(Kafka.record(value)));
        assertEquals(DeadLetterReason.NULL_KEY, none.reason());
        Refused notText = assertThrows(Refused.class, () -> decoder.decode(Kafka.record(new byte[] {-1, 7}, value)));
        assertEquals("the record's key is not UTF-8 text", notText.getMessage());
    }

    @Test
    void aNullKeyHasAReasonOfItsOwn() throws Exception {
        GenericRecord record = reading();
        record.put("machine", null);
        assertEquals(
                "field machine is missing or null; every event belongs to a key's network",
                Kafka.refusal(format(AvroFraming.NONE, FIELDS), binary(record), DeadLetterReason.NULL_KEY));
    }

    @Test
    void aNullTargetIsNotKnownAndANullFeatureIsRefused() throws Exception {
        GenericRecord record = reading();
        record.put("left", null);
        assertEquals(null, decode(FIELDS, record).target());
        ((GenericRecord) record.get("sensor")).put("pressure", null);
        assertEquals(
                "field sensor.pressure is missing or null; it must be a number: it is number 0 of the features",
                Kafka.undecodable(format(AvroFraming.NONE, FIELDS), binary(record)));
    }

    @Test
    void aValueOfTheWrongKindIsNamed() throws Exception {
        GenericRecord record = reading();
        record.put("tags", Map.of("speed", "fast"));
        assertEquals(
                "field tags.speed is the text \"fast\"; it must be a number: it is number 2 of the features",
                Kafka.undecodable(format(AvroFraming.NONE, FIELDS), binary(record)));
        Fields grid = new Fields("machine", null, null, new Values.Array("grid"), null, null);
        assertEquals(
                "field grid is an array with an array; it must be an array of numbers: it has the features",
                Kafka.undecodable(format(AvroFraming.NONE, grid), binary(reading())));
        Fields bytes = new Fields("machine", null, null, new Values.Each(List.of("blob")), null, null);
        assertEquals(
                "field blob is bytes; it must be a number: it is number 0 of the features",
                Kafka.undecodable(format(AvroFraming.NONE, bytes), binary(reading())));
    }

    @Test
    void aClassThatIsNotNamedIsOutOfRange() throws Exception {
        Fields two = new Fields(
                "machine", null, null, new Values.Array("history"), new Label("state", List.of("OK", "BROKEN")), null);
        assertEquals(
                "the label is \"WORN\"; it must be one of the classes [OK, BROKEN]",
                Kafka.refusal(format(AvroFraming.NONE, two), binary(reading()), DeadLetterReason.LABEL_OUT_OF_RANGE));
    }

    @Test
    void isoTimesAreReadWithTheirOffset() throws Exception {
        Fields iso = new Fields(
                "machine",
                null,
                new EventTime("measured", EventTime.Unit.ISO),
                new Values.Array("history"),
                null,
                null);
        assertEquals(3_600_000, decode(iso, reading()).timeMillis());
        GenericRecord record = reading();
        record.put("measured", "yesterday");
        assertEquals(
                "field measured is the text \"yesterday\"; it must be a text such as 2026-01-31T12:00:00Z",
                Kafka.undecodable(format(AvroFraming.NONE, iso), binary(record)));
    }

    @Test
    void confluentFramingIsAZeroByteAndAnId() throws Exception {
        byte[] body = binary(reading());
        byte[] framed = new byte[5 + body.length];
        framed[4] = 42;
        System.arraycopy(body, 0, framed, 5, body.length);
        assertEquals(
                "17",
                open(AvroFraming.CONFLUENT, FIELDS).decode(Kafka.record(framed)).key());
        framed[0] = 1;
        Kafka.undecodable(format(AvroFraming.CONFLUENT, FIELDS), framed);
        Kafka.undecodable(format(AvroFraming.CONFLUENT, FIELDS), new byte[] {0, 0, 0});
    }

    @Test
    void singleObjectsOfAUsersSchemaCarryItsFingerprint() throws Exception {
        byte[] value = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), SCHEMA)
                .encode(reading())
                .array();
        assertEquals(
                "17",
                open(AvroFraming.SINGLE_OBJECT, FIELDS)
                        .decode(Kafka.record(value))
                        .key());
        value[5]++;
        Kafka.undecodable(format(AvroFraming.SINGLE_OBJECT, FIELDS), value);
    }

    @Test
    void anEventMayBeOfAnyVersionThatWasReleased() {
        List<String> schemas = new ArrayList<>();
        schemas.add(Event.getClassSchema().toString());
        Versions.earlier(Event.getClassSchema()).forEach(schema -> schemas.add(schema.toString()));
        assertTrue(schemas.size() > 1);
        assertEquals(schemas, AvroFormat.ofEvent().schemas());
    }

    @Test
    void valuesOfAnEarlierSchemaAreStillRead() throws Exception {
        Schema earlier = new Schema.Parser().parse("""
                        {"type": "record", "name": "Reading", "fields": [
                          {"name": "history", "type": {"type": "array", "items": "int"}},
                          {"name": "machine", "type": "string"}]}
                        """);
        Fields history =
                new Fields("machine", null, null, new Values.Array("history"), null, new Values.Each(List.of("left")));
        GenericRecord old = new GenericData.Record(earlier);
        old.put("machine", "press");
        old.put("history", List.of(1, 2));
        byte[] value = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), earlier)
                .encode(old)
                .array();
        IncomingEvent event = new AvroFormat(
                        AvroFraming.SINGLE_OBJECT, List.of(SCHEMA.toString(), earlier.toString()), history)
                .open()
                .decode(Kafka.record(value));
        assertEquals("press", event.key());
        assertEquals(2, event.features().length);
        assertEquals(null, event.target());
    }

    @Test
    void everyTruncationIsUndecodable() throws Exception {
        byte[] whole = binary(reading());
        for (int length = 0; length < whole.length; length++) {
            Kafka.undecodable(format(AvroFraming.NONE, FIELDS), Arrays.copyOf(whole, length));
        }
    }

    @Test
    void recordsWithinRecordsHaveAnEnd() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // No note, machine 17, then a sensor with an inner sensor with an inner sensor.
        bytes.writeBytes(new byte[] {0, 2, 34});
        for (int depth = 0; depth < 5_000; depth++) {
            bytes.writeBytes(new byte[] {1, 2, 3, 0, 1, 2});
        }
        assertEquals(
                "records are nested more than 64 deep",
                Kafka.undecodable(format(AvroFraming.NONE, FIELDS), bytes.toByteArray()));
    }

    @Test
    void aFieldThatIsNotInTheSchemaIsFoundWhenTheFormatIsMade() {
        Fields wrong = new Fields("machine", null, null, new Values.Each(List.of("sensor.humidity")), null, null);
        assertEquals(
                "AvroFormat.fields has sensor.humidity, but the schema has no such field; give the path of one",
                assertThrows(IllegalArgumentException.class, () -> format(AvroFraming.NONE, wrong))
                        .getMessage());
    }

    @Test
    void aSchemaThatIsNoneIsFoundWhenTheFormatIsMade() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> new AvroFormat(AvroFraming.NONE, List.of("{\"type\": \"recrod\"}"), FIELDS))
                .getMessage()
                .startsWith("AvroFormat.schemas has one that is no Avro schema: "));
        assertEquals(
                "AvroFormat.schemas has a schema of type string; an event is a record",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new AvroFormat(AvroFraming.NONE, List.of("\"string\""), FIELDS))
                        .getMessage());
    }

    private static GenericRecord reading() {
        GenericRecord sensor = new GenericData.Record(SCHEMA.getField("sensor").schema());
        sensor.put(
                "raw", new GenericData.Fixed(sensor.getSchema().getField("raw").schema(), new byte[] {1, 2, 3}));
        sensor.put("pressure", 2.5f);
        sensor.put("hot", true);
        Map<String, Object> tags = new HashMap<>();
        tags.put("colour", "red");
        tags.put("speed", 0.5);
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("machine", 17L);
        record.put("sensor", sensor);
        record.put("blob", java.nio.ByteBuffer.wrap(new byte[] {9, 9}));
        record.put("tags", tags);
        record.put("history", List.of(10, -20, 30));
        record.put("state", new GenericData.EnumSymbol(SCHEMA.getField("state").schema(), "WORN"));
        record.put("at", 1_700_000_000L);
        record.put("measured", "1970-01-01T02:00:00+01:00");
        record.put("grid", List.of(List.of(1f, 2f), List.of(3f)));
        record.put("left", 8.0);
        return record;
    }

    private static IncomingEvent decode(Fields fields, GenericRecord record) throws Exception {
        return open(AvroFraming.NONE, fields).decode(Kafka.record(binary(record)));
    }

    private static EventDecoder open(AvroFraming framing, Fields fields) {
        return format(framing, fields).open();
    }

    private static AvroFormat format(AvroFraming framing, Fields fields) {
        return new AvroFormat(framing, List.of(SCHEMA.toString()), fields);
    }

    private static byte[] binary(GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
