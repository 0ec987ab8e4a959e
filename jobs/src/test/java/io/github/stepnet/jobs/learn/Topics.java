package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.broker.EmbeddedBroker;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.wire.RecordEncoder;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one job on the broker: writes events, and reads what was committed. */
final class Topics {

    private final EmbeddedBroker broker;
    private final String name;

    Topics(EmbeddedBroker broker, String name, int partitions) {
        this.broker = broker;
        this.name = name;
        for (String topic : List.of(name, name + "-predictions", name + "-milestones", name + "-dlq")) {
            broker.createTopic(topic, partitions);
        }
    }

    /** A small network over the topics, with more arguments as on the command line. */
    JobConfig config(String... arguments) {
        return JobFile.read(text()).with(List.of(arguments)).config();
    }

    /** The job file of {@link #config}. */
    String text() {
        return """
                source: {topic: %s, bootstrap: "%s", start: earliest}
                network:
                  inputs: %d
                  layers: [dense: {outputs: 8, activation: leaky-relu}, dense: {outputs: %d}]
                  seed: 7
                milestones: {every: 10%%, over-last: 50, sustained-for: 10}
                uid-prefix: %s
                """.formatted(name, broker.bootstrapServers(), Events.FEATURES, Events.CLASSES, name);
    }

    void send(List<Event> events) throws Exception {
        RecordEncoder<Event> encoder = RecordEncoder.avro(new Event());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Event event : events) {
            records.add(record(event.getKey().getBytes(StandardCharsets.UTF_8), encoder.encode(event)));
        }
        sendRecords(records);
    }

    ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
        return new ProducerRecord<>(name, key, value);
    }

    void sendRecords(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(producer.send(record));
            }
        }
        for (Future<RecordMetadata> future : sent) {
            future.get();
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", "2000000", "linger.ms", "5");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    List<Prediction> predictions() throws IOException {
        return decode(read(name + "-predictions"), Prediction.getDecoder());
    }

    List<Milestone> milestones() throws IOException {
        return decode(read(name + "-milestones"), Milestone.getDecoder());
    }

    List<DeadLetter> deadLetters() throws IOException {
        return decode(read(name + "-dlq"), DeadLetter.getDecoder());
    }

    private static <T> List<T> decode(List<ConsumerRecord<byte[], byte[]>> records, BinaryMessageDecoder<T> decoder)
            throws IOException {
        List<T> decoded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            decoded.add(decoder.decode(record.value()));
        }
        return decoded;
    }

    /** All committed records, partition by partition. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
