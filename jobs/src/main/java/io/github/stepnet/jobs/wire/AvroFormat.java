package io.github.stepnet.jobs.wire;

import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Values that are one Avro record each.
 *
 * <p>Avro names fields, so a record is read with the schema that it was written with and the fields are found in it by name. With the
 * single-object encoding each record says which schema that is, and any of {@code schemas} may be; the others say nothing, and the first one
 * is taken.
 *
 * @param framing what stands before a record
 * @param schemas the writers' schemas, as JSON; the first one is the current one and has all of the fields
 * @param fields what to take from a record
 */
public record AvroFormat(AvroFraming framing, List<String> schemas, Fields fields) implements EventFormat {

    private static final long serialVersionUID = 1;

    public AvroFormat {
        Objects.requireNonNull(framing, "framing");
        Objects.requireNonNull(fields, "fields");
        schemas = List.copyOf(schemas);
        if (schemas.isEmpty()) {
            throw new IllegalArgumentException(
                    "AvroFormat.schemas is empty; give the schema that records are written with");
        }
        if (schemas.size() > 1 && framing != AvroFraming.SINGLE_OBJECT) {
            throw new IllegalArgumentException(
                    "AvroFormat.schemas has " + schemas.size() + " schemas, but with the framing " + framing
                            + " a record does not say which is its own; give one");
        }
        EventSlots slots = new EventSlots(fields);
        AvroBody body = new AvroBody(framing, parsed(schemas), slots.tree());
        for (Slot slot : slots.all()) {
            if (!body.reaches(slot)) {
                throw new IllegalArgumentException("AvroFormat.fields has " + slot.path()
                        + ", but the schema has no such field; give the path of one");
            }
        }
    }

    /** The project's own {@code Event}, written by this version of it or an earlier one. */
    public static AvroFormat ofEvent() {
        List<String> schemas = new ArrayList<>();
        schemas.add(Event.getClassSchema().toString());
        Versions.earlier(Event.getClassSchema()).forEach(schema -> schemas.add(schema.toString()));
        return new AvroFormat(AvroFraming.SINGLE_OBJECT, schemas, Fields.ofEvent());
    }

    @Override
    public EventDecoder open() {
        EventSlots slots = new EventSlots(fields);
        return new EventDecoder(slots, new AvroBody(framing, parsed(schemas), slots.tree()));
    }

    private static List<Schema> parsed(List<String> texts) {
        List<Schema> parsed = new ArrayList<>();
        for (String text : texts) {
            Schema schema = parsed(text);
            if (schema.getType() != Schema.Type.RECORD) {
                throw new IllegalArgumentException("AvroFormat.schemas has a schema of type "
                        + schema.getType().getName() + "; an event is a record");
            }
            parsed.add(schema);
        }
        return parsed;
    }

    /** For a name that it does not know, Avro throws a NullPointerException. */
    private static Schema parsed(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException | NullPointerException e) {
            throw new IllegalArgumentException(
                    "AvroFormat.schemas has one that is no Avro schema: " + e.getMessage(), e);
        }
    }
}
