package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.IncomingEvent;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's contract for serializers. */
class DecodedSerializerTest extends SerializerTestBase<Decoded> {

    @Override
    protected TypeSerializer<Decoded> createSerializer() {
        return DecodedSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<Decoded> getTypeClass() {
        return Decoded.class;
    }

    @Override
    protected Decoded[] getTestData() {
        return new Decoded[] {
            Decoded.of(new IncomingEvent("k", "e", 1, new float[] {1, 2}, 0, null, 1, 2)),
            Decoded.refused(OutgoingRecordSerializerTest.LETTER)
        };
    }

    /** There is no empty record to fill again. */
    @Override
    protected boolean allowNullInstances(TypeSerializer<Decoded> serializer) {
        return true;
    }
}
