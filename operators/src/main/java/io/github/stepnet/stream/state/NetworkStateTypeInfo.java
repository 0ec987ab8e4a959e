package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a key's state, for tools that read it from a savepoint. */
public final class NetworkStateTypeInfo extends TypeInformation<NetworkState> {

    private static final long serialVersionUID = 1;

    private final StateFormat format;

    public NetworkStateTypeInfo(StateFormat format) {
        this.format = Objects.requireNonNull(format, "format");
    }

    @Override
    public TypeSerializer<NetworkState> createSerializer(SerializerConfig config) {
        return new NetworkStateSerializer(format);
    }

    @Override
    public Class<NetworkState> getTypeClass() {
        return NetworkState.class;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof NetworkStateTypeInfo;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkStateTypeInfo that && format.equals(that.format);
    }

    @Override
    public int hashCode() {
        return format.hashCode();
    }

    @Override
    public String toString() {
        return "NetworkState of " + format;
    }
}
