package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.EquilibriumEventKind;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Prediction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole job on a real broker and a real cluster: other formats than the usual one, and values to learn. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LearnJobITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = JobRuns.cluster();

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    @AfterEach
    void cancelJobs(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobRuns.cancelAll(cluster);
    }

    @Test
    void jsonWithTheUsersOwnFieldsGoesInAndJsonComesOut() throws Exception {
        Topics topics = new Topics(BROKER.broker(), "json");
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
        JobRuns.runToTheEnd(new LearnJob(config));

        Topics avro = new Topics(BROKER.broker(), "avro");
        avro.send(Events.random(300, 3, 1));
        JobRuns.runToTheEnd(new LearnJob(avro.run("all")));

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
        Topics topics = new Topics(BROKER.broker(), "targets");
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
        JobRuns.runToTheEnd(new LearnJob(topics.run(
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

    @Test
    void aModelThatSettlesSaysHowAndWhatItHasReached() throws Exception {
        Topics topics = new Topics(BROKER.broker(), "settles");
        topics.send(Events.random(600, 3, 5));
        JobRuns.runToTheEnd(new LearnJob(topics.run(
                "all",
                "--network",
                "{model: {looped-mlp: {hidden: 16}}, inputs: %d, outputs: %d, seed: 7}"
                        .formatted(Events.FEATURES, Events.CLASSES),
                "--learning.audit",
                "50")));
        Map<String, List<EquilibriumEvent>> events = topics.equilibriumEvents("all");
        Map<String, List<Prediction>> predictions = topics.predictions("all");
        assertEquals(predictions.keySet(), events.keySet());
        predictions.forEach((key, answers) -> {
            assertEquals(200, answers.size());
            assertTrue(answers.stream().allMatch(answer -> answer.getIterations() > 0));
            EquilibriumEvent first = events.get(key).stream()
                    .filter(event -> event.getKind() == EquilibriumEventKind.CONVERGED)
                    .findFirst()
                    .orElseThrow();
            assertEquals(answers.get(0).getAnswersEventId(), first.getEventId());
        });
    }

    @Test
    void anEventThatComesWhenItsWindowIsOverIsADeadLetter() throws Exception {
        Topics topics = new Topics(BROKER.broker(), "late");
        List<Event> events = Events.random(2_000, 4, 3);
        topics.send(events);
        JobRuns.start(
                topics.run("all", "--window.over", "{tumbling: 500ms}", "--source.out-of-orderness", "0s"), Map.of());
        CommonTestUtils.waitUntilCondition(() -> JobRuns.count(topics.windowUpdates("all")) >= 3 * 4);
        Event late = Event.newBuilder(events.get(7)).setEventId("late").build();
        topics.send(List.of(late));
        CommonTestUtils.waitUntilCondition(() -> !topics.deadLetters("all").isEmpty());
        DeadLetter letter = topics.deadLetters("all").get(0);
        assertEquals(DeadLetterReason.LATE, letter.getReason());
        assertEquals("late", letter.getEventId());
        assertEquals(late.getFeatures(), letter.getFeatures());
        assertEquals(
                "its window is over, and the allowed lateness of 0s after it; a larger window.allowed-lateness or"
                        + " source.out-of-orderness waits longer",
                letter.getMessage());
    }

    private static double meanLoss(List<Prediction> predictions) {
        return predictions.stream().mapToDouble(Prediction::getLoss).average().orElseThrow();
    }
}
