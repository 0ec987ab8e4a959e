package io.github.stepnet.jobs.wire;

import io.github.stepnet.jobs.config.FieldPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * A writer's schema and the wanted fields, compiled to steps that go over the bytes once and make nothing but the wanted values.
 *
 * <p>Fields are found by name in whatever schema the record was written with, so an older writer's records need no translation first.
 */
final class AvroPlan {

    private final Map<String, AvroStep> skips = new HashMap<>();
    private final Set<Slot> reached = new HashSet<>();
    private final AvroStep root;

    /** Compiles; fields that the schema does not have are never filled. */
    AvroPlan(Schema schema, FieldTree wanted) {
        root = step(schema, wanted);
    }

    /** Whether there is a field for the slot in the schema. */
    boolean reaches(Slot slot) {
        return reached.contains(slot);
    }

    void read(AvroCursor in) throws Refused {
        root.run(in);
    }

    private AvroStep step(Schema schema, FieldTree wanted) {
        if (wanted == null) {
            return skip(schema);
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema, wanted);
            case UNION -> union(schema, wanted);
            case ARRAY -> array(schema, wanted);
            case MAP -> map(schema, wanted);
            default -> leaf(schema, wanted);
        };
    }

    private AvroStep leaf(Schema schema, FieldTree wanted) {
        reached.addAll(wanted.slots());
        if (wanted.slots().isEmpty()) {
            return AvroStep.skip(schema);
        }
        if (wanted.slots().size() == 1) {
            return AvroStep.pick(schema, wanted.slots().get(0));
        }
        AvroStep[] picks =
                wanted.slots().stream().map(slot -> AvroStep.pick(schema, slot)).toArray(AvroStep[]::new);
        return in -> {
            int begin = in.take(0);
            for (AvroStep pick : picks) {
                in.back(begin);
                pick.run(in);
            }
        };
    }

    private AvroStep record(Schema schema, FieldTree wanted) {
        AvroStep[] fields = schema.getFields().stream()
                .map(field -> step(field.schema(), wanted.child(field.name())))
                .toArray(AvroStep[]::new);
        return in -> {
            refuseFor(wanted, "a record");
            runAll(fields, in);
        };
    }

    private static void runAll(AvroStep[] fields, AvroCursor in) throws Refused {
        in.enter();
        for (AvroStep field : fields) {
            field.run(in);
        }
        in.leave();
    }

    private AvroStep union(Schema schema, FieldTree wanted) {
        return branches(
                schema.getTypes().stream().map(type -> step(type, wanted)).toArray(AvroStep[]::new));
    }

    private static AvroStep branches(AvroStep[] types) {
        return in -> {
            int branch = in.readInt();
            if (branch < 0 || branch >= types.length) {
                throw Refused.undecodable("there is no branch " + branch + " in a union of " + types.length);
            }
            types[branch].run(in);
        };
    }

    private AvroStep array(Schema schema, FieldTree wanted) {
        Schema items = schema.getElementType();
        AvroStep item = wanted.slots().isEmpty() ? skip(items) : step(items, ofItems(wanted));
        Map<Integer, AvroStep> wantedItems = new HashMap<>();
        for (String name : wanted.names()) {
            if (FieldPath.isIndex(name)) {
                wantedItems.put(Integer.valueOf(name), step(items, wanted.child(name)));
            }
        }
        return in -> {
            for (Slot slot : wanted.slots()) {
                slot.startArray();
            }
            int index = 0;
            for (int count = in.readBlock(); count != 0; count = in.readBlock()) {
                for (int i = 0; i < count; i++, index++) {
                    AvroStep picked = wantedItems.isEmpty() ? null : wantedItems.get(index);
                    (picked == null ? item : picked).run(in);
                }
            }
            for (Slot slot : wanted.slots()) {
                slot.endArray();
            }
        };
    }

    /** The same slots, without what is wanted of single items. */
    private static FieldTree ofItems(FieldTree wanted) {
        FieldTree items = new FieldTree();
        items.slots().addAll(wanted.slots());
        return items;
    }

    private AvroStep map(Schema schema, FieldTree wanted) {
        AvroStep skipped = skip(schema.getValueType());
        Map<String, AvroStep> values = new HashMap<>();
        for (String name : wanted.names()) {
            values.put(name, step(schema.getValueType(), wanted.child(name)));
        }
        return in -> {
            refuseFor(wanted, "a map");
            for (int count = in.readBlock(); count != 0; count = in.readBlock()) {
                for (int i = 0; i < count; i++) {
                    values.getOrDefault(in.readString(), skipped).run(in);
                }
            }
        };
    }

    private AvroStep skip(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> skipRecord(schema);
            case UNION -> branches(schema.getTypes().stream().map(this::skip).toArray(AvroStep[]::new));
            case ARRAY -> skipItems(skip(schema.getElementType()), in -> {});
            case MAP -> skipItems(skip(schema.getValueType()), in -> in.take(in.readLong()));
            default -> AvroStep.skip(schema);
        };
    }

    /** A record may contain itself: its step is looked up when it runs. */
    private AvroStep skipRecord(Schema schema) {
        String name = schema.getFullName();
        if (!skips.containsKey(name)) {
            skips.put(name, in -> {});
            AvroStep[] fields = schema.getFields().stream()
                    .map(field -> skip(field.schema()))
                    .toArray(AvroStep[]::new);
            skips.put(name, in -> runAll(fields, in));
        }
        return in -> skips.get(name).run(in);
    }

    private static AvroStep skipItems(AvroStep item, AvroStep before) {
        return in -> {
            for (int count = in.readBlock(); count != 0; count = in.readBlock()) {
                for (int i = 0; i < count; i++) {
                    before.run(in);
                    item.run(in);
                }
            }
        };
    }

    private static void refuseFor(FieldTree wanted, String found) throws Refused {
        if (!wanted.slots().isEmpty()) {
            throw wanted.slots().get(0).unfit(found);
        }
    }
}
