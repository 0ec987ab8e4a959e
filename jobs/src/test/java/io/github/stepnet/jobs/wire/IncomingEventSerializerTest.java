package io.github.stepnet.jobs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Flink's contract for serializers, and bits that must not change. */
class IncomingEventSerializerTest extends SerializerTestBase<IncomingEvent> {

    @Override
    protected TypeSerializer<IncomingEvent> createSerializer() {
        return IncomingEventSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<IncomingEvent> getTypeClass() {
        return IncomingEvent.class;
    }

    @Override
    protected IncomingEvent[] getTestData() {
        return new IncomingEvent[] {
            new IncomingEvent("k", null, 0, new float[0], IncomingEvent.NO_LABEL, null, 0, 0),
            new IncomingEvent(
                    "Ключ \uD83D\uDE00 \u0000",
                    "",
                    Long.MIN_VALUE,
                    new float[] {1, -0f},
                    2,
                    new float[0],
                    "\u20AC",
                    7,
                    1),
            new IncomingEvent(
                    "x".repeat(5_000),
                    "id",
                    Long.MAX_VALUE,
                    new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE},
                    Integer.MAX_VALUE,
                    new float[1_000],
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE),
        };
    }

    /** There is no empty event to fill again. */
    @Override
    protected boolean allowNullInstances(TypeSerializer<IncomingEvent> serializer) {
        return true;
    }

    @Test
    void theBitsOfANaNAreKept() throws Exception {
        float odd = Float.intBitsToFloat(0x7FC1_2345);
        DataOutputSerializer out = new DataOutputSerializer(64);
        IncomingEventSerializer.INSTANCE.serialize(
                new IncomingEvent("k", null, 0, new float[] {odd}, 0, null, 0, 0), out);
        IncomingEvent read =
                IncomingEventSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertEquals(0x7FC1_2345, Float.floatToRawIntBits(read.features()[0]));
    }
}
