package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole job with two networks, routed by a field of the users' records. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class AgentsITCase {

    private static final int EVENTS = 400;
    private static final int KEYS = 4;
    private static final String SMALL = "{inputs: 4, layers: [dense: {outputs: 3}], seed: 7}";
    private static final String BIG =
            "{inputs: 4, layers: [dense: {outputs: 8, activation: leaky-relu}, dense: {outputs: 3}], seed: 7}";
    private static final String[] FIELDS = {
        "--source.format=json",
        "--source.key=machine",
        "--source.event-id=nr",
        "--source.features=x",
        "--source.label=state"
    };

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = JobRuns.cluster();

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    @AfterEach
    void cancelJobs(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobRuns.cancelAll(cluster);
    }

    @Test
    void everyKeyIsAnsweredByItsAgentAsIfThatWereTheOnlyNetwork() throws Exception {
        Topics topics = new Topics(BROKER.broker(), "agents");
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Event event : Events.random(EVENTS, KEYS, 3)) {
            records.add(record(topics, event, isBig(event.getKey()) ? "\"big\"" : "\"small\""));
        }
        Event lost = Events.random(1, 1, 4).get(0);
        records.add(record(topics, lost, "\"huge\""));
        records.add(record(topics, lost, "null"));
        topics.sendRecords(records);

        run(topics, "both", "--network={agents: {small: %s, big: %s}, route: {field: type}}".formatted(SMALL, BIG));
        run(topics, "small", "--network=" + SMALL);
        run(topics, "big", "--network=" + BIG);

        Map<String, List<String>> found = said(topics, "both");
        Map<String, List<String>> small = said(topics, "small");
        Map<String, List<String>> big = said(topics, "big");
        assertEquals(KEYS, found.size());
        found.forEach((key, predictions) -> {
            Map<String, List<String>> expected = isBig(key) ? big : small;
            // A plain job learns from the events without an agent too, which come last.
            assertEquals(EVENTS / KEYS, predictions.size());
            assertEquals(expected.get(key).subList(0, EVENTS / KEYS), predictions);
        });
        List<DeadLetter> letters = topics.deadLetters("both");
        assertEquals(
                List.of(DeadLetterReason.UNKNOWN_AGENT, DeadLetterReason.UNKNOWN_AGENT),
                letters.stream().map(DeadLetter::getReason).toList());
        assertEquals(
                List.of(
                        "field type is \"huge\"; it must name an agent: small, big",
                        "field type is missing or null; it must name an agent: small, big"),
                letters.stream().map(DeadLetter::getMessage).toList());
        assertEquals("agents", letters.get(0).getSourceTopic());
    }

    private static boolean isBig(String key) {
        return key.equals("key-1") || key.equals("key-2");
    }

    private static ProducerRecord<byte[], byte[]> record(Topics topics, Event event, String type) {
        String text = "{\"machine\": \"%s\", \"nr\": \"%s\", \"type\": %s, \"x\": %s, \"state\": %d}"
                .formatted(event.getKey(), event.getEventId(), type, event.getFeatures(), event.getLabel());
        return topics.record(event.getKey(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void run(Topics topics, String run, String network) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(FIELDS));
        arguments.add(network);
        JobConfig config = topics.run(run, arguments.toArray(String[]::new));
        JobRuns.runToTheEnd(new LearnJob(config));
    }

    private static Map<String, List<String>> said(Topics topics, String run) throws Exception {
        Map<String, List<String>> said = new TreeMap<>();
        for (Map.Entry<String, List<Prediction>> key : topics.predictions(run).entrySet()) {
            said.put(
                    key.getKey(),
                    key.getValue().stream()
                            .map(prediction -> prediction.getAnswersEventId() + ": " + prediction.getOutputs() + " "
                                    + prediction.getModelVersion())
                            .toList());
        }
        return said;
    }
}
