package io.github.stepnet.jobs.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the serializers of this job's own records have in common: nobody changes such a record, so a copy of it is the record itself, and
 * one that was there before is not filled again.
 *
 * @param <T> the records
 */
public abstract class ImmutableSerializer<T> extends TypeSerializerSingleton<T> {

    private static final long serialVersionUID = 1;

    private static final int ANY_LENGTH = -1;

    /** For its subclasses. */
    protected ImmutableSerializer() {}

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    /** There is none: a record has no sensible empty state. */
    @Override
    public final T createInstance() {
        return null;
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return from;
    }

    @Override
    public final int getLength() {
        return ANY_LENGTH;
    }

    @Override
    public final T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }
}
