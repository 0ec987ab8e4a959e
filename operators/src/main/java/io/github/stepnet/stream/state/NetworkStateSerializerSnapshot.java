package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateSection;
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
 * <p>Written are the number of formats and then, of each, its text (length, UTF-8), four sizes, kernel (likewise a text), lanes and, since version 2, the number
 * of sections and of each its part, its kind (both texts), its first slot and their number. A
 * network of the same text is restored as it is. So is one of an older text that today's records read as the same specification, because all it
 * lacks are components that have come since, at their defaults. A network of another specification is converted when its key is first asked for,
 * where {@link io.github.stepnet.network.Evolution} says how; values keep their format until they are next written, so the older formats
 * stay listed. Where it does not, the job fails before it runs, with the first difference. Another
 * kernel restores too and is logged, because learning goes on with other last bits.
 *
 * <p>The name of this class lies in every checkpoint; it never changes.
 */
public final class NetworkStateSerializerSnapshot implements TypeSerializerSnapshot<NetworkState> {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkStateSerializerSnapshot.class);
    static final int VERSION = 2;
    private static final int WITHOUT_SECTIONS = 1;
    private static final int LONGEST_TEXT = 1 << 26;

    private static final int MOST_FORMATS = 1_000;
    private static final int MOST_SECTIONS = 1_000_000;

    /** In which it was read; what is made here is written in the latest. */
    private int version = VERSION;

    private StateFormat format;
    private List<StateFormat> older;
    /** Null but in an operator. */
    private Restored restored;

    /** For Flink, which makes one to read into. */
    public NetworkStateSerializerSnapshot() {}

    NetworkStateSerializerSnapshot(StateFormat format, List<StateFormat> older, Restored restored) {
        this.restored = restored;
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
        target.writeInt(format.sections().size());
        for (StateSection section : format.sections()) {
            Ids.write(section.part(), target);
            Ids.write(section.kind().name(), target);
            target.writeInt(section.at());
            target.writeInt(section.count());
        }
    }

    @Override
    public void readSnapshot(int itsVersion, DataInputView source, ClassLoader classLoader) throws IOException {
        version = itsVersion;
        if (version < WITHOUT_SECTIONS || version > VERSION) {
            throw new IOException(
                    "the description of the networks has version " + version + "; this version of Stepnet reads "
                            + WITHOUT_SECTIONS + " to " + VERSION + ": it was written by a later one, use that");
        }
        int formats = source.readInt();
        if (formats < 1 || formats > MOST_FORMATS) {
            throw new IOException("the description of the networks lists " + formats + " specifications where 1 to "
                    + MOST_FORMATS + " are allowed; the checkpoint is damaged");
        }
        format = read(version, source);
        List<StateFormat> others = new ArrayList<>();
        while (others.size() < formats - 1) {
            others.add(read(version, source));
        }
        older = List.copyOf(others);
    }

    private static StateFormat read(int version, DataInputView source) throws IOException {
        return new StateFormat(
                Ids.read(source, LONGEST_TEXT),
                source.readInt(),
                source.readInt(),
                source.readInt(),
                source.readInt(),
                Ids.read(source, LONGEST_TEXT),
                source.readInt(),
                version == WITHOUT_SECTIONS ? List.of() : readSections(source));
    }

    private static List<StateSection> readSections(DataInputView source) throws IOException {
        int count = source.readInt();
        if (count < 0 || count > MOST_SECTIONS) {
            throw new IOException("the description of the networks lists " + count + " sections where 0 to "
                    + MOST_SECTIONS + " are allowed; the checkpoint is damaged");
        }
        List<StateSection> sections = new ArrayList<>();
        while (sections.size() < count) {
            sections.add(new StateSection(
                    Ids.read(source, LONGEST_TEXT), readKind(source), source.readInt(), source.readInt()));
        }
        return sections;
    }

    private static StateSection.Kind readKind(DataInputView source) throws IOException {
        String name = Ids.read(source, LONGEST_TEXT);
        for (StateSection.Kind kind : StateSection.Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new IOException("the description of the networks has a section of " + name + " where one of "
                + List.of(StateSection.Kind.values()) + " is expected; the checkpoint is damaged");
    }

    @Override
    public TypeSerializer<NetworkState> restoreSerializer() {
        return NetworkStateSerializer.ofRestored(format, older);
    }

    @Override
    public TypeSerializerSchemaCompatibility<NetworkState> resolveSchemaCompatibility(
            TypeSerializerSnapshot<NetworkState> then) {
        if (!(then instanceof NetworkStateSerializerSnapshot old)) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        List<StateFormat> formats =
                Stream.concat(Stream.of(old.format), old.older.stream()).toList();
        String refusal = refusal(formats);
        if (restored != null) {
            restored.refusal(refusal);
            restored.formats(formats, old.version);
        }
        if (refusal != null) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        if (!format.isComputedAs(old.format)) {
            LOG.warn(
                    "The networks were trained with {} and go on with {}: the same events will give other last bits than before.",
                    old.format.computation(),
                    format.computation());
        }
        List<StateFormat> stillThere =
                formats.stream().filter(each -> each.id() != format.id()).toList();
        return stillThere.isEmpty()
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleWithReconfiguredSerializer(
                        new NetworkStateSerializer(format, stillThere, restored));
    }

    /** Why values of one of these formats cannot go on; null if all can. */
    private String refusal(List<StateFormat> formats) {
        for (StateFormat each : formats) {
            try {
                if (!format.meansTheSameAs(each)) {
                    format.checkGoesOnFrom(each);
                }
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
        }
        return null;
    }
}
