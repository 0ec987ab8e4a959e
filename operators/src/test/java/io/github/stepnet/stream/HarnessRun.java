package io.github.stepnet.stream;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiredModel;
import io.github.stepnet.schemas.LayerHealth;
import io.github.stepnet.schemas.LearningEvent;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.ModelSnapshot;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.output.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * One subtask of an operator in Flink's harness, from its start or from a snapshot to its end.
 *
 * @param <O> the operator
 * @param <H> the harness
 */
abstract class HarnessRun<
                O extends AbstractStreamOperator<Prediction>, H extends AbstractStreamOperatorTestHarness<Prediction>>
        implements AutoCloseable {

    private static final int SNAPSHOT_LIMIT = 64 << 20;

    final O operator;
    final H harness;
    private long checkpoints;

    HarnessRun(Class<?> type, H harness, Backend backend, OperatorSubtaskState from) throws Exception {
        this.harness = harness;
        harness.setStateBackend(backend.create());
        harness.setup(Outputs.PREDICTIONS.createSerializer(
                harness.getExecutionConfig().getSerializerConfig()));
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
        operator = operator(type);
    }

    @SuppressWarnings("unchecked")
    private O operator(Class<?> type) {
        return (O) type.cast(harness.getOperator());
    }

    void barrier() throws Exception {
        harness.prepareSnapshotPreBarrier(++checkpoints);
    }

    OperatorSubtaskState snapshot() throws Exception {
        barrier();
        return harness.snapshot(checkpoints, checkpoints);
    }

    /** A snapshot whose asynchronous part has not begun. */
    OperatorSnapshotFutures beginSnapshot() throws Exception {
        barrier();
        return operator.snapshotState(
                checkpoints,
                checkpoints,
                CheckpointOptions.forCheckpointWithDefaultLocation(),
                new MemCheckpointStreamFactory(SNAPSHOT_LIMIT));
    }

    static OperatorSubtaskState finish(OperatorSnapshotFutures futures) throws Exception {
        return OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState();
    }

    /** Every key's stored state, all of it: bits of weights and sums, counters, ids in flight. */
    Map<String, String> states() throws Exception {
        Map<String, String> states = new TreeMap<>();
        stored().forEach((key, state) -> states.put(key, bits(state)));
        return states;
    }

    /** Every key's stored state. */
    Map<String, NetworkState> stored() throws Exception {
        barrier();
        Map<String, NetworkState> states = new TreeMap<>();
        operator.<String>getKeyedStateBackend()
                .applyToAllKeys(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>(LearningOperator.STATE_NAME, NetworkState.class),
                        (String key, ValueState<NetworkState> state) -> states.put(key, state.value()));
        return states;
    }

    static String bits(NetworkState state) {
        StringBuilder text = new StringBuilder();
        for (long value : state.longs) {
            text.append(value).append(' ');
        }
        for (double value : state.doubles) {
            text.append(Double.doubleToRawLongBits(value)).append(' ');
        }
        for (float value : state.floats) {
            text.append(Float.floatToRawIntBits(value)).append(' ');
        }
        for (String id : state.ids) {
            text.append(id).append(' ');
        }
        return text.toString();
    }

    List<Prediction> predictions() {
        return harness.extractOutputValues();
    }

    List<Milestone> milestones() {
        return side(Outputs.MILESTONES);
    }

    List<LayerHealth> layerHealth() {
        return side(Outputs.LAYER_HEALTH);
    }

    List<LearningEvent> learningEvents() {
        return side(Outputs.LEARNING_EVENTS);
    }

    List<EquilibriumEvent> equilibriumEvents() {
        return side(Outputs.EQUILIBRIUM);
    }

    List<ExpiredExample> expired() {
        return side(Outputs.EXPIRED);
    }

    List<ExpiredModel> expiredModels() {
        return side(Outputs.EXPIRED_MODELS);
    }

    List<ModelSnapshot> modelSnapshots() {
        return side(Outputs.MODEL_SNAPSHOTS);
    }

    List<DeadLetter> deadLetters() {
        return side(Outputs.DEAD_LETTERS);
    }

    final <T> List<T> side(OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    @Override
    public void close() {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException("the operator does not close", e);
        }
    }
}
