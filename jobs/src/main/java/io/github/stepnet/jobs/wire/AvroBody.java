package io.github.stepnet.jobs.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Reads records that were written with one of a few known schemas. */
final class AvroBody implements EventBody {

    private final AvroFraming framing;
    private final AvroCursor cursor = new AvroCursor();
    private final AvroPlan current;
    private final Map<Long, AvroPlan> byFingerprint = new HashMap<>();

    AvroBody(AvroFraming framing, List<Schema> schemas, FieldTree wanted) {
        this.framing = framing;
        for (Schema schema : schemas) {
            byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), new AvroPlan(schema, wanted));
        }
        current = byFingerprint.get(SchemaNormalization.parsingFingerprint64(schemas.get(0)));
    }

    /** Whether the current schema has a field for the slot. */
    boolean reaches(Slot slot) {
        return current.reaches(slot);
    }

    @Override
    public void read(byte[] value) throws Refused {
        framing.check(value);
        AvroPlan plan = framing == AvroFraming.SINGLE_OBJECT ? written(framing.fingerprint(value)) : current;
        cursor.start(value, framing.header());
        plan.read(cursor);
        if (cursor.remaining() > 0) {
            throw Refused.undecodable(
                    "after the record, " + cursor.remaining() + " of " + value.length + " bytes are left");
        }
    }

    private AvroPlan written(long fingerprint) throws Refused {
        AvroPlan plan = byFingerprint.get(fingerprint);
        if (plan == null) {
            throw Refused.undecodable("the value was written with the schema of fingerprint " + hex(fingerprint)
                    + "; known: "
                    + byFingerprint.keySet().stream()
                            .map(AvroBody::hex)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        return plan;
    }

    private static String hex(long fingerprint) {
        return String.format("%016x", fingerprint);
    }
}
