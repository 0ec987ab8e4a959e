package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.stream.state.NetworkStateSerializerSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.state.api.runtime.OperatorIDGenerator;

/** An operator of a savepoint that keeps a network for every key. */
public final class NetworkOperator {

    /** The name of the state in every savepoint. */
    static final String STATE = "network";

    /** Flink's name of what is in windows. */
    private static final String WINDOWS = "window-contents";

    /** Is told of every key, in no particular order. */
    @FunctionalInterface
    interface Visitor {

        /** Is told of a key, its network, and how many bytes that takes in the savepoint. */
        void visit(String key, NetworkState state, int bytes) throws IOException;
    }

    private final SavepointFile savepoint;
    private final OperatorState operator;
    private final List<KeyedPart> parts;
    private final StoredModels models;
    /** Null if nobody is to be told how far a pass over all keys has come. */
    private PrintWriter news;

    private NetworkOperator(
            SavepointFile savepoint, OperatorState operator, List<KeyedPart> parts, StoredModels models) {
        this.savepoint = savepoint;
        this.operator = operator;
        this.parts = parts;
        this.models = models;
    }

    /** The operator, if it keeps networks; states of others need not be readable here. */
    static Optional<NetworkOperator> of(SavepointFile savepoint, OperatorState operator) {
        List<KeyedPart> parts = new ArrayList<>();
        NetworkStateSerializerSnapshot networks = null;
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                KeyedPart part = read(savepoint, operator, handle);
                parts.add(part);
                int network = part.indexOf(STATE);
                if (network >= 0
                        && valueOf(part.states().get(network)) instanceof NetworkStateSerializerSnapshot snapshot) {
                    checkKeys(savepoint, part);
                    networks = networks == null ? snapshot : networks;
                }
            }
        }
        return networks == null
                ? Optional.empty()
                : Optional.of(
                        new NetworkOperator(savepoint, operator, parts, StoredModels.of(networks, hasWindows(parts))));
    }

    private static KeyedPart read(SavepointFile savepoint, OperatorState operator, KeyedStateHandle handle) {
        try {
            return KeyedPart.of(handle, operator.getMaxParallelism());
        } catch (IOException | RuntimeException e) {
            throw damaged(savepoint, name(operator), e);
        }
    }

    private static void checkKeys(SavepointFile savepoint, KeyedPart part) {
        TypeSerializer<?> keys = part.keySerializer();
        if (!(keys instanceof StringSerializer)) {
            throw new CannotRun("the keys of the networks in " + savepoint.place() + " are no texts but of "
                    + keys.getClass().getSimpleName() + "; this program reads keys that are texts");
        }
    }

    private static TypeSerializerSnapshot<?> valueOf(StateMetaInfoSnapshot state) {
        return state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
    }

    static CannotRun damaged(SavepointFile savepoint, String operator, Exception e) {
        return new CannotRun(
                "the state of " + operator + " in " + savepoint.place() + " cannot be read (" + Reasons.of(e)
                        + "); it is damaged or incomplete, or classes of the job are missing here: copy the savepoint again, or put the job's jar into"
                        + " the launcher's lib",
                e);
    }

    /** The uid if the savepoint has it, else the name, else the hash of the uid. */
    static String name(OperatorState operator) {
        return operator.getOperatorUid()
                .or(operator::getOperatorName)
                .orElseGet(() -> operator.getOperatorID().toHexString());
    }

    SavepointFile savepoint() {
        return savepoint;
    }

    OperatorState operator() {
        return operator;
    }

    /** Whether RocksDB alone can read it. */
    public boolean needsRocksDb() {
        return parts.stream().anyMatch(KeyedPart::needsRocksDb);
    }

    List<KeyedPart> parts() {
        return parts;
    }

    /** What the bytes of its networks are. */
    public StoredModels models() {
        return models;
    }

    public String uid() {
        return name(operator);
    }

    /** Whether the operator was given this uid; a savepoint may have its hash alone. */
    public boolean isOf(String uid) {
        return OperatorIDGenerator.fromUid(uid).equals(operator.getOperatorID());
    }

    /** Whether its events lie in windows. */
    boolean hasWindows() {
        return hasWindows(parts);
    }

    private static boolean hasWindows(List<KeyedPart> parts) {
        return parts.stream().anyMatch(part -> part.indexOf(WINDOWS) >= 0);
    }

    StoredKeys keys() {
        return new StoredKeys(operator.getMaxParallelism());
    }

    /** Says there how far each pass over all keys has come. */
    NetworkOperator tellingTo(PrintWriter out) {
        news = out;
        return this;
    }

    /** Shows every network. */
    void forEach(Visitor visitor) {
        StoredKeys keys = keys();
        KeyNews read = new KeyNews(news, "read");
        for (KeyedPart part : parts) {
            int network = part.indexOf(STATE);
            if (network >= 0) {
                try {
                    scan(part, (state, key, value) -> {
                        if (state.equals(STATE)) {
                            read.key();
                            visitor.visit(keys.read(key), models.read(value), value.length);
                        }
                    });
                } catch (IOException e) {
                    throw damaged(savepoint, uid(), e);
                }
            }
        }
    }

    private interface Bytes {
        void visit(String state, byte[] key, byte[] value) throws IOException;
    }

    private static void scan(KeyedPart part, Bytes visitor) throws IOException {
        FullSnapshotResources<Object> entries = part.entries();
        List<StateMetaInfoSnapshot> states = entries.getMetaInfoSnapshots();
        try (KeyValueStateIterator each = entries.createKVStateIterator()) {
            for (; each.isValid(); each.next()) {
                visitor.visit(states.get(each.kvStateId()).getName(), each.key(), each.value());
            }
        } catch (CannotRun told) {
            throw told;
        } catch (RuntimeException e) {
            throw new IOException(e);
        } finally {
            entries.release();
        }
    }

    /** How many entries each of its states has, timers among them, by their names. */
    Map<String, Long> entries() {
        TreeMap<String, Long> counts = new TreeMap<>();
        for (KeyedPart part : parts) {
            try {
                scan(part, (state, key, value) -> counts.merge(state, 1L, Long::sum));
            } catch (IOException e) {
                throw damaged(savepoint, uid(), e);
            }
        }
        return counts;
    }

    /** The networks of some keys, in their order; an error names those that are not there. */
    public Map<String, NetworkState> find(List<String> wanted) {
        TreeMap<String, NetworkState> found = new TreeMap<>();
        forEach((key, state, bytes) -> {
            if (wanted.isEmpty() || wanted.contains(key)) {
                found.put(key, state);
            }
        });
        List<String> missing =
                wanted.stream().filter(key -> !found.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            throw new CannotRun(
                    savepoint.place() + " has no network of " + (missing.size() > 1 ? "the keys " : "the key ")
                            + String.join(", ", missing) + "; 'stepnet savepoint inspect' lists the keys");
        }
        return found;
    }
}
