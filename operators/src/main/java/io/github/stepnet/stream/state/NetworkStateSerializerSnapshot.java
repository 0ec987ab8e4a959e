package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
 * <p>Written are the number of formats and then, of each, its text (length, UTF-8), four sizes, kernel (likewise a text) and lanes. A
 * network of the same text is restored as it is. So is one of an older text that today's records read as the same specification, because all it
 * lacks are components that have come since, at their defaults; values keep the older text's id until they are next written, so the older format
 * stays listed. A network of another specification is not restored at all: the job fails before it runs, with both texts. Another
 * kernel restores too and is logged, because learning goes on with other last bits.
 *
 * <p>The name of this class lies in every checkpoint; it never changes.
 */
public final class NetworkStateSerializerSnapshot implements TypeSerializerSnapshot<NetworkState> {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkStateSerializerSnapshot.class);
    private static final int VERSION = 1;
    private static final int LONGEST_TEXT = 1 << 26;

    private static final int MOST_FORMATS = 1_000;

    private StateFormat format;
    private List<StateFormat> older;

    /** For Flink, which makes one to read into. */
    public NetworkStateSerializerSnapshot() {}

    NetworkStateSerializerSnapshot(StateFormat format, List<StateFormat> older) {
        this.format = Objects.requireNonNull(format, "format");
        this.older = List.copyOf(older);
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView target) throws IOException {
        target.writeInt(1 + older.size());
        write(format, target);
        for (StateFormat each : older) {
            write(each, target);
        }
    }

    private static void write(StateFormat format, DataOutputView target) throws IOException {
        Ids.write(format.text(), target);
        target.writeInt(format.longs());
        target.writeInt(format.doubles());
        target.writeInt(format.ids());
        target.writeInt(format.floats());
        Ids.write(format.kernel(), target);
        target.writeInt(format.lanes());
    }

    @Override
    public void readSnapshot(int version, DataInputView source, ClassLoader classLoader) throws IOException {
        if (version != VERSION) {
            throw new IOException("the description of the networks has version " + version
                    + "; this version of Stepnet reads " + VERSION + ": it was written by a later one, use that");
        }
        int formats = source.readInt();
        if (formats < 1 || formats > MOST_FORMATS) {
            throw new IOException("the description of the networks lists " + formats + " specifications where 1 to "
                    + MOST_FORMATS + " are allowed; the checkpoint is damaged");
        }
        format = read(source);
        List<StateFormat> others = new ArrayList<>();
        while (others.size() < formats - 1) {
            others.add(read(source));
        }
        older = List.copyOf(others);
    }

    private static StateFormat read(DataInputView source) throws IOException {
        return new StateFormat(
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
        return new NetworkStateSerializer(format, older);
    }

    @Override
    public TypeSerializerSchemaCompatibility<NetworkState> resolveSchemaCompatibility(
            TypeSerializerSnapshot<NetworkState> restored) {
        if (!(restored instanceof NetworkStateSerializerSnapshot old) || !isLaidOutAs(old.format)) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        if (!format.isComputedAs(old.format)) {
            LOG.warn(
                    "The networks were trained with {} and go on with {}: the same events will give other last bits than before.",
                    old.format.computation(),
                    format.computation());
        }
        List<StateFormat> stillThere = Stream.concat(Stream.of(old.format), old.older.stream())
                .filter(each -> !each.text().equals(format.text()))
                .toList();
        return stillThere.isEmpty()
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleWithReconfiguredSerializer(
                        new NetworkStateSerializer(format, stillThere));
    }

    private boolean isLaidOutAs(StateFormat old) {
        try {
            return format.isLaidOutAs(old);
        } catch (SpecException e) {
            LOG.warn("The specification of the stored networks cannot be read by this version: {}", e.getMessage());
            return false;
        }
    }
}
