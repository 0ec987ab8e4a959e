package io.github.stepnet.jobs.savepoint;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SavepointKeyedStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * The keyed state that one subtask has written, of whatever backend: which states there are, and all of their entries, timers among them, as bytes.
 *
 * @param handle where it lies
 * @param keySerializer of its keys
 * @param states what is in it; an entry names its state by the position here
 * @param maxParallelism into how many groups keys are divided
 */
record KeyedPart(
        KeyedStateHandle handle,
        TypeSerializer<Object> keySerializer,
        List<StateMetaInfoSnapshot> states,
        int maxParallelism) {

    /** Reads what says which states there are. */
    static KeyedPart of(KeyedStateHandle handle, int maxParallelism) throws IOException {
        KeyedBackendSerializationProxy<Object> proxy =
                new KeyedBackendSerializationProxy<>(Thread.currentThread().getContextClassLoader());
        try (FSDataInputStream in = header(handle)) {
            proxy.read(new DataInputViewStreamWrapper(in));
        }
        TypeSerializerSnapshot<Object> keys = proxy.getKeySerializerSnapshot();
        return new KeyedPart(
                handle, keys.restoreSerializer(), List.copyOf(proxy.getStateMetaInfoSnapshots()), maxParallelism);
    }

    private static FSDataInputStream header(KeyedStateHandle handle) throws IOException {
        if (handle instanceof KeyGroupsStateHandle whole) {
            return whole.openInputStream();
        }
        if (handle instanceof IncrementalRemoteKeyedStateHandle files) {
            return files.getMetaDataStateHandle().openInputStream();
        }
        throw new IOException("keyed state of the kind " + handle.getClass().getSimpleName()
                + " is not read; take a savepoint in the canonical format");
    }

    KeyGroupRange keyGroups() {
        return handle.getKeyGroupRange();
    }

    /** Whether any backend can read it, and so can this program without one. */
    boolean isCanonical() {
        return handle instanceof SavepointKeyedStateHandle;
    }

    /** Whether RocksDB alone can read it. */
    boolean needsRocksDb() {
        return handle instanceof IncrementalRemoteKeyedStateHandle;
    }

    /** Who has written it: {@code canonical}, or the backend that alone reads it. */
    String format() {
        if (isCanonical()) {
            return "canonical";
        }
        return needsRocksDb() ? "native rocksdb" : "native hashmap";
    }

    /** All entries, to be {@linkplain FullSnapshotResources#release released}. */
    FullSnapshotResources<Object> entries() throws IOException {
        return isCanonical() ? new CanonicalEntries(this) : RestoredEntries.of(this);
    }

    /** The position of a state, or -1. */
    int indexOf(String state) {
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i).getName().equals(state)) {
                return i;
            }
        }
        return -1;
    }
}
