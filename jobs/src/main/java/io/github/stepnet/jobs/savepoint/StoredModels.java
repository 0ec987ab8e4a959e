package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.spec.SpecException;
import io.github.stepnet.stream.NewModels;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.NetworkStateSerializerSnapshot;
import io.github.stepnet.stream.state.StateFormat;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What the bytes of an operator's networks are: the one place that knows how they are written. */
public final class StoredModels {

    private final NetworkStateSerializer serializer;
    private TrackedLearner learner;
    private ModelTensors tensors;

    private StoredModels(NetworkStateSerializer serializer) {
        this.serializer = serializer;
    }

    static StoredModels of(NetworkStateSerializerSnapshot snapshot) {
        return new StoredModels((NetworkStateSerializer) snapshot.restoreSerializer());
    }

    static StoredModels of(StateFormat format) {
        return new StoredModels(new NetworkStateSerializer(format));
    }

    /** The format that is in use. */
    public StateFormat format() {
        return serializer.format();
    }

    /** What values of the format in use start with, as a person writes it. */
    String layoutId() {
        return String.format(Locale.ROOT, "%08x", format().id());
    }

    /** What a savepoint says of these values. */
    TypeSerializerSnapshot<NetworkState> snapshot() {
        return serializer.snapshotConfiguration();
    }

    NetworkStateSerializer serializer() {
        return serializer;
    }

    NetworkState read(byte[] value) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(value));
    }

    byte[] write(NetworkState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(state, out);
        return out.getCopyOfBuffer();
    }

    TrackedLearner.Description description() {
        try {
            return TrackedLearner.describedBy(format().text());
        } catch (SpecException e) {
            throw new CannotRun(
                    "the specification of the stored networks cannot be read (" + e.getMessage()
                            + "); it names a learner of your own, or was written by a later version of Stepnet",
                    e);
        }
    }

    /** The learner of the specification, compiled. */
    TrackedLearner learner() {
        if (learner == null) {
            TrackedLearner.Description description = description();
            learner = new TrackedLearner(description.learner(), description.milestones(), Kernels.scalar());
        }
        return learner;
    }

    /**
     * A new key's model, as the operator that wrote the others would make it. What an operator remembers beside a network is known by its size.
     *
     * @param learnsWindows whether the operator's events lie in windows
     */
    NetworkState ofNewKey(boolean learnsWindows) {
        TrackedLearner.Description description = description();
        for (boolean fillsMissing : new boolean[] {false, true}) {
            List<NewModels> kinds = learnsWindows
                    ? List.of(NewModels.ofWindows(
                            description, Channels.averagedGradients(), fillsMissing, Kernels.scalar()))
                    : List.of(
                            NewModels.ofEvents(description, fillsMissing, Kernels.scalar()),
                            NewModels.ofLateTruths(description, fillsMissing, Kernels.scalar()));
            for (NewModels kind : kinds) {
                StateFormat made = kind.format();
                StateFormat wanted = format();
                if (made.longs() == wanted.longs() && made.doubles() == wanted.doubles()) {
                    return kind.newState();
                }
            }
        }
        throw new CannotRun("a new key's model cannot be made: the operator remembers " + format().longs()
                + " integers of a key, which this version does not know; give models to keys that are there");
    }

    ModelTensors tensors() {
        if (tensors == null) {
            tensors = ModelTensors.of(learner());
        }
        return tensors;
    }
}
