package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.network.arena.NetworkState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * Networks of an operator that are to be others, or new, in a copy of the savepoint: every other state of the operator, unless somebody changes it
 * {@linkplain #also as well}, and of all others is carried over byte by byte, with its timers.
 */
final class Rewrite {

    /** What becomes of a key's network. */
    @FunctionalInterface
    interface Change {

        /** The network in the new format; the one that is given may be changed and returned where the format stays. */
        NetworkState apply(String key, NetworkState state);
    }

    private final OperatorState operator;
    private final StoredKeys keys;
    private final StoredModels from;
    private final StoredModels to;
    private final Set<String> changed;
    private final Change change;
    private final Map<String, RewrittenEntries.Change> changes = new HashMap<>();
    private final Map<Integer, List<EntryIterator.Entry>> addedByGroup = new HashMap<>();

    /**
     * A rewrite.
     *
     * @param operator whose networks
     * @param from what they are
     * @param to what they become
     * @param changed the keys whose networks change, if the format stays; the bytes of the others stay as they are
     */
    Rewrite(OperatorState operator, StoredModels from, StoredModels to, Set<String> changed, Change change) {
        this.operator = operator;
        this.from = from;
        this.to = to;
        this.changed = changed;
        this.change = change;
        keys = new StoredKeys(operator.getMaxParallelism());
        changes.put(NetworkOperator.STATE, this::change);
    }

    /** Changes another state as well. */
    void also(String state, RewrittenEntries.Change itsChange) {
        changes.put(state, itsChange);
    }

    /** Gives a key, which has none, a network in the new format. */
    void add(String key, NetworkState state) throws IOException {
        int group = keys.groupOf(key);
        addedByGroup
                .computeIfAbsent(group, none -> new ArrayList<>())
                .add(new EntryIterator.Entry(group, 0, keys.write(key), to.write(state)));
    }

    /** The operator as it will be, whose keyed state has been written. */
    OperatorState write(NewSavepoint savepoint) throws IOException {
        OperatorState rewritten = new OperatorState(
                operator.getOperatorName().orElse(null),
                operator.getOperatorUid().orElse(null),
                operator.getOperatorID(),
                operator.getParallelism(),
                operator.getMaxParallelism());
        rewritten.setCoordinatorState(operator.getCoordinatorState());
        for (int subtask = 0; subtask < operator.getParallelism(); subtask++) {
            OperatorSubtaskState before = operator.getState(subtask);
            OperatorSubtaskState.Builder after = before == null ? OperatorSubtaskState.builder() : before.toBuilder();
            List<KeyedStateHandle> written = new ArrayList<>();
            for (FullSnapshotResources<Object> part : parts(before, subtask)) {
                written.add(write(savepoint, part));
            }
            after.setManagedKeyedState(new StateObjectCollection<>(written));
            rewritten.putState(subtask, after.build());
        }
        return rewritten;
    }

    private List<FullSnapshotResources<Object>> parts(OperatorSubtaskState subtask, int index) throws IOException {
        List<FullSnapshotResources<Object>> parts = new ArrayList<>();
        if (subtask != null) {
            for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                parts.add(KeyedPart.of(handle, operator.getMaxParallelism()).entries());
            }
        }
        KeyGroupRange groups = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                operator.getMaxParallelism(), operator.getParallelism(), index);
        if (parts.isEmpty() && !added(groups).isEmpty()) {
            parts.add(new EmptyEntries(textKeys(), groups));
        }
        return parts;
    }

    @SuppressWarnings("unchecked")
    private static TypeSerializer<Object> textKeys() {
        return (TypeSerializer<Object>) (TypeSerializer<?>) StringSerializer.INSTANCE;
    }

    private KeyedStateHandle write(NewSavepoint savepoint, FullSnapshotResources<Object> part) throws IOException {
        FullSnapshotResources<Object> rewritten =
                new RewrittenEntries(part, state(), changes, added(part.getKeyGroupRange()));
        try {
            return savepoint.write(rewritten);
        } finally {
            rewritten.release();
        }
    }

    private StateMetaInfoSnapshot state() {
        return new RegisteredKeyValueStateBackendMetaInfo<>(
                        StateDescriptor.Type.VALUE,
                        NetworkOperator.STATE,
                        VoidNamespaceSerializer.INSTANCE,
                        to.serializer())
                .snapshot();
    }

    private List<EntryIterator.Entry> added(KeyGroupRange groups) {
        return addedByGroup.values().stream()
                .flatMap(List::stream)
                .filter(entry -> groups.contains(entry.group()))
                .sorted(Comparator.comparingInt(EntryIterator.Entry::group))
                .toList();
    }

    private byte[] change(byte[] entryKey, byte[] value) throws IOException {
        String key = keys.read(entryKey);
        boolean isSameFormat = from == to;
        if (isSameFormat && !changed.contains(key)) {
            return value;
        }
        return to.write(change.apply(key, from.read(value)));
    }
}
