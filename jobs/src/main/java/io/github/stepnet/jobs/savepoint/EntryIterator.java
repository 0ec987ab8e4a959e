package io.github.stepnet.jobs.savepoint;

import java.io.IOException;
import org.apache.flink.runtime.state.KeyValueStateIterator;

/** Entries of keyed state one behind the other, told apart by group and state as Flink's writer wants it. */
abstract class EntryIterator implements KeyValueStateIterator {

    /** An entry: the group of its key, the position of its state, its key (group, key, namespace, a map's key) and its value. */
    static final class Entry {

        private final int group;
        private final int state;
        private final byte[] key;
        private final byte[] value;

        Entry(int group, int state, byte[] key, byte[] value) {
            this.group = group;
            this.state = state;
            this.key = key;
            this.value = value;
        }

        /** The same entry of the state at another position. */
        Entry of(int otherState) {
            return new Entry(group, otherState, key, value);
        }

        int group() {
            return group;
        }
    }

    private Entry previous;
    private Entry current;

    /** The next entry, or null. */
    abstract Entry read() throws IOException;

    /** Goes to the first entry; for an heir that is ready. */
    final void start() throws IOException {
        current = read();
    }

    @Override
    public final void next() throws IOException {
        previous = current;
        current = read();
    }

    @Override
    public final int keyGroup() {
        return current.group;
    }

    @Override
    public final byte[] key() {
        return current.key;
    }

    @Override
    public final byte[] value() {
        return current.value;
    }

    @Override
    public final int kvStateId() {
        return current.state;
    }

    @Override
    public final boolean isNewKeyValueState() {
        return isValid() && (previous == null || previous.state != current.state);
    }

    @Override
    public final boolean isNewKeyGroup() {
        return isValid() && (previous == null || previous.group != current.group);
    }

    @Override
    public final boolean isValid() {
        return current != null;
    }
}
