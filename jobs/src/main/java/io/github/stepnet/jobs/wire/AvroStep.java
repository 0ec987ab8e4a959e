package io.github.stepnet.jobs.wire;

import org.apache.avro.Schema;

/** Reads one value of a known schema: picks it, or passes over it. */
@FunctionalInterface
interface AvroStep {

    void run(AvroCursor in) throws Refused;

    /** The step that passes over a value of a type without parts. */
    static AvroStep skip(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> in -> {};
            case BOOLEAN -> AvroCursor::readBoolean;
            case INT, ENUM, LONG -> AvroCursor::readLong;
            case FLOAT -> in -> in.take(Float.BYTES);
            case DOUBLE -> in -> in.take(Double.BYTES);
            case STRING, BYTES -> in -> in.take(in.readLong());
            case FIXED -> in -> in.take(schema.getFixedSize());
            default -> throw new AssertionError(schema.getType());
        };
    }

    /** The step that hands a value of a type without parts to a slot. */
    static AvroStep pick(Schema schema, Slot slot) {
        return switch (schema.getType()) {
            case NULL -> in -> slot.none();
            case BOOLEAN -> in -> slot.flag(in.readBoolean());
            case INT -> in -> slot.integer(in.readInt());
            case LONG -> in -> slot.integer(in.readLong());
            case FLOAT -> in -> slot.number(in.readFloat());
            case DOUBLE -> in -> slot.number(in.readDouble());
            case STRING -> in -> slot.text(in.readString());
            case ENUM -> in -> slot.text(symbol(schema, in.readInt()));
            case BYTES, FIXED ->
                in -> {
                    throw slot.unfit("bytes");
                };
            default -> throw new AssertionError(schema.getType());
        };
    }

    private static String symbol(Schema schema, int index) throws Refused {
        if (index < 0 || index >= schema.getEnumSymbols().size()) {
            throw Refused.undecodable("there is no symbol " + index + " in enum " + schema.getFullName());
        }
        return schema.getEnumSymbols().get(index);
    }
}
