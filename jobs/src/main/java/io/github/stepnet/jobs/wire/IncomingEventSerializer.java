package io.github.stepnet.jobs.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes an event as its key, its id or null, its route or null, time, label, partition and offset, then the number of features and their bits, then the
 * same for the target or -1. Bits are kept as they are, those of NaN too.
 */
public final class IncomingEventSerializer extends ImmutableSerializer<IncomingEvent> {

    /** The only one that is needed. */
    public static final IncomingEventSerializer INSTANCE = new IncomingEventSerializer();

    /** The type of the events. */
    public static final TypeInformation<IncomingEvent> TYPE = new ImmutableTypeInfo<>(IncomingEvent.class, INSTANCE);

    private static final long serialVersionUID = 1;

    private static final int NO_VALUES = -1;

    private IncomingEventSerializer() {}

    @Override
    public void serialize(IncomingEvent event, DataOutputView target) throws IOException {
        StringValue.writeString(event.key(), target);
        StringValue.writeString(event.eventId(), target);
        StringValue.writeString(event.route(), target);
        target.writeLong(event.timeMillis());
        target.writeInt(event.label());
        target.writeInt(event.partition());
        target.writeLong(event.offset());
        write(event.features(), target);
        write(event.target(), target);
    }

    @Override
    public IncomingEvent deserialize(DataInputView source) throws IOException {
        String key = StringValue.readString(source);
        String eventId = StringValue.readString(source);
        String route = StringValue.readString(source);
        long timeMillis = source.readLong();
        int label = source.readInt();
        int partition = source.readInt();
        long offset = source.readLong();
        float[] features = read(source);
        return new IncomingEvent(key, eventId, timeMillis, features, label, read(source), route, partition, offset);
    }

    private static void write(float[] values, DataOutputView target) throws IOException {
        if (values == null) {
            target.writeInt(NO_VALUES);
            return;
        }
        target.writeInt(values.length);
        for (float value : values) {
            target.writeInt(Float.floatToRawIntBits(value));
        }
    }

    private static float[] read(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length == NO_VALUES) {
            return null;
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = Float.intBitsToFloat(source.readInt());
        }
        return values;
    }

    @Override
    public TypeSerializerSnapshot<IncomingEvent> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer where events lie in state. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<IncomingEvent> {

        /** Flink makes it. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
