package io.github.stepnet.jobs.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * A record as a JSON object. Every field is there, with null where it has no value; bytes are base64; numbers that are not finite are the
 * texts NaN, Infinity and -Infinity.
 */
final class JsonRecord {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonRecord() {}

    static byte[] write(IndexedRecord value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a record of the job's own could not be encoded: " + value, e);
        }
        return bytes.toByteArray();
    }

    private static void write(IndexedRecord value, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Schema.Field field : value.getSchema().getFields()) {
            out.writeFieldName(field.name());
            writeValue(value.get(field.pos()), out);
        }
        out.writeEndObject();
    }

    private static void writeValue(Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Float number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof ByteBuffer bytes) {
            byte[] array = new byte[bytes.remaining()];
            bytes.duplicate().get(array);
            out.writeBinary(array);
        } else if (value instanceof Iterable<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                writeValue(item, out);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> entries) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                writeValue(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof IndexedRecord inner) {
            write(inner, out);
        } else {
            out.writeString(value.toString());
        }
    }
}
