package io.github.stepnet.jobs.chaos;

import io.github.stepnet.network.arena.NetworkState;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.util.StateMigrationException;

/** The networks in a canonical savepoint, read with the serializer that the savepoint names. Keys are texts. */
final class SavedState {

    /** The keyed state that holds them. */
    private static final String NETWORKS = "network";

    private SavedState() {}

    /** By key. */
    static Map<String, NetworkState> networks(String savepoint) throws IOException, StateMigrationException {
        Map<String, NetworkState> networks = new TreeMap<>();
        for (OperatorState operator : metadata(savepoint).getOperatorStates()) {
            List<KeyedStateHandle> handles = new ArrayList<>();
            for (OperatorSubtaskState subtask : operator.getStates()) {
                handles.addAll(subtask.getManagedKeyedState());
            }
            if (!handles.isEmpty()) {
                read(handles, operator.getMaxParallelism(), networks);
            }
        }
        return networks;
    }

    private static CheckpointMetadata metadata(String savepoint) throws IOException {
        try (DataInputStream in =
                new DataInputStream(AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(savepoint)
                        .getMetadataHandle()
                        .openInputStream())) {
            return Checkpoints.loadCheckpointMetadata(in, SavedState.class.getClassLoader(), savepoint);
        }
    }

    private static void read(List<KeyedStateHandle> handles, int keyGroups, Map<String, NetworkState> networks)
            throws IOException, StateMigrationException {
        FullSnapshotRestoreOperation<String> restore = new FullSnapshotRestoreOperation<>(
                KeyGroupRange.of(0, keyGroups - 1),
                SavedState.class.getClassLoader(),
                handles,
                StateSerializerProvider.fromNewRegisteredSerializer(StringSerializer.INSTANCE));
        int prefix = CompositeKeySerializationUtils.computeRequiredBytesInKeyGroupPrefix(keyGroups);
        try (ThrowingIterator<SavepointRestoreResult> results = restore.restore()) {
            while (results.hasNext()) {
                read(results.next(), prefix, networks);
            }
        }
    }

    private static void read(SavepointRestoreResult result, int prefix, Map<String, NetworkState> networks)
            throws IOException, StateMigrationException {
        List<StateMetaInfoSnapshot> states = result.getStateMetaInfoSnapshots();
        try (ThrowingIterator<KeyGroup> groups = result.getRestoredKeyGroups()) {
            while (groups.hasNext()) {
                try (ThrowingIterator<KeyGroupEntry> entries = groups.next().getKeyGroupEntries()) {
                    while (entries.hasNext()) {
                        KeyGroupEntry entry = entries.next();
                        StateMetaInfoSnapshot state = states.get(entry.getKvStateId());
                        if (state.getName().equals(NETWORKS)) {
                            networks.put(key(entry, prefix), network(entry, state));
                        }
                    }
                }
            }
        }
    }

    private static String key(KeyGroupEntry entry, int prefix) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(entry.getKey());
        in.skipBytesToRead(prefix);
        return StringSerializer.INSTANCE.deserialize(in);
    }

    private static NetworkState network(KeyGroupEntry entry, StateMetaInfoSnapshot state) throws IOException {
        return (NetworkState) state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER)
                .restoreSerializer()
                .deserialize(new DataInputDeserializer(entry.getValue()));
    }
}
