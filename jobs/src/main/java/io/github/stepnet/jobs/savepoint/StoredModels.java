package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.spec.SpecException;
import io.github.stepnet.stream.state.FormatChange;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.NetworkStateSerializerSnapshot;
import io.github.stepnet.stream.state.StateFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What the bytes of an operator's networks are: the one place that knows how they are written. */
public final class StoredModels {

    private final NetworkStateSerializer serializer;
    private final boolean learnsWindows;
    /** By the layouts of earlier specifications. */
    private final Map<Integer, FormatChange> changes = new HashMap<>();

    private TrackedLearner learner;
    private ModelTensors tensors;

    private StoredModels(NetworkStateSerializer serializer, boolean learnsWindows) {
        this.serializer = serializer;
        this.learnsWindows = learnsWindows;
    }

    /**
     * Those of a savepoint.
     *
     * @param learnsWindows whether the operator's events lie in windows
     */
    static StoredModels of(NetworkStateSerializerSnapshot snapshot, boolean learnsWindows) {
        return new StoredModels((NetworkStateSerializer) snapshot.restoreSerializer(), learnsWindows);
    }

    /** Those of a savepoint that is to be written. */
    static StoredModels of(StateFormat format) {
        return new StoredModels(new NetworkStateSerializer(format), false);
    }

    /** Formats of earlier specifications, which values that no event has come for may still have. */
    List<StateFormat> older() {
        return serializer.older();
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

    /** A value; one that a job has left in the layout of an earlier specification goes on here as it would there. */
    NetworkState read(byte[] value) throws IOException {
        NetworkState state = serializer.deserialize(new DataInputDeserializer(value));
        boolean isUpToDate = state.earlierLayout == 0 || state.earlierLayout == format().id();
        if (!isUpToDate) {
            state = changes.computeIfAbsent(state.earlierLayout, this::changeFrom)
                    .convert(state);
        }
        return new NetworkState(state.longs, state.doubles, state.ids, state.floats);
    }

    private FormatChange changeFrom(int layout) {
        StateFormat older = older().stream()
                .filter(each -> each.id() == layout)
                .findFirst()
                .orElseThrow(() -> new CannotRun(String.format(
                        Locale.ROOT,
                        "a stored network has the layout %08x, which its savepoint does not list; it is damaged",
                        layout)));
        return FormatChange.between(older, format(), learner().learner(), ofNewKey());
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

    /** The kind of operator that keeps them. */
    OperatorKind kind() {
        return OperatorKind.of(format(), description(), learnsWindows);
    }

    /** A new key's model, as the operator that wrote the others would make it. */
    NetworkState ofNewKey() {
        return kind().models(description(), Kernels.scalar()).newState();
    }

    ModelTensors tensors() {
        if (tensors == null) {
            tensors = ModelTensors.of(learner());
        }
        return tensors;
    }
}
