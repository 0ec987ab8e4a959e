package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.ImmutableSerializer;
import io.github.stepnet.jobs.wire.ImmutableTypeInfo;
import io.github.stepnet.jobs.wire.IncomingEventSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes which of the two it is, then that one. Needed where source and decode step are not chained; otherwise nothing is written. */
public final class DecodedSerializer extends ImmutableSerializer<Decoded> {

    /** The only one that is needed. */
    public static final DecodedSerializer INSTANCE = new DecodedSerializer();

    /** The type of what was decoded. */
    public static final TypeInformation<Decoded> TYPE = new ImmutableTypeInfo<>(Decoded.class, INSTANCE);

    private static final long serialVersionUID = 1;

    private DecodedSerializer() {}

    @Override
    public void serialize(Decoded decoded, DataOutputView target) throws IOException {
        target.writeBoolean(decoded.isEvent());
        if (decoded.isEvent()) {
            IncomingEventSerializer.INSTANCE.serialize(decoded.event(), target);
        } else {
            OutgoingRecordSerializer.INSTANCE.serialize(decoded.deadLetter(), target);
        }
    }

    @Override
    public Decoded deserialize(DataInputView source) throws IOException {
        return source.readBoolean()
                ? Decoded.of(IncomingEventSerializer.INSTANCE.deserialize(source))
                : Decoded.refused(OutgoingRecordSerializer.INSTANCE.deserialize(source));
    }

    @Override
    public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer where such records lie in state. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {

        /** Flink makes it. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
