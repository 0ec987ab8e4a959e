package io.github.stepnet.stream;

import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.schemas.ModelSnapshot;
import io.github.stepnet.stream.output.Records;
import java.util.List;

/**
 * Says when a model is due to be told, and tells it. Which ticks these are follows from the key's count of updates, which is in the state anyway: no slot is reserved, and
 * nothing that is learned changes.
 */
final class ModelRecords {

    private final int every;
    private final TrackedLearner learner;
    private final String specification;
    private final String fingerprint;
    private final List<ModelTensor> tensors;

    /** @param specification the learner's canonical text */
    ModelRecords(Snapshots snapshots, TrackedLearner learner, String specification, String fingerprint) {
        every = snapshots.every();
        this.learner = learner;
        this.specification = specification;
        this.fingerprint = fingerprint;
        tensors = every > 0 ? ModelTensors.of(learner).list() : List.of();
    }

    /** Whether any are told. */
    boolean isOn() {
        return every > 0;
    }

    /** What {@link #isDue} asks for: taken before a tick. */
    long updates(NetworkState state) {
        return learner.learner().updates(state);
    }

    /** Whether a tick has passed a multiple of the interval. */
    boolean isDue(NetworkState state, long before) {
        return isOn() && updates(state) / every > before / every;
    }

    /**
     * The record of a model.
     *
     * @param eventId of the event that has taught it last
     * @param time of the records that leave now; null if they have none
     */
    ModelSnapshot of(String key, String eventId, Long time, NetworkState state) {
        ModelSnapshot snapshot = about(key, time, state);
        snapshot.setEventId(eventId);
        snapshot.setTensors(Records.tensors(tensors, state));
        return snapshot;
    }

    /** The record of a model that is given up. */
    ModelSnapshot end(String key, Long time, NetworkState state) {
        ModelSnapshot snapshot = about(key, time, state);
        snapshot.setEnded(true);
        snapshot.setTensors(List.of());
        return snapshot;
    }

    private ModelSnapshot about(String key, Long time, NetworkState state) {
        ModelSnapshot snapshot = new ModelSnapshot();
        snapshot.setKey(key);
        snapshot.setFingerprint(fingerprint);
        snapshot.setSpecification(specification);
        snapshot.setTick(learner.learner().ticks(state) - 1);
        snapshot.setUpdates(updates(state));
        snapshot.setTimeMillis(time);
        return snapshot;
    }
}
