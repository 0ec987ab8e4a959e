package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a key's state in one block, and reads it back.
 *
 * <p>A value is: one byte of format version ({@value #FORMAT_VERSION}); then, little-endian, the layout's id (4 bytes), the numbers of longs,
 * doubles, ids and floats (4 bytes each), the longs, the doubles, the floats; then, big-endian, each id as its length in bytes (4 bytes, -1 for
 * null) and its UTF-8 text. The arrays are moved in bulk through one buffer that the serializer keeps, so a serializer
 * belongs to one thread; Flink duplicates it for others.
 *
 * <p>It also reads values of the older formats that its checkpoint lists. Those of an older text of the same meaning become values of its own; others keep
 * their layout, by which they are written again ({@link NetworkState#earlierLayout}), until {@link StateEvolution} has converted them.
 * Bytes that cannot be such a value are an {@link IOException} which says in what they differ.
 */
public class NetworkStateSerializer extends TypeSerializer<NetworkState> {

    private static final long serialVersionUID = 1;

    static final byte FORMAT_VERSION = 1;

    /** Bytes before the arrays: version, layout id and four lengths. */
    private static final int HEADER = 1 + 4 + 4 * 4;

    /** Longest text of an id, in bytes: what a broker would take as a whole record. A greater length is a damaged value. */
    private static final int LONGEST_ID = 1 << 20;

    /** Longest array of bytes, which a value becomes on its way to a state backend, that every virtual machine has. */
    private static final long LONGEST_VALUE = Integer.MAX_VALUE - 8;

    private final StateFormat format;
    private final List<StateFormat> older;
    private final int layoutId;
    /** What its values are tagged with. */
    private final int tag;
    /** Ids of older formats of the same meaning. */
    private final int[] aliases;
    /** Of the other older formats, by id. */
    private final TreeMap<Integer, NetworkStateSerializer> earlier = new TreeMap<>();

    private final int size;
    /** Null but in an operator. */
    private final transient Restored restored;

    // Not serialized: made when first needed, in every copy anew.
    private transient byte[] block;
    private transient ByteBuffer header;
    private transient LongBuffer longs;
    private transient DoubleBuffer doubles;
    private transient FloatBuffer floats;

    /**
     * A serializer of this format's values.
     *
     * @throws IllegalArgumentException if a value could be too long for a state backend
     */
    public NetworkStateSerializer(StateFormat format) {
        this(format, List.of(), null);
    }

    /**
     * The serializer of an operator, which hears what it is restored from.
     *
     * @throws IllegalArgumentException if a value could be too long for a state backend
     */
    public NetworkStateSerializer(StateFormat format, Restored restored) {
        this(format, List.of(), restored);
    }

    /** One that also reads values of older formats. */
    NetworkStateSerializer(StateFormat format, List<StateFormat> older, Restored restored) {
        this(format, older, restored, 0);
    }

    /** One of a checkpoint, whose own format may be an earlier one for whoever asks: all that it reads says which layout it has. */
    static NetworkStateSerializer ofRestored(StateFormat format, List<StateFormat> older) {
        return new NetworkStateSerializer(format, older, null, format.id());
    }

    private NetworkStateSerializer(StateFormat format, List<StateFormat> older, Restored restored, int tag) {
        this.format = Objects.requireNonNull(format, "format");
        this.older = List.copyOf(older);
        this.restored = restored;
        this.tag = tag;
        layoutId = format.id();
        aliases = older.stream()
                .filter(format::meansTheSameAs)
                .mapToInt(StateFormat::id)
                .toArray();
        for (StateFormat each : older) {
            if (!format.meansTheSameAs(each)) {
                earlier.put(each.id(), ofRestored(each, List.of()));
            }
        }
        long upToIds = HEADER + 8L * format.longs() + 8L * format.doubles() + 4L * format.floats();
        long longest = upToIds + format.ids() * (4L + LONGEST_ID);
        if (longest > LONGEST_VALUE) {
            throw new IllegalArgumentException("a network's state of " + format.sizes() + " takes up to " + longest
                    + " bytes; it must be at most " + LONGEST_VALUE
                    + ", use smaller layers");
        }
        size = (int) upToIds;
    }

    /** What the values are. */
    public StateFormat format() {
        return format;
    }

    /** What else the values that it reads may be. */
    public List<StateFormat> older() {
        return older;
    }

    @Override
    public void serialize(NetworkState state, DataOutputView target) throws IOException {
        NetworkStateSerializer writer = earlier.get(state.earlierLayout);
        if (writer != null) {
            writer.serialize(state, target);
            return;
        }
        boolean isOwn = state.earlierLayout == 0 || isOfThisMeaning(state.earlierLayout);
        if (!isOwn || !format.fits(state)) {
            throw new IllegalArgumentException("a state of " + state.longs.length + " longs, " + state.doubles.length
                    + " doubles, " + state.ids.length + " ids, " + state.floats.length + " floats does not fit "
                    + format.sizes() + "; it was made for another network");
        }
        openBlock();
        longs.rewind().put(state.longs);
        doubles.rewind().put(state.doubles);
        floats.rewind().put(state.floats);
        target.write(block, 0, size);
        for (String id : state.ids) {
            Ids.write(id, target);
        }
    }

    @Override
    public NetworkState deserialize(DataInputView source) throws IOException {
        return deserialize(createInstance(), source);
    }

    @Override
    public NetworkState deserialize(NetworkState reuse, DataInputView source) throws IOException {
        return readHeader(source).deserializeBody(reuse, source);
    }

    private NetworkState deserializeBody(NetworkState reuse, DataInputView source) throws IOException {
        NetworkState state = format.fits(reuse) && reuse.earlierLayout == tag ? reuse : createInstance();
        source.readFully(block, HEADER, size - HEADER);
        longs.rewind().get(state.longs);
        doubles.rewind().get(state.doubles);
        floats.rewind().get(state.floats);
        for (int i = 0; i < state.ids.length; i++) {
            state.ids[i] = Ids.read(source, LONGEST_ID);
        }
        return state;
    }

    /**
     * Reads the header, which is checked before the rest is read, because it says how much of that there is.
     *
     * @return the serializer of the rest, whose block is open
     */
    private NetworkStateSerializer readHeader(DataInputView source) throws IOException {
        byte version = source.readByte();
        if (version != FORMAT_VERSION) {
            throw new IOException("a network's state has format version " + version + "; this version of Stepnet reads "
                    + FORMAT_VERSION + ": it was written by a later one, or is damaged");
        }
        openBlock();
        source.readFully(block, 1, HEADER - 1);
        NetworkStateSerializer other = earlier.get(header.getInt(1));
        NetworkStateSerializer reader = other == null ? this : other;
        try {
            if (other == null && !isOfThisMeaning(header.getInt(1))) {
                check("layout id", 1, layoutId);
            }
            check("number of longs", 5, reader.format.longs());
            check("number of doubles", 9, reader.format.doubles());
            check("number of ids", 13, reader.format.ids());
            check("number of floats", 17, reader.format.floats());
        } finally {
            writeHeader();
        }
        reader.openBlock();
        return reader;
    }

    private boolean isOfThisMeaning(int id) {
        boolean found = id == layoutId;
        for (int alias : aliases) {
            found |= id == alias;
        }
        return found;
    }

    private void check(String what, int at, int expected) throws IOException {
        int found = header.getInt(at);
        if (found != expected) {
            throw new IOException("a network's state has " + what + " " + found + " where " + expected
                    + " is expected for " + format.text() + "; it belongs to another network, or is damaged");
        }
    }

    private void openBlock() {
        if (block == null) {
            block = new byte[size];
            header = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
            writeHeader();
            int doublesAt = HEADER + 8 * format.longs();
            int floatsAt = doublesAt + 8 * format.doubles();
            longs = view(HEADER, doublesAt).asLongBuffer();
            doubles = view(doublesAt, floatsAt).asDoubleBuffer();
            floats = view(floatsAt, size).asFloatBuffer();
        }
    }

    private void writeHeader() {
        header.put(0, FORMAT_VERSION);
        header.putInt(1, layoutId);
        header.putInt(5, format.longs());
        header.putInt(9, format.doubles());
        header.putInt(13, format.ids());
        header.putInt(17, format.floats());
    }

    private ByteBuffer view(int from, int to) {
        return ByteBuffer.wrap(block, from, to - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        readHeader(source).copyBody(source, target);
    }

    private void copyBody(DataInputView source, DataOutputView target) throws IOException {
        source.readFully(block, HEADER, size - HEADER);
        target.write(block, 0, size);
        for (int i = 0; i < format.ids(); i++) {
            Ids.write(Ids.read(source, LONGEST_ID), target);
        }
    }

    @Override
    public NetworkState createInstance() {
        return format.newState(tag);
    }

    @Override
    public NetworkState copy(NetworkState from) {
        return from.copy();
    }

    @Override
    public NetworkState copy(NetworkState from, NetworkState reuse) {
        return from.copy();
    }

    @Override
    public NetworkStateSerializer duplicate() {
        return new NetworkStateSerializer(format, older, restored, tag);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<NetworkState> snapshotConfiguration() {
        return new NetworkStateSerializerSnapshot(format, older, restored);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkStateSerializer that && format.equals(that.format) && older.equals(that.older);
    }

    @Override
    public int hashCode() {
        return Objects.hash(format, older);
    }

    /** Flink shows this of both serializers when a restored one does not fit. */
    @Override
    public String toString() {
        return "states of " + format;
    }
}
