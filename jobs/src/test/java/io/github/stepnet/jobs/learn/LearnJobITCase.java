package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.broker.EmbeddedBroker;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job on a real broker and a real cluster. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LearnJobITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static EmbeddedBroker broker;

    /** The one that runs: the cluster counts those that have ended, too. */
    private static int taskManager;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    /** A job that is left would keep its slots, and the next test wait for them. */
    @AfterEach
    void cancelJobs(@InjectMiniCluster MiniCluster cluster) throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get();
                cluster.requestJobResult(job.getJobId()).get();
            }
        }
    }

    // ---- bad records

    @Test
    void badRecordsBecomeDeadLettersAndChangeNothingElse() throws Exception {
        List<Event> events = Events.random(1_200, 6, 42);
        Event ghost = new Event("ghost", "first", Events.START + 5_000, List.of(1f, 2f, 3f, 4f), 1, null);
        events.add(ghost);
        Topics clean = new Topics(broker, "clean");
        clean.send(events);
        runToTheEnd(new LearnJob(clean.run("all")));

        Topics spoilt = new Topics(broker, "spoilt");
        Map<DeadLetterReason, Integer> expected = new TreeMap<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (i % 100 == 50) {
                spoil(spoilt, events.get(i), records, expected);
                spoil(spoilt, ghost, records, expected);
            }
            records.add(spoilt.record(events.get(i)));
        }
        spoilt.sendRecords(records);
        runToTheEnd(new LearnJob(spoilt.run("all")));

        assertEquals(1_201, count(clean.predictions("all")));
        assertEquals(clean.predictions("all"), spoilt.predictions("all"), "same answers, so the same weights");
        assertEquals(clean.milestones("all"), spoilt.milestones("all"));
        assertFalse(clean.milestones("all").isEmpty());
        assertEquals(List.of(), clean.deadLetters("all"));
        Prediction first = spoilt.predictions("all").get("ghost").get(0);
        assertEquals(0, first.getTick(), "no model was created by records that taught nothing");

        Map<DeadLetterReason, Integer> found = new TreeMap<>();
        for (DeadLetter letter : spoilt.deadLetters("all")) {
            found.merge(letter.getReason(), 1, Integer::sum);
            assertEquals("spoilt", letter.getSourceTopic());
            assertTrue(letter.getSourceOffset() >= 0 && letter.getSourcePartition() >= 0);
        }
        assertEquals(expected, found);
    }

    /** One record of each kind of badness, on behalf of a good event's key. */
    private static void spoil(
            Topics topics,
            Event good,
            List<ProducerRecord<byte[], byte[]>> records,
            Map<DeadLetterReason, Integer> expected) {
        String key = good.getKey();
        byte[] whole = topics.record(good).value();
        List<byte[]> undecodable = new ArrayList<>(List.of(
                new byte[] {1, 2, 3},
                new byte[0],
                "{\"key\": \"json\"}".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length - 5)));
        undecodable.add(null);
        for (byte[] value : undecodable) {
            records.add(topics.record(key, value));
        }
        expected.merge(DeadLetterReason.UNDECODABLE, undecodable.size(), Integer::sum);
        records.add(topics.record(key, new byte[1_000_000]));
        expected.merge(DeadLetterReason.TOO_LARGE, 1, Integer::sum);
        records.add(topics.record(
                key, topics.record(with(good, "", good.getFeatures(), 0)).value()));
        expected.merge(DeadLetterReason.NULL_KEY, 1, Integer::sum);
        records.add(topics.record(with(good, key, List.of(1f, 2f, 3f), 0)));
        expected.merge(DeadLetterReason.WRONG_FEATURE_COUNT, 1, Integer::sum);
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            records.add(topics.record(with(good, key, List.of(1f, odd, 3f, 4f), 0)));
            expected.merge(DeadLetterReason.NON_FINITE_FEATURE, 1, Integer::sum);
        }
        for (int label : new int[] {Events.CLASSES, -1, Integer.MIN_VALUE}) {
            records.add(topics.record(with(good, key, good.getFeatures(), label)));
            expected.merge(DeadLetterReason.LABEL_OUT_OF_RANGE, 1, Integer::sum);
        }
    }

    private static Event with(Event good, String key, List<Float> features, int label) {
        return new Event(key, good.getEventId(), good.getTimeMillis(), features, label, null);
    }

    @Test
    void aDeadLetterShowsWhatWasRead() throws Exception {
        Topics topics = new Topics(broker, "shown");
        byte[] large = new byte[1_000_000];
        Arrays.fill(large, (byte) 7);
        Event infinite = new Event("k", "e-1", Events.START, List.of(1f, Float.NEGATIVE_INFINITY, 3f, 4f), 2, null);
        topics.sendRecords(
                List.of(topics.record("k", large), topics.record("k", new byte[] {5, 6}), topics.record(infinite)));
        runToTheEnd(new LearnJob(topics.run("all")));

        Map<DeadLetterReason, DeadLetter> letters = new HashMap<>();
        topics.deadLetters("all").forEach(letter -> letters.put(letter.getReason(), letter));
        DeadLetter tooLarge = letters.get(DeadLetterReason.TOO_LARGE);
        assertEquals(524_288, tooLarge.getOriginalBytes().remaining());
        assertTrue(tooLarge.getBytesTruncated());
        assertEquals("the value has 1000000 bytes; at most 524288 are allowed", tooLarge.getMessage());
        DeadLetter undecodable = letters.get(DeadLetterReason.UNDECODABLE);
        assertArrayEquals(new byte[] {5, 6}, undecodable.getOriginalBytes().array());
        assertFalse(undecodable.getBytesTruncated());
        assertEquals(1, undecodable.getSourceOffset());
        DeadLetter notFinite = letters.get(DeadLetterReason.NON_FINITE_FEATURE);
        assertEquals("k", notFinite.getKey());
        assertEquals("e-1", notFinite.getEventId());
        assertEquals(Events.START, notFinite.getTimeMillis());
        assertEquals(infinite.getFeatures(), notFinite.getFeatures());
        assertEquals(2, notFinite.getLabel());
        assertEquals(2, notFinite.getSourceOffset());
        assertNull(notFinite.getOriginalBytes());

        for (ConsumerRecord<byte[], byte[]> record : topics.read(topics.topic("all", "dlq"))) {
            DeadLetter letter = DeadLetter.getDecoder().decode(record.value());
            assertEquals(letter.getReason().name(), header(record, DeadLetters.REASON));
            assertEquals("shown", header(record, DeadLetters.SOURCE_TOPIC));
            assertEquals(Long.toString(letter.getSourceOffset()), header(record, DeadLetters.SOURCE_OFFSET));
            assertEquals("k", new String(record.key(), StandardCharsets.UTF_8));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    // ---- failures

    @ParameterizedTest
    @CsvSource({"throw, rocksdb, step, chain-tween", "terminate, hashmap, sweep, backprop"})
    void aFailureInMidStreamChangesNoBit(
            String how, String backend, String execution, String rule, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        recovers(how, backend, execution, rule, cluster);
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "throw, hashmap, sweep, backprop",
        "throw, hashmap, step, chain-tween",
        "throw, rocksdb, sweep, chain-tween",
        "throw, rocksdb, step, backprop",
        "terminate, hashmap, step, chain-tween",
        "terminate, rocksdb, sweep, backprop",
        "terminate, rocksdb, step, chain-tween",
        "terminate, rocksdb, step, backprop"
    })
    void noFailureChangesABit(
            String how, String backend, String execution, String rule, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        recovers(how, backend, execution, rule, cluster);
    }

    private static void recovers(String how, String backend, String execution, String rule, MiniCluster cluster)
            throws Exception {
        Topics topics = new Topics(broker, String.join("-", how, backend, execution, rule));
        List<Event> events = Events.random(6_000, 16, 7);
        topics.send(events);
        String[] learning = {"--learning.execution", execution, "--learning.rule", rule};
        runToTheEnd(new LearnJob(topics.run("uninterrupted", learning)));

        boolean isThrown = how.equals("throw");
        Interruption interruption = isThrown ? Interruption.throwing() : Interruption.slow();
        LearnJob job = new LearnJob(topics.run("interrupted", learning));
        StreamExecutionEnvironment env =
                environment(Map.of("state.backend.type", backend, "execution.checkpointing.interval", "200 ms"));
        job.write(job.learn(bounded(job, env)
                .map(interruption)
                .returns(DecodedSerializer.TYPE)
                .uid("interruption")));
        JobClient client = env.executeAsync(job.name());
        if (!isThrown) {
            Interruption.awaitCheckpoints();
            cluster.terminateTaskManager(taskManager).get();
            cluster.startTaskManager();
            taskManager++;
        }
        client.getJobExecutionResult().get();
        if (isThrown) {
            assertTrue(Interruption.hasThrown());
        }
        assertTrue(Interruption.records() > events.size(), "some events came twice: " + Interruption.records());

        assertEquals(events.size(), count(topics.predictions("uninterrupted")));
        assertEquals(topics.predictions("uninterrupted"), topics.predictions("interrupted"));
        assertEquals(topics.milestones("uninterrupted"), topics.milestones("interrupted"));
        assertFalse(topics.milestones("uninterrupted").isEmpty());
    }

    @Test
    void aJobStoppedWithASavepointGoesOnWhereItWas(@TempDir Path savepoints, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        Topics topics = new Topics(broker, "stopped");
        List<Event> events = Events.random(2_000, 8, 3);
        topics.send(events.subList(0, 1_000));
        JobConfig config = topics.run("twice");
        JobClient first = start(config, Map.of("state.backend.type", "rocksdb"));
        CommonTestUtils.waitForAllTaskRunning(cluster, first.getJobID(), false);
        CommonTestUtils.waitUntilCondition(() -> count(topics.predictions("twice")) == 1_000);
        String savepoint = first.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get();

        topics.send(events.subList(1_000, 2_000));
        JobClient second = start(config, Map.of("execution.state-recovery.path", savepoint));
        CommonTestUtils.waitUntilCondition(() -> count(topics.predictions("twice")) >= 2_000);
        second.cancel().get();

        runToTheEnd(new LearnJob(topics.run("once")));
        assertEquals(2_000, count(topics.predictions("once")));
        assertEquals(topics.predictions("once"), topics.predictions("twice"));
        assertEquals(topics.milestones("once"), topics.milestones("twice"));
    }

    // ---- other formats and tasks

    @Test
    void jsonWithTheUsersOwnFieldsGoesInAndJsonComesOut() throws Exception {
        Topics topics = new Topics(broker, "json");
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        String[] states = {"ok", "worn", "broken"};
        for (Event event : Events.random(300, 3, 1)) {
            String text = """
                    {"machine": {"id": "%s"}, "nr": "%s", "at": "%s", "s": {"a": %s, "b": %s}, "more": [%s, %s], "state": "%s"}
                    """.formatted(
                            event.getKey(),
                            event.getEventId(),
                            Instant.ofEpochMilli(event.getTimeMillis()),
                            event.getFeatures().get(0),
                            event.getFeatures().get(1),
                            event.getFeatures().get(2),
                            event.getFeatures().get(3),
                            states[event.getLabel()]);
            records.add(topics.record(event.getKey(), text.getBytes(StandardCharsets.UTF_8)));
        }
        String keyless =
                "{\"machine\": {\"id\": null}, \"nr\": 1, \"at\": \"2026-01-31T12:00:00Z\", \"s\": {\"a\": 1, \"b\": 1}, \"more\": [1, 1]}";
        records.add(topics.record("key-0", keyless.getBytes(StandardCharsets.UTF_8)));
        topics.sendRecords(records);
        topics.send(List.of());
        JobConfig config = topics.run(
                "all",
                "--source.format=json",
                "--source.key=machine.id",
                "--source.event-id=nr",
                "--source.time={field: at, unit: iso}",
                "--source.features=[s.a, s.b, more.0, more.1]",
                "--source.label={field: state, classes: [ok, worn, broken]}",
                "--sink.format=json");
        runToTheEnd(new LearnJob(config));

        Topics avro = new Topics(broker, "avro");
        avro.send(Events.random(300, 3, 1));
        runToTheEnd(new LearnJob(avro.run("all")));

        Map<String, List<String>> found = new TreeMap<>();
        ObjectMapper mapper = new ObjectMapper();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(topics.topic("all", "predictions"))) {
            JsonNode prediction = mapper.readTree(record.value());
            found.computeIfAbsent(prediction.get("key").asText(), unused -> new ArrayList<>())
                    .add(prediction.get("answersEventId").asText() + ": " + prediction.get("outputs") + " "
                            + prediction.get("modelVersion"));
        }
        Map<String, List<String>> expected = new TreeMap<>();
        avro.predictions("all")
                .forEach((key, predictions) -> expected.put(
                        key,
                        predictions.stream()
                                .map(prediction -> prediction.getAnswersEventId() + ": "
                                        + prediction.getOutputs().toString().replace(" ", "") + " "
                                        + prediction.getModelVersion())
                                .toList()));
        assertEquals(expected, found);
        List<DeadLetter> letters = topics.deadLetters("all");
        assertEquals(1, letters.size());
        assertEquals(DeadLetterReason.NULL_KEY, letters.get(0).getReason());
        assertEquals(
                keyless,
                StandardCharsets.UTF_8.decode(letters.get(0).getOriginalBytes()).toString());
    }

    @Test
    void targetsAreLearnedToo() throws Exception {
        Topics topics = new Topics(broker, "targets");
        List<Event> events = new ArrayList<>();
        for (Event event : Events.random(3_000, 2, 5)) {
            float target = 3 * event.getFeatures().get(0) - event.getFeatures().get(1);
            events.add(new Event(
                    event.getKey(),
                    event.getEventId(),
                    event.getTimeMillis(),
                    event.getFeatures(),
                    null,
                    List.of(target)));
        }
        events.add(new Event("key-0", "short", Events.START + 9_000, List.of(1f, 1f, 1f, 1f), null, List.of(1f, 2f)));
        events.add(new Event("key-0", "odd", Events.START + 9_001, List.of(1f, 1f, 1f, 1f), null, List.of(Float.NaN)));
        topics.send(events);
        runToTheEnd(new LearnJob(topics.run(
                "all",
                "--network.loss=squared-error",
                "--network.layers=[{dense: {outputs: 8, activation: leaky-relu}}, {dense: {outputs: 1}}]",
                "--learning.optimizer={adam: {rate: 0.01}}")));

        for (List<Prediction> key : topics.predictions("all").values()) {
            assertEquals(1_500, key.size());
            double early = meanLoss(key.subList(0, 100));
            double late = meanLoss(key.subList(1_400, 1_500));
            assertTrue(late < 0.1 * early, early + " became " + late);
            assertNull(key.get(0).getPredictedClass());
        }
        assertEquals(
                List.of(DeadLetterReason.WRONG_TARGET_COUNT, DeadLetterReason.NON_FINITE_TARGET),
                topics.deadLetters("all").stream().map(DeadLetter::getReason).toList());
    }

    private static double meanLoss(List<Prediction> predictions) {
        return predictions.stream().mapToDouble(Prediction::getLoss).average().orElseThrow();
    }

    // ---- before anything runs

    @Test
    void topicsThatAreMissingAreNamed() {
        Topics topics = new Topics(broker, "lonely");
        String brokers = broker.bootstrapServers();
        assertEquals(
                "missing at sink.bootstrap " + brokers
                        + ": sink.predictions \"lonely-none-predictions\", sink.milestones \"lonely-none-milestones\","
                        + " sink.dead-letters \"lonely-none-dlq\"; create these topics, or correct the configuration",
                assertThrows(CannotRun.class, () -> BrokerCheck.verify(topics.config("none")))
                        .getMessage());
        assertEquals(
                "missing at source.bootstrap " + brokers
                        + ": source.topic \"misspelt\"; create this topic, or correct the configuration",
                assertThrows(
                                CannotRun.class,
                                () -> BrokerCheck.verify(topics.config("none", "--source.topic", "misspelt")))
                        .getMessage());
    }

    @Test
    void transactionsLongerThanTheBrokerAllowsAreRefused() {
        Topics topics = new Topics(broker, "patient");
        BrokerCheck.verify(topics.run("all"));
        JobConfig longer = topics.config("all", "--sink.transaction-timeout", "16min");
        assertEquals(
                "sink.transaction-timeout is 960000 ms, but broker 1 has transaction.max.timeout.ms = 900000; raise it there,"
                        + " or lower the timeout: to more than the longest time that the job may be down, or output that waits for its"
                        + " checkpoint is lost",
                assertThrows(CannotRun.class, () -> BrokerCheck.verify(longer)).getMessage());
        BrokerCheck.verify(
                topics.config("all", "--sink.transaction-timeout", "16min", "--sink.guarantee", "at-least-once"));
    }

    // ---- how a job is run here

    private static StreamExecutionEnvironment environment(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "execution.checkpointing.interval", "500 ms",
                "restart-strategy.type", "fixed-delay",
                "restart-strategy.fixed-delay.attempts", "3",
                "restart-strategy.fixed-delay.delay", "100 ms",
                "parallelism.default", "2"));
        all.putAll(settings);
        return StreamExecutionEnvironment.getExecutionEnvironment(Configuration.fromMap(all));
    }

    /** What is in the topic now. */
    private static DataStream<Decoded> bounded(LearnJob job, StreamExecutionEnvironment env) {
        KafkaSourceBuilder<Decoded> source =
                KafkaIn.builder(job.config().source()).setBounded(OffsetsInitializer.latest());
        return job.read(env, source.build());
    }

    private static void runToTheEnd(LearnJob job) throws Exception {
        StreamExecutionEnvironment env = environment(Map.of());
        job.write(job.learn(bounded(job, env)));
        env.execute(job.name());
    }

    private static JobClient start(JobConfig config, Map<String, String> settings) throws Exception {
        StreamExecutionEnvironment env = environment(settings);
        LearnJob job = new LearnJob(config);
        job.build(env);
        return env.executeAsync(job.name());
    }

    private static int count(Map<String, ? extends List<?>> byKey) {
        return byKey.values().stream().mapToInt(List::size).sum();
    }
}
