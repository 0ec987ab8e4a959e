package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.SourceConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The committed records of a topic between two places, all of which the brokers still have.
 *
 * @param from the first offset of each partition
 * @param to the one behind the last
 * @param records how many they are; between offsets there are gaps, where transactions end
 */
record TopicPart(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, long records) {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Without a record, a broker that is there is not waited for any longer. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    /**
     * Looks at the topic, and counts.
     *
     * @param first offsets by partition
     * @param until offsets by partition; the end where there is none
     */
    static TopicPart of(SourceConfig source, Map<Integer, Long> first, Map<Integer, Long> until) {
        Map<String, Object> settings = new HashMap<>(source.properties());
        settings.put("bootstrap.servers", source.bootstrap());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return of(consumer, source.topic(), first, until);
        } catch (KafkaException e) {
            throw new CannotRun(
                    "no answer from source.bootstrap " + source.bootstrap() + ": " + e.getMessage()
                            + "; is a broker running there, and has it the topic " + source.topic() + "?",
                    e);
        }
    }

    private static TopicPart of(
            KafkaConsumer<byte[], byte[]> consumer, String topic, Map<Integer, Long> first, Map<Integer, Long> until) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map((PartitionInfo info) -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> to = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long start = starts.get(partition);
            Long saved = first.get(partition.partition());
            // A partition that the job did not know yet is read from its beginning when it is found.
            long begin = saved == null || saved < 0 ? start : saved;
            Long stop = until.get(partition.partition());
            long end = until.isEmpty() ? ends.get(partition) : stop == null || stop < 0 ? begin : stop;
            check(partition, begin, end, start, ends.get(partition));
            from.put(partition, begin);
            to.put(partition, end);
        }
        for (int partition : first.keySet()) {
            if (!from.containsKey(new TopicPartition(topic, partition))) {
                throw new CannotRun("the topic " + topic + " has no partition " + partition
                        + ", which the savepoint's job had read; it is another topic of the same name");
            }
        }
        return new TopicPart(Map.copyOf(from), Map.copyOf(to), count(consumer, from, to));
    }

    private static void check(TopicPartition partition, long begin, long end, long start, long last) {
        if (end < begin) {
            throw new CannotRun("partition " + partition.partition() + " of " + partition.topic()
                    + " would be replayed from offset " + begin + " back to " + end
                    + "; the savepoint given to --to, or --until-offset, must be later than --from");
        }
        if (begin < end && start > begin) {
            throw new CannotRun("events of partition " + partition.partition() + " of " + partition.topic()
                    + " from offset " + begin + " to " + (start - 1)
                    + " are no longer retained: its log starts at " + start
                    + "; start from a later savepoint, and let the topic keep its events for longer (retention.ms)");
        }
        if (end > last) {
            throw new CannotRun("partition " + partition.partition() + " of " + partition.topic() + " ends at offset "
                    + last + ", before " + end
                    + ", up to which it is to be replayed; it is another topic of the same name,"
                    + " or has lost events");
        }
    }

    private static long count(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        long records = 0;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (to.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                records += record.offset() < to.get(new TopicPartition(record.topic(), record.partition())) ? 1 : 0;
                deadline = System.nanoTime() + PATIENCE_NANOS;
            }
            if (System.nanoTime() > deadline) {
                throw new CannotRun(
                        "the topic could not be read to the end of what is to be replayed: nothing has come for 60 s");
            }
        }
        return records;
    }

    /** From and to, as a person reads it. */
    String offsets() {
        Map<Integer, String> texts = new TreeMap<>();
        from.forEach((partition, first) ->
                texts.put(partition.partition(), partition.partition() + ": " + first + " to " + to.get(partition)));
        return String.join(", ", texts.values());
    }
}
