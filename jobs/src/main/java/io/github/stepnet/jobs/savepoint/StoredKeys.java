package io.github.stepnet.jobs.savepoint;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * How the key of a network's entry is written: its group, the text, and the one namespace that there is.
 *
 * @param maxParallelism number of key groups
 */
record StoredKeys(int maxParallelism) {

    private static final StringSerializer TEXT = StringSerializer.INSTANCE;
    private static final VoidNamespaceSerializer NAMESPACE = VoidNamespaceSerializer.INSTANCE;

    String read(byte[] entryKey) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(entryKey);
        CompositeKeySerializationUtils.readKeyGroup(prefixBytes(), in);
        return CompositeKeySerializationUtils.readKey(TEXT, in, isAmbiguous());
    }

    byte[] write(String key) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(32);
        CompositeKeySerializationUtils.writeKeyGroup(groupOf(key), prefixBytes(), out);
        CompositeKeySerializationUtils.writeKey(key, TEXT, out, isAmbiguous());
        CompositeKeySerializationUtils.writeNameSpace(VoidNamespace.INSTANCE, NAMESPACE, out, isAmbiguous());
        return out.getCopyOfBuffer();
    }

    int groupOf(String key) {
        return KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism);
    }

    private int prefixBytes() {
        return CompositeKeySerializationUtils.computeRequiredBytesInKeyGroupPrefix(maxParallelism);
    }

    private static boolean isAmbiguous() {
        return CompositeKeySerializationUtils.isAmbiguousKeyPossible(TEXT, NAMESPACE);
    }
}
