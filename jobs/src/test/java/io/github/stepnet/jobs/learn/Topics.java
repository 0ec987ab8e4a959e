package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.broker.EmbeddedBroker;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.wire.RecordEncoder;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DriftEvent;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiredModel;
import io.github.stepnet.schemas.LayerHealth;
import io.github.stepnet.schemas.LearningEvent;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.schemas.WindowUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of events and, for each run of the job over it, topics of its own: writes the one and reads what was committed to the others. */
public final class Topics {

    public static final int PARTITIONS = 2;

    private static final RecordEncoder<Event> ENCODER = RecordEncoder.avro(new Event());

    private final EmbeddedBroker broker;
    private final String name;

    public Topics(EmbeddedBroker broker, String name) {
        this.broker = broker;
        this.name = name;
        broker.createTopic(name, PARTITIONS);
    }

    /** The topic of the events. */
    public String name() {
        return name;
    }

    /** A small network over the events, with more arguments as on the command line; creates the topics of its output. */
    public JobConfig run(String run, String... arguments) {
        createOutputs(run);
        return config(run, arguments);
    }

    void createOutputs(String run) {
        for (Output output : Output.values()) {
            broker.createTopic(topic(run, output.key()), PARTITIONS);
        }
    }

    public JobConfig config(String run, String... arguments) {
        return JobFile.read(text(run)).with(List.of(arguments)).config();
    }

    /** The job file of a run. */
    public String text(String run) {
        return """
                source: {topic: %s, bootstrap: "%s", start: earliest}
                sink: {%s}
                network:
                  inputs: %d
                  layers: [dense: {outputs: 8, activation: leaky-relu}, dense: {outputs: %d}]
                  seed: 7
                milestones: {every: 10%%, over-last: 50, sustained-for: 10}
                uid-prefix: %s
                """.formatted(
                        name,
                        broker.bootstrapServers(),
                        Arrays.stream(Output.values())
                                .map(output -> output.key() + ": " + topic(run, output.key()))
                                .collect(Collectors.joining(", ")),
                        Events.FEATURES,
                        Events.CLASSES,
                        name + "-" + run);
    }

    String topic(String run, String output) {
        return name + "-" + run + "-" + output;
    }

    static ProducerRecord<byte[], byte[]> to(String topic, String key, byte[] value) {
        return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** An event as it should be. */
    ProducerRecord<byte[], byte[]> record(Event event) {
        return record(event.getKey(), ENCODER.encode(event));
    }

    /** A record that goes where the events of this key go. */
    ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
        return to(name, key, value);
    }

    public void send(List<Event> events) throws Exception {
        sendRecords(events.stream().map(this::record).toList());
    }

    /** Makes a topic beside that of the events, and sends truths to it. */
    void sendTruths(String topic, List<Event> truths) throws Exception {
        broker.createTopic(topic, PARTITIONS);
        sendRecords(truths.stream()
                .map(truth -> to(topic, truth.getKey(), ENCODER.encode(truth)))
                .toList());
    }

    void sendRecords(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        // On a topic that has just been made, a second request may overtake the first, which is then out of order for
        // good.
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "linger.ms",
                "5",
                "max.in.flight.requests.per.connection",
                1);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(producer.send(record));
            }
        }
        for (Future<RecordMetadata> future : sent) {
            future.get();
        }
    }

    List<Prediction> answers(String run) throws IOException {
        return decode(read(topic(run, "predictions")), Prediction.getDecoder());
    }

    public Map<String, List<Prediction>> predictions(String run) throws Exception {
        return byKey(run, Output.PREDICTIONS, Prediction.getDecoder(), Prediction::getKey);
    }

    Map<String, List<Milestone>> milestones(String run) throws Exception {
        return byKey(run, Output.MILESTONES, Milestone.getDecoder(), Milestone::getKey);
    }

    Map<String, List<LayerHealth>> layerHealth(String run) throws Exception {
        return byKey(run, Output.HEALTH, LayerHealth.getDecoder(), LayerHealth::getKey);
    }

    Map<String, List<LearningEvent>> learningEvents(String run) throws Exception {
        return byKey(run, Output.LEARNING_EVENTS, LearningEvent.getDecoder(), LearningEvent::getKey);
    }

    Map<String, List<ExpiredExample>> expired(String run) throws Exception {
        return byKey(run, Output.EXPIRED, ExpiredExample.getDecoder(), ExpiredExample::getKey);
    }

    Map<String, List<DriftEvent>> drifts(String run) throws Exception {
        return byKey(run, Output.DRIFTS, DriftEvent.getDecoder(), DriftEvent::getKey);
    }

    Map<String, List<ExpiredModel>> expiredModels(String run) throws Exception {
        return byKey(run, Output.EXPIRED_MODELS, ExpiredModel.getDecoder(), ExpiredModel::getKey);
    }

    Map<String, List<EquilibriumEvent>> equilibriumEvents(String run) throws Exception {
        return byKey(run, Output.EQUILIBRIUM, EquilibriumEvent.getDecoder(), EquilibriumEvent::getKey);
    }

    Map<String, List<WindowUpdate>> windowUpdates(String run) throws Exception {
        return byKey(run, Output.WINDOWS, WindowUpdate.getDecoder(), WindowUpdate::getKey);
    }

    List<DeadLetter> deadLetters(String run) throws Exception {
        return decode(read(topic(run, "dead-letters")), DeadLetter.getDecoder());
    }

    /** Each key's records as they are, in hexadecimal, in the order of the topic. */
    Map<String, List<String>> bytes(String run, Output output) {
        return read(topic(run, output.key())).stream()
                .collect(Collectors.groupingBy(
                        record -> new String(record.key(), StandardCharsets.UTF_8),
                        TreeMap::new,
                        Collectors.mapping(
                                record -> record.value() == null
                                        ? "tombstone"
                                        : HexFormat.of().formatHex(record.value()),
                                Collectors.toList())));
    }

    /** Each key's records in the order of the topic. */
    private <T> Map<String, List<T>> byKey(
            String run, Output output, BinaryMessageDecoder<T> decoder, Function<T, String> key) throws Exception {
        return decode(read(topic(run, output.key())), decoder).stream()
                .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private static <T> List<T> decode(List<ConsumerRecord<byte[], byte[]>> records, BinaryMessageDecoder<T> decoder)
            throws IOException {
        List<T> decoded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            decoded.add(decoder.decode(record.value()));
        }
        return decoded;
    }

    /** All committed records, each partition in its order. */
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
