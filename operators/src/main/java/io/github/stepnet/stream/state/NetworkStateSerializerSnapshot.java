package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a checkpoint says of its networks: every {@link StateFormat} that its values may still have, the one in use first.
 *
 * <p>Written are the number of formats and then, of each, its text (length, UTF-8), four sizes, kernel (likewise a text) and lanes. This
 * version writes and reads exactly one. A network of the same text is restored as it is; of another, not at all: the job
 * fails before it runs, with both texts. Another kernel restores too and is logged, because learning goes on with other last bits.
 *
 * <p>The name of this class lies in every checkpoint; it never changes.
 */
public final class NetworkStateSerializerSnapshot implements TypeSerializerSnapshot<NetworkState> {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkStateSerializerSnapshot.class);
    private static final int VERSION = 1;
    private static final int LONGEST_TEXT = 1 << 26;

    private StateFormat format;

    /** For Flink, which makes one to read into. */
    public NetworkStateSerializerSnapshot() {}

    NetworkStateSerializerSnapshot(StateFormat format) {
        this.format = Objects.requireNonNull(format, "format");
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView target) throws IOException {
        List<StateFormat> formats = List.of(format);
        target.writeInt(formats.size());
        for (StateFormat each : formats) {
            Ids.write(each.text(), target);
            target.writeInt(each.longs());
            target.writeInt(each.doubles());
            target.writeInt(each.ids());
            target.writeInt(each.floats());
            Ids.write(each.kernel(), target);
            target.writeInt(each.lanes());
        }
    }

    @Override
    public void readSnapshot(int version, DataInputView source, ClassLoader classLoader) throws IOException {
        if (version != VERSION) {
            throw new IOException("the description of the networks has version " + version
                    + "; this version of Stepnet reads " + VERSION + ": it was written by a later one, use that");
        }
        int formats = source.readInt();
        if (formats != 1) {
            throw new IOException("the checkpoint holds networks of " + formats
                    + " specifications; this version of Stepnet reads one: it was written by a later one, use that");
        }
        format = new StateFormat(
                Ids.read(source, LONGEST_TEXT),
                source.readInt(),
                source.readInt(),
                source.readInt(),
                source.readInt(),
                Ids.read(source, LONGEST_TEXT),
                source.readInt());
    }

    @Override
    public TypeSerializer<NetworkState> restoreSerializer() {
        return new NetworkStateSerializer(format);
    }

    @Override
    public TypeSerializerSchemaCompatibility<NetworkState> resolveSchemaCompatibility(
            TypeSerializerSnapshot<NetworkState> older) {
        if (!(older instanceof NetworkStateSerializerSnapshot old) || !format.isLaidOutAs(old.format)) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        if (!format.isComputedAs(old.format)) {
            LOG.warn(
                    "The networks were trained with {} and go on with {}: the same events will give other last bits than before.",
                    old.format.computation(),
                    format.computation());
        }
        return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
}
