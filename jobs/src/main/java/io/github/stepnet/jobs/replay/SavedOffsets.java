package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.savepoint.Reasons;
import io.github.stepnet.jobs.savepoint.SavepointFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.DefaultOperatorStateBackend;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.state.api.runtime.OperatorIDGenerator;

/** Where in its topic a job was when a savepoint was taken: the offset behind the last event that the models have seen, by partition. */
final class SavedOffsets {

    /** Flink's name of what a reader of a source remembers. */
    private static final String SPLITS = "SourceReaderState";

    private SavedOffsets() {}

    /**
     * Those of a source.
     *
     * @param uid of the operator
     * @return by partition; an offset below 0 is one of Kafka's marks, where nothing has been read yet
     */
    static Map<Integer, Long> of(SavepointFile savepoint, String uid, String topic) {
        OperatorState source = savepoint.operators().stream()
                .filter(operator -> operator.getOperatorID().equals(OperatorIDGenerator.fromUid(uid)))
                .findFirst()
                .orElseThrow(() -> new CannotRun(savepoint.place() + " has no operator with the uid " + uid
                        + ", which would know how far the job had read; is it of the job of this job file?"));
        Map<Integer, Long> offsets = new TreeMap<>();
        for (KafkaPartitionSplit split : splits(savepoint, source)) {
            if (!split.getTopic().equals(topic)) {
                throw new CannotRun("the job of " + savepoint.place() + " had read " + split.getTopic()
                        + ", and the job file says source.topic \"" + topic
                        + "\"; replay with the topic of the savepoint's job");
            }
            offsets.put(split.getPartition(), split.getStartingOffset());
        }
        if (offsets.isEmpty()) {
            throw new CannotRun(savepoint.place() + " does not say how far the job had read: " + uid
                    + " is no Kafka source, or had no partition yet");
        }
        return offsets;
    }

    private static List<KafkaPartitionSplit> splits(SavepointFile savepoint, OperatorState source) {
        List<KafkaPartitionSplit> splits = new ArrayList<>();
        try {
            for (OperatorSubtaskState subtask : source.getStates()) {
                for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                    splits.addAll(splits(handle));
                }
            }
        } catch (Exception e) {
            throw new CannotRun(
                    "how far the job of " + savepoint.place() + " had read cannot be told (" + Reasons.of(e)
                            + "); the savepoint is damaged, or of another version of Flink's Kafka connector",
                    e);
        }
        return splits;
    }

    private static List<KafkaPartitionSplit> splits(OperatorStateHandle handle) throws Exception {
        DefaultOperatorStateBackend backend = new DefaultOperatorStateBackendBuilder(
                        Thread.currentThread().getContextClassLoader(),
                        new ExecutionConfig(),
                        false,
                        List.of(handle),
                        new CloseableRegistry())
                .build();
        try (backend) {
            List<KafkaPartitionSplit> splits = new ArrayList<>();
            for (byte[] bytes : backend.getListState(
                            new ListStateDescriptor<>(SPLITS, BytePrimitiveArraySerializer.INSTANCE))
                    .get()) {
                splits.add(SimpleVersionedSerialization.readVersionAndDeSerialize(
                        new KafkaPartitionSplitSerializer(), bytes));
            }
            return splits;
        } finally {
            backend.dispose();
        }
    }
}
