package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Output;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's contract for serializers. */
class OutgoingRecordSerializerTest extends SerializerTestBase<OutgoingRecord> {

    static final OutgoingRecord LETTER = new OutgoingRecord(
            Output.DEAD_LETTERS,
            new byte[0],
            new byte[100_000],
            Map.of("stepnet-reason", "UNDECODABLE", "empty", "", "текст", "\uD83D\uDE00"));

    @Override
    protected TypeSerializer<OutgoingRecord> createSerializer() {
        return OutgoingRecordSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<OutgoingRecord> getTypeClass() {
        return OutgoingRecord.class;
    }

    @Override
    protected OutgoingRecord[] getTestData() {
        return new OutgoingRecord[] {
            new OutgoingRecord(Output.PREDICTIONS, new byte[] {1, 2}, new byte[] {3}, Map.of()),
            new OutgoingRecord(Output.MILESTONES, null, new byte[0], Map.of()),
            new OutgoingRecord(Output.SNAPSHOTS, new byte[] {1}, null, Map.of()),
            LETTER
        };
    }

    /** There is no empty record to fill again. */
    @Override
    protected boolean allowNullInstances(TypeSerializer<OutgoingRecord> serializer) {
        return true;
    }
}
