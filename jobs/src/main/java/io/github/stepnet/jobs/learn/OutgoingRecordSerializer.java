package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.wire.ImmutableSerializer;
import io.github.stepnet.jobs.wire.ImmutableTypeInfo;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Writes a record as the number of its output, its key and its value, each -1 where there is none, and the headers. */
public final class OutgoingRecordSerializer extends ImmutableSerializer<OutgoingRecord> {

    /** The only one that is needed. */
    public static final OutgoingRecordSerializer INSTANCE = new OutgoingRecordSerializer();

    /** The type of the records. */
    public static final TypeInformation<OutgoingRecord> TYPE = new ImmutableTypeInfo<>(OutgoingRecord.class, INSTANCE);

    private static final long serialVersionUID = 1;

    private static final int NONE = -1;

    private OutgoingRecordSerializer() {}

    @Override
    public void serialize(OutgoingRecord outgoing, DataOutputView target) throws IOException {
        target.writeByte(outgoing.output().code());
        write(outgoing.key(), target);
        write(outgoing.value(), target);
        target.writeByte(outgoing.headers().size());
        for (Map.Entry<String, String> header : outgoing.headers().entrySet()) {
            StringValue.writeString(header.getKey(), target);
            StringValue.writeString(header.getValue(), target);
        }
    }

    @Override
    public OutgoingRecord deserialize(DataInputView source) throws IOException {
        Output output = Output.of(source.readByte());
        byte[] key = read(source);
        byte[] value = read(source);
        int count = source.readByte();
        Map<String, String> headers = count == 0 ? Map.of() : new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = StringValue.readString(source);
            headers.put(name, StringValue.readString(source));
        }
        return new OutgoingRecord(output, key, value, headers);
    }

    private static void write(byte[] bytes, DataOutputView target) throws IOException {
        if (bytes == null) {
            target.writeInt(NONE);
            return;
        }
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private static byte[] read(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length == NONE) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return bytes;
    }

    @Override
    public TypeSerializerSnapshot<OutgoingRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer where records lie in state. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<OutgoingRecord> {

        /** Flink makes it. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
