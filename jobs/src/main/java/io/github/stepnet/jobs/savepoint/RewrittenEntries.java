package io.github.stepnet.jobs.savepoint;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.UncompressedStreamCompressionDecorator;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/** Keyed state in which the values of some states are others, and one has entries more: all the rest, timers among it, passes byte by byte. */
final class RewrittenEntries implements FullSnapshotResources<Object> {

    /** What becomes of a value; an entry whose value becomes null is left out. */
    @FunctionalInterface
    interface Change {

        byte[] apply(byte[] key, byte[] value) throws IOException;
    }

    private final FullSnapshotResources<Object> source;
    private final StateMetaInfoSnapshot state;
    private final Map<String, Change> changes;
    private final List<EntryIterator.Entry> added;
    private final List<StateMetaInfoSnapshot> states;

    /**
     * The entries of a part with some of its states changed.
     *
     * @param state what is now said of one of them, by the name that it had
     * @param changes of values, by the names of their states
     * @param added entries of that one, in the order of their key groups; their positions do not count
     */
    RewrittenEntries(
            FullSnapshotResources<Object> source,
            StateMetaInfoSnapshot state,
            Map<String, Change> changes,
            List<EntryIterator.Entry> added) {
        this.source = source;
        this.state = state;
        this.changes = Map.copyOf(changes);
        this.added = added;
        states = new ArrayList<>(source.getMetaInfoSnapshots());
        int at = indexOfChanged(states);
        if (at < 0) {
            states.add(state);
        } else {
            states.set(at, state);
        }
    }

    private int indexOfChanged(List<StateMetaInfoSnapshot> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).getName().equals(state.getName())) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public List<StateMetaInfoSnapshot> getMetaInfoSnapshots() {
        return states;
    }

    @Override
    public KeyValueStateIterator createKVStateIterator() throws IOException {
        return new Entries(source.createKVStateIterator(), indexOfChanged(states));
    }

    @Override
    public KeyGroupRange getKeyGroupRange() {
        return source.getKeyGroupRange();
    }

    @Override
    public TypeSerializer<Object> getKeySerializer() {
        return source.getKeySerializer();
    }

    @Override
    public StreamCompressionDecorator getStreamCompressionDecorator() {
        return UncompressedStreamCompressionDecorator.INSTANCE;
    }

    @Override
    public void release() {
        source.release();
    }

    /** What is added to a key group comes before what it has. */
    private final class Entries extends EntryIterator {

        private final KeyValueStateIterator inner;
        private final int changed;
        private final Deque<Entry> waiting = new ArrayDeque<>(added);

        Entries(KeyValueStateIterator inner, int changed) throws IOException {
            this.inner = inner;
            this.changed = changed;
            start();
        }

        @Override
        Entry read() throws IOException {
            while (true) {
                Entry first = waiting.peek();
                if (first != null && (!inner.isValid() || first.group() <= inner.keyGroup())) {
                    waiting.remove();
                    return first.of(changed);
                }
                if (!inner.isValid()) {
                    return null;
                }
                byte[] key = inner.key();
                int id = inner.kvStateId();
                int group = inner.keyGroup();
                Change change = changes.get(states.get(id).getName());
                byte[] value = change == null ? inner.value() : change.apply(key, inner.value());
                inner.next();
                if (value != null) {
                    return new Entry(group, id, key, value);
                }
            }
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
