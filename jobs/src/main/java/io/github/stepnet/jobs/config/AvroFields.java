package io.github.stepnet.jobs.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The fields of a user's Avro schema, checked against what the job file says they are. */
final class AvroFields {

    private static final Set<Schema.Type> WHOLE = EnumSet.of(Schema.Type.INT, Schema.Type.LONG);
    private static final Set<Schema.Type> WORD = EnumSet.of(Schema.Type.STRING, Schema.Type.ENUM);
    private static final Set<Schema.Type> NUMBER =
            EnumSet.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE, Schema.Type.BOOLEAN);

    private final Schema schema;

    private AvroFields(Schema schema) {
        this.schema = schema;
    }

    /**
     * The fields of a schema.
     *
     * @param what the component that it is
     */
    static AvroFields of(String what, String json) {
        Schema schema;
        try {
            schema = new Schema.Parser().parse(json);
        } catch (AvroRuntimeException | NullPointerException e) {
            // For a name that it does not know, Avro throws the latter.
            throw new IllegalArgumentException(what + " is no Avro schema: " + e.getMessage(), e);
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException(what + " is of type " + name(schema) + "; it must be a record");
        }
        return new AvroFields(schema);
    }

    void checkKey(String what, Optional<String> field) {
        Set<Schema.Type> allowed = EnumSet.copyOf(WHOLE);
        allowed.addAll(WORD);
        field.ifPresent(path -> check(what, path, find(what, path), allowed));
    }

    void checkTime(String what, Optional<EventTime> time) {
        time.ifPresent(given -> {
            Set<Schema.Type> allowed = switch (given.unit()) {
                case ISO -> EnumSet.of(Schema.Type.STRING);
                case MILLIS, MICROS -> WHOLE;
                case SECONDS -> EnumSet.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
            };
            check(what + ".field", given.field(), find(what + ".field", given.field()), allowed);
        });
    }

    void checkLabel(String what, Optional<Label> label) {
        label.ifPresent(given -> {
            Set<Schema.Type> allowed = EnumSet.copyOf(WHOLE);
            if (!given.classes().isEmpty()) {
                allowed.addAll(WORD);
                allowed.add(Schema.Type.BOOLEAN);
            }
            check(what + ".field", given.field(), find(what + ".field", given.field()), allowed);
        });
    }

    void checkValues(String what, Optional<Values> values) {
        values.ifPresent(given -> {
            if (given instanceof Values.Array array) {
                Schema found = find(what, array.field());
                check(what, array.field(), found, EnumSet.of(Schema.Type.ARRAY));
                check(what, array.field() + "[]", withoutNull(found.getElementType()), NUMBER);
            } else if (given instanceof Values.Each each) {
                for (int i = 0; i < each.fields().size(); i++) {
                    String path = each.fields().get(i);
                    check(what + "[" + i + "]", path, find(what + "[" + i + "]", path), NUMBER);
                }
            }
        });
    }

    private static void check(String what, String path, Schema found, Set<Schema.Type> allowed) {
        List<Schema> types = found.isUnion() ? found.getTypes() : List.of(found);
        if (!types.stream().allMatch(type -> allowed.contains(type.getType()))) {
            List<String> names = new ArrayList<>();
            allowed.forEach(type -> names.add(type.getName()));
            throw new IllegalArgumentException(what + " is \"" + path + "\", which the schema has as " + name(found)
                    + "; allowed: " + String.join(", ", names));
        }
    }

    /** Where a path leads; through a union it leads to whichever of its types has such a step. */
    private Schema find(String what, String path) {
        Schema at = schema;
        for (String step : FieldPath.steps(path)) {
            Schema next = null;
            for (Schema type : at.isUnion() ? at.getTypes() : List.of(at)) {
                Schema found = below(type, step);
                next = found == null ? next : found;
            }
            if (next == null) {
                throw new IllegalArgumentException(what + " is \"" + path + "\", and \"" + step + "\" is no "
                        + (at.getType() == Schema.Type.ARRAY
                                ? "item of an array; count them from 0, as in readings.0"
                                : "field of " + name(at) + "; its fields are " + names(at)));
            }
            at = withoutNull(next);
        }
        return at;
    }

    /** What stands at a step of a record, an array or a map; null if nothing does. */
    private static Schema below(Schema at, String step) {
        return switch (at.getType()) {
            case RECORD -> at.getField(step) == null ? null : at.getField(step).schema();
            case ARRAY -> FieldPath.isIndex(step) ? at.getElementType() : null;
            case MAP -> at.getValueType();
            default -> null;
        };
    }

    private static String names(Schema at) {
        if (at.getType() != Schema.Type.RECORD) {
            return "none";
        }
        return at.getFields().stream().map(Schema.Field::name).collect(Collectors.joining(", "));
    }

    /** {@code ["null", T]} is a T that may be missing. */
    private static Schema withoutNull(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        List<Schema> rest = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        return rest.size() == 1 ? rest.get(0) : Schema.createUnion(rest);
    }

    private static String name(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getName();
            case UNION -> schema.getTypes().stream().map(AvroFields::name).collect(Collectors.joining(" or "));
            default -> schema.getType().getName();
        };
    }
}
