package io.github.stepnet.jobs.savepoint;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.UncompressedStreamCompressionDecorator;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * The keyed state of a subtask that has none.
 *
 * @param keys serializer of its keys
 * @param groups of its keys
 */
record EmptyEntries(TypeSerializer<Object> keys, KeyGroupRange groups) implements FullSnapshotResources<Object> {

    @Override
    public List<StateMetaInfoSnapshot> getMetaInfoSnapshots() {
        return List.of();
    }

    @Override
    public KeyValueStateIterator createKVStateIterator() throws IOException {
        EntryIterator none = new EntryIterator() {
            @Override
            Entry read() {
                return null;
            }

            @Override
            public void close() {}
        };
        none.start();
        return none;
    }

    @Override
    public KeyGroupRange getKeyGroupRange() {
        return groups;
    }

    @Override
    public TypeSerializer<Object> getKeySerializer() {
        return keys;
    }

    @Override
    public StreamCompressionDecorator getStreamCompressionDecorator() {
        return UncompressedStreamCompressionDecorator.INSTANCE;
    }

    @Override
    public void release() {}
}
