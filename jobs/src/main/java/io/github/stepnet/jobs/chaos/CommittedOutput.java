package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.schemas.Prediction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a run of the job has committed, from the beginning of its topics, each key's records in their order. */
final class CommittedOutput implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final String NO_KEY = "(none)";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Output> outputs = new HashMap<>();
    private final Map<Output, Map<String, List<ByteBuffer>>> records = new EnumMap<>(Output.class);
    private final Map<String, Set<String>> answered = new HashMap<>();
    private long answers;
    private long repeated;

    CommittedOutput(JobConfig job, int partitions) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        job.sink().bootstrap(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        5000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (Output output : job.outputs()) {
            outputs.put(output.topic(job.sink()), output);
            records.put(output, new TreeMap<>());
            for (int i = 0; i < partitions; i++) {
                all.add(new TopicPartition(output.topic(job.sink()), i));
            }
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Reads what has come since. */
    void poll() throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            add(outputs.get(record.topic()), record);
        }
    }

    /** Reads all that there is. */
    void readToEnd() throws IOException {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                poll();
            }
        } catch (TimeoutException notNow) {
            throw new IOException("the broker does not answer: " + notNow.getMessage(), notNow);
        }
    }

    private void add(Output output, ConsumerRecord<byte[], byte[]> record) throws IOException {
        String key = record.key() == null ? NO_KEY : new String(record.key(), StandardCharsets.UTF_8);
        records.get(output).computeIfAbsent(key, ofKey -> new ArrayList<>()).add(ByteBuffer.wrap(record.value()));
        if (output == Output.PREDICTIONS) {
            String event = Prediction.getDecoder().decode(record.value()).getAnswersEventId();
            // Others are no part of the load.
            if (Character.isDigit(event.charAt(0))) {
                if (answered.computeIfAbsent(key, ofKey -> new HashSet<>()).add(event)) {
                    answers++;
                } else {
                    repeated++;
                }
            }
        }
    }

    /** Events of the load that have an answer. */
    long answers() {
        return answers;
    }

    /** Further answers to events that have one. */
    long repeated() {
        return repeated;
    }

    /** By key. */
    Map<String, List<ByteBuffer>> records(Output output) {
        return records.get(output);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
