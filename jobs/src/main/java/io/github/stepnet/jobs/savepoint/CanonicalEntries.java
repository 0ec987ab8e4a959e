package io.github.stepnet.jobs.savepoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.UncompressedStreamCompressionDecorator;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.util.StateMigrationException;

/** The entries of a canonical savepoint, straight from its file: no value is looked into, so that nobody's classes are needed. */
final class CanonicalEntries implements FullSnapshotResources<Object> {

    private final KeyedPart part;

    CanonicalEntries(KeyedPart part) {
        this.part = part;
    }

    @Override
    public List<StateMetaInfoSnapshot> getMetaInfoSnapshots() {
        return part.states();
    }

    @Override
    public KeyValueStateIterator createKVStateIterator() throws IOException {
        FullSnapshotRestoreOperation<Object> restore = new FullSnapshotRestoreOperation<>(
                part.keyGroups(),
                Thread.currentThread().getContextClassLoader(),
                List.of(part.handle()),
                StateSerializerProvider.fromNewRegisteredSerializer(part.keySerializer()));
        try {
            ThrowingIterator<SavepointRestoreResult> files = restore.restore();
            return new Entries(files, files.next().getRestoredKeyGroups());
        } catch (StateMigrationException e) {
            throw new IOException("the keys cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public KeyGroupRange getKeyGroupRange() {
        return part.keyGroups();
    }

    @Override
    public TypeSerializer<Object> getKeySerializer() {
        return part.keySerializer();
    }

    @Override
    public StreamCompressionDecorator getStreamCompressionDecorator() {
        return UncompressedStreamCompressionDecorator.INSTANCE;
    }

    @Override
    public void release() {}

    private static final class Entries extends EntryIterator {

        private final ThrowingIterator<SavepointRestoreResult> files;
        private final ThrowingIterator<KeyGroup> groups;
        private int group;
        private ThrowingIterator<KeyGroupEntry> entries;

        Entries(ThrowingIterator<SavepointRestoreResult> files, ThrowingIterator<KeyGroup> groups) throws IOException {
            this.files = files;
            this.groups = groups;
            start();
        }

        @Override
        Entry read() throws IOException {
            try {
                while (entries == null || !entries.hasNext()) {
                    if (!groups.hasNext()) {
                        return null;
                    }
                    KeyGroup next = groups.next();
                    group = next.getKeyGroupId();
                    entries = next.getKeyGroupEntries();
                }
                KeyGroupEntry entry = entries.next();
                return new Entry(group, entry.getKvStateId(), entry.getKey(), entry.getValue());
            } catch (StateMigrationException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            try {
                files.close();
            } catch (IOException e) {
                throw new UncheckedIOException("closing a savepoint's file", e);
            }
        }
    }
}
