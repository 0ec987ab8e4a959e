package io.github.stepnet.jobs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real broker with plain clients. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedBrokerITCase {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
        assertFalse(Files.exists(broker.directory()), "the data of a broker without a directory is deleted");
    }

    @Test
    void whatIsProducedIsConsumedInOrder() throws Exception {
        broker.createTopic("readings", 2);
        List<String> sent = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        try (KafkaProducer<String, String> producer = producer(broker, Map.of())) {
            for (String value : sent) {
                producer.send(new ProducerRecord<>("readings", 1, "key", value)).get();
            }
        }
        assertEquals(sent, consume(broker, new TopicPartition("readings", 1), 500, "read_uncommitted"));
    }

    @Test
    void aReaderOfCommittedRecordsSeesCommittedTransactionsOnly() throws Exception {
        broker.createTopic("predictions", 1);
        try (KafkaProducer<String, String> producer = producer(
                broker,
                Map.of(
                        "transactional.id",
                        "writer",
                        "transaction.timeout.ms",
                        Long.toString(Duration.ofMinutes(15).toMillis())))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("predictions", "aborted")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("predictions", "committed")).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("predictions", "open")).get();

            TopicPartition partition = new TopicPartition("predictions", 0);
            assertEquals(List.of("committed"), consume(broker, partition, 1, "read_committed"));
            assertEquals(List.of("aborted", "committed", "open"), consume(broker, partition, 3, "read_uncommitted"));
            producer.abortTransaction();
        }
    }

    @Test
    void aTopicIsNotMadeByItsFirstUse() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThrows(
                    ExecutionException.class,
                    () -> admin.describeTopics(List.of("misspelt"))
                            .allTopicNames()
                            .get());
            assertFalse(admin.listTopics().names().get().contains("misspelt"));
        }
    }

    @Test
    void aTopicThatExistsIsRefusedByName() {
        broker.createTopic("twice", 1);
        var refusal = assertThrows(IllegalArgumentException.class, () -> broker.createTopic("twice", 1));
        assertEquals(
                "topic twice with 1 partitions cannot be created: Topic 'twice' already exists.", refusal.getMessage());
    }

    @Test
    void aTopicTakesSettingsOfItsOwn() throws Exception {
        broker.createTopic("large", 1, Map.of("max.message.bytes", "4000000"));
        String large = "x".repeat(3_000_000);
        try (KafkaProducer<String, String> producer = producer(broker, Map.of("max.request.size", "4000000"))) {
            producer.send(new ProducerRecord<>("large", large)).get();
        }
        assertEquals(List.of(large), consume(broker, new TopicPartition("large", 0), 1, "read_committed"));
    }

    @Test
    void aBrokerWithADirectoryFindsItsTopicsAgain(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.start(0, directory)) {
            first.createTopic("kept", 1);
            try (KafkaProducer<String, String> producer = producer(first, Map.of())) {
                producer.send(new ProducerRecord<>("kept", "value")).get();
            }
        }
        try (EmbeddedBroker second = EmbeddedBroker.start(0, directory)) {
            assertEquals(List.of("value"), consume(second, new TopicPartition("kept", 0), 1, "read_committed"));
        }
        assertTrue(Files.exists(directory));
    }

    @Test
    void aDirectoryInUseIsRefusedAndItsBrokerGoesOn(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.start(0, directory)) {
            var refusal = assertThrows(IOException.class, () -> EmbeddedBroker.start(0, directory));
            assertEquals(
                    directory + " is in use by another broker; stop that one or choose another directory",
                    refusal.getMessage());
            first.createTopic("unharmed", 1);
        }
    }

    @Test
    void aDirectoryThatIsNotABrokersIsAnErrorAndNotAFault(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("meta.properties"), "version=1");
        assertThrows(Exception.class, () -> EmbeddedBroker.start(0, directory));
        assertEquals(Optional.empty(), EmbeddedBroker.fault());
        Files.delete(directory.resolve("meta.properties"));
        EmbeddedBroker.start(0, directory).close();
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            var refusal = assertThrows(IOException.class, () -> EmbeddedBroker.start(taken.getLocalPort()));
            assertEquals(
                    "port " + taken.getLocalPort() + " of 127.0.0.1 is taken; choose another, or 0 for any free one",
                    refusal.getMessage());
        }
    }

    @Test
    void closingTwiceAndFromAnotherThreadIsClosingOnce() throws Exception {
        EmbeddedBroker other = EmbeddedBroker.start();
        List<Throwable> failures = new ArrayList<>();
        Thread hook = new Thread(() -> {
            try {
                other.close();
            } catch (IOException failure) {
                failures.add(failure);
            }
        });
        hook.start();
        other.close();
        hook.join();
        assertEquals(List.of(), failures);
        assertFalse(Files.exists(other.directory()));
    }

    @Test
    void aFaultOfTheBrokerIsKeptAndDoesNotEndTheJvm() {
        Exit.halt(1, "the log directory is gone");
        assertEquals(
                "status 1: the log directory is gone", EmbeddedBroker.fault().orElseThrow());
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker to, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", to.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> consume(EmbeddedBroker from, TopicPartition partition, int count, String isolation) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                from.bootstrapServers(),
                "isolation.level",
                isolation,
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            while (values.size() < count) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
