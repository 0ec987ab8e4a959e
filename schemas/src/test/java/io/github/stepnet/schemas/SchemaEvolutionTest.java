package io.github.stepnet.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaEvolutionTest {
    private static final int SEED = 20261122;

    static Stream<Named<Schema>> records() {
        return Words.current().stream().map(schema -> Named.of(schema.getName(), schema));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void theCurrentSchemaReadsTheFirstVersion(Schema current) {
        SchemaCompatibility.SchemaPairCompatibility pair =
                SchemaCompatibility.checkReaderWriterCompatibility(current, Words.firstVersionOf(current));
        assertEquals(SchemaCompatibilityType.COMPATIBLE, pair.getType(), pair::getDescription);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void recordsWrittenByTheFirstVersionAreReadWithEveryFieldIntact(Schema current) throws IOException {
        Schema first = Words.firstVersionOf(current);
        for (Object written : new RandomData(first, 200, SEED, true)) {
            SpecificDatumReader<SpecificRecord> reader =
                    new SpecificDatumReader<>(first, current, SpecificData.getForSchema(current));
            SpecificRecord read = reader.read(null, DecoderFactory.get().binaryDecoder(bytesOf(first, written), null));

            for (Schema.Field field : first.getFields()) {
                Object then = ((GenericRecord) written).get(field.pos());
                Object now = read.get(current.getField(field.name()).pos());
                assertEquals(comparable(then), comparable(now), () -> "seed " + SEED + ", " + field.name());
            }
        }
    }

    @Test
    void anEventInSingleObjectEncodingOfTheFirstVersionIsRecognisedByItsFingerprint() throws IOException {
        Schema first = Words.firstVersionOf(Event.getClassSchema());
        GenericRecord written = new GenericData.Record(first);
        written.put("key", "press-7");
        written.put("timeMillis", 1_700_000_000_000L);
        written.put("features", List.of(0.5f, -1.25f));
        written.put("label", 2);
        ByteBuffer message = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), first).encode(written);

        BinaryMessageDecoder<Event> decoder = new BinaryMessageDecoder<>(
                SpecificData.getForClass(Event.class), Event.getClassSchema(), new SchemaStore.Cache());
        decoder.addSchema(first);
        Event read = decoder.decode(message);

        assertEquals("press-7", read.getKey());
        assertEquals(List.of(0.5f, -1.25f), List.copyOf(read.getFeatures()));
        assertEquals(2, read.getLabel());
    }

    @Test
    void bytesThatAreNoEventAreRefusedByTheSingleObjectDecoder() throws IOException {
        BinaryMessageDecoder<Event> decoder = Event.getDecoder();
        assertThrows(BadHeaderException.class, () -> decoder.decode("{\"key\": \"press-7\"}".getBytes(UTF_8)));

        Milestone other = Milestone.newBuilder()
                .setKey("press-7")
                .setEventId("41")
                .setTick(41)
                .setKind(MilestoneKind.REACHED)
                .setThresholdPercent(70)
                .setAccuracy(0.71f)
                .setWindowEvents(500)
                .build();
        assertThrows(MissingSchemaException.class, () -> decoder.decode(other.toByteBuffer()));
    }

    @Test
    void aReasonThatThisVersionDoesNotKnowIsReadAsUnknown() throws IOException {
        Schema current = DeadLetter.getClassSchema();
        Schema later = new Schema.Parser()
                .parse(current.toString().replace("\"BUFFER_FULL\"]", "\"BUFFER_FULL\",\"FROM_THE_FUTURE\"]"));
        GenericRecord written = new GenericData.Record(later);
        written.put(
                "reason", new GenericData.EnumSymbol(later.getField("reason").schema(), "FROM_THE_FUTURE"));
        written.put("message", "unheard of");
        written.put("bytesTruncated", false);

        DeadLetter read = new SpecificDatumReader<DeadLetter>(later, current)
                .read(null, DecoderFactory.get().binaryDecoder(bytesOf(later, written), null));

        assertEquals(DeadLetterReason.UNKNOWN, read.getReason());
    }

    @Test
    void aKindOfLearningEventThatThisVersionDoesNotKnowIsReadAsUnknown() throws IOException {
        Schema current = LearningEvent.getClassSchema();
        Schema later = new Schema.Parser()
                .parse(current.toString().replace("\"RATE_CUT\"]", "\"RATE_CUT\",\"FROM_THE_FUTURE\"]"));
        GenericRecord written = new GenericData.Record(later);
        written.put("key", "press-7");
        written.put("eventId", "41");
        written.put("tick", 41L);
        written.put("updates", 40L);
        written.put("kind", new GenericData.EnumSymbol(later.getField("kind").schema(), "FROM_THE_FUTURE"));
        written.put("value", 0.5);

        LearningEvent read = new SpecificDatumReader<LearningEvent>(later, current)
                .read(null, DecoderFactory.get().binaryDecoder(bytesOf(later, written), null));

        assertEquals(LearningEventKind.UNKNOWN, read.getKind());
    }

    /** Generic and generated records differ in their classes for texts, enums and lists, not in what they say. */
    private static Object comparable(Object value) {
        return value instanceof ByteBuffer ? value : String.valueOf(value);
    }

    private static byte[] bytesOf(Schema schema, Object record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
