package io.github.stepnet.jobs.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What stands before the Avro binary encoding of a record. */
public enum AvroFraming {
    /** Avro's single-object encoding: C3 01 and the fingerprint (CRC-64-AVRO) of the writer's schema. Other bytes are noticed. */
    SINGLE_OBJECT(10) {
        @Override
        void check(byte[] value) throws Refused {
            if (value.length < header() || (value[0] & 0xFF) != 0xC3 || value[1] != 0x01) {
                throw Refused.undecodable(
                        "the value does not begin with C3 01, as Avro's single-object encoding does" + guess(value));
            }
        }

        @Override
        long fingerprint(byte[] value) {
            return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        }
    },
    /** The framing of Confluent's serializers: a zero byte and the id of a schema, four bytes, which nobody looks up. */
    CONFLUENT(5) {
        @Override
        void check(byte[] value) throws Refused {
            if (value.length < header() || value[0] != 0) {
                throw Refused.undecodable("the value does not begin with a zero byte and a schema id, as the framing of"
                        + " Confluent's serializers does" + guess(value));
            }
        }
    },
    /** Nothing: only the schema tells a record from any other bytes, and not always. */
    NONE(0) {
        @Override
        void check(byte[] value) {}
    };

    private final int header;

    AvroFraming(int header) {
        this.header = header;
    }

    /** Bytes before the record. */
    int header() {
        return header;
    }

    abstract void check(byte[] value) throws Refused;

    /** Of the writer's schema; only a framing with one is asked. */
    long fingerprint(byte[] value) {
        throw new AssertionError(this + " has no fingerprint");
    }

    private static String guess(byte[] value) {
        if (value.length == 0) {
            return "; it is empty";
        }
        return switch (value[0]) {
            case '{', '[' -> "; it looks like JSON";
            case 0 -> "; it looks like the framing of Confluent's serializers";
            case (byte) 0xC3 -> "; it looks like the single-object encoding";
            default -> "";
        };
    }
}
