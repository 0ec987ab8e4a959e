package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.wire.AvroFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** The job as a graph, which connects to nothing. */
class LearnJobTest {

    static final String YAML = """
            source: {topic: readings, bootstrap: "127.0.0.1:1"}
            network:
              inputs: 4
              layers: [dense: {outputs: 8, activation: leaky-relu}, dense: {outputs: 3}]
            uid-prefix: wear
            """;

    static final String AGENTS = """
            source: {topic: readings, bootstrap: "127.0.0.1:1"}
            network:
              agents:
                small: {inputs: 4, layers: [dense: {outputs: 3}]}
                big: {inputs: 4, layers: [dense: {outputs: 8, activation: leaky-relu}, dense: {outputs: 3}]}
              route: {pattern: {"press-.*": big}, otherwise: small}
            uid-prefix: wear
            """;

    @Test
    void modelsThatDoNotGoIntoOneRecordAreRefusedBeforeTheyFailTheJob() {
        String[] large = {"--snapshots.every", "9", "--network.layers", "[dense: {outputs: 90000}, dense: {outputs: 3}]"
        };
        String message = assertThrows(IllegalArgumentException.class, () -> new LearnJob(config(large)))
                .getMessage();
        assertTrue(
                message.startsWith("snapshots is given, but a model takes up to ")
                        && message.contains(
                                "bytes in one record, and Kafka's producer sends at most 1048576; set sink.properties"),
                message);
        String[] allowed = Stream.concat(
                        Stream.of(large), Stream.of("--sink.properties", "{max.request.size: \"9000000\"}"))
                .toArray(String[]::new);
        assertEquals(
                "readings-models", new LearnJob(config(allowed)).config().sink().snapshots());
    }

    @Test
    void everyAgentHasOperatorsOfItsOwn() {
        StreamExecutionEnvironment env = environment("10 s");
        new LearnJob(JobFile.read(AGENTS).config()).build(env);
        Map<String, String> names = new TreeMap<>();
        for (StreamNode node : env.getStreamGraph(false).getStreamNodes()) {
            names.put(node.getTransformationUID(), node.getOperatorName());
        }
        Map<String, String> expected = new TreeMap<>(Map.of(
                "wear-source", "Source: read readings",
                "wear-decode", "sort out what is no event",
                "wear-route", "route to agents",
                "wear-sink", "write outputs: Writer",
                "Sink Committer: wear-sink", "write outputs: Committer"));
        for (String agent : List.of("small", "big")) {
            expected.put("wear-" + agent + "-network", "wear-" + agent + " network");
            expected.put("wear-" + agent + "-predictions", "encode predictions");
            expected.put("wear-" + agent + "-milestones", "encode milestones");
            expected.put("wear-" + agent + "-dead-letters", "encode dead letters");
        }
        assertEquals(expected, names);
    }

    @Test
    void uidsAndNamesArePublicApi() {
        StreamExecutionEnvironment env = environment("10 s");
        new LearnJob(config()).build(env);
        Map<String, String> names = new TreeMap<>();
        for (StreamNode node : env.getStreamGraph(false).getStreamNodes()) {
            names.put(node.getTransformationUID(), node.getOperatorName());
        }
        assertEquals(
                Map.of(
                        "wear-source", "Source: read readings",
                        "wear-decode", "sort out what is no event",
                        "wear-network", "wear network",
                        "wear-predictions", "encode predictions",
                        "wear-milestones", "encode milestones",
                        "wear-dead-letters", "encode dead letters",
                        "wear-sink", "write outputs: Writer",
                        "Sink Committer: wear-sink", "write outputs: Committer"),
                names);
    }

    @Test
    void layerHealthHasAnOperatorOfItsOwnWhereItIsAskedFor() {
        StreamExecutionEnvironment env = environment("10 s");
        new LearnJob(config("--health.every", "1000")).build(env);
        List<String> names = env.getStreamGraph(false).getStreamNodes().stream()
                .filter(node -> "wear-health".equals(node.getTransformationUID()))
                .map(StreamNode::getOperatorName)
                .toList();
        assertEquals(List.of("encode layer health"), names);
    }

    @Test
    void learningEventsHaveAnOperatorOfTheirOwnWhereSomethingMayTellThem() {
        StreamExecutionEnvironment env = environment("10 s");
        new LearnJob(config("--learning.hand-over", "{after-updates: {to: tween, updates: 9}}")).build(env);
        List<String> names = env.getStreamGraph(false).getStreamNodes().stream()
                .filter(node -> "wear-learning-events".equals(node.getTransformationUID()))
                .map(StreamNode::getOperatorName)
                .toList();
        assertEquals(List.of("encode learning events"), names);
    }

    @Test
    void windowsHaveOperatorsOfTheirOwn() {
        StreamExecutionEnvironment env = environment("10 s");
        new LearnJob(config("--window.over", "{count: 9}", "--max-parallelism", "128")).build(env);
        Map<String, String> names = new TreeMap<>();
        for (StreamNode node : env.getStreamGraph(false).getStreamNodes()) {
            names.put(node.getTransformationUID(), node.getOperatorName());
            assertTrue(!node.getOperatorName().endsWith(" network") || node.getMaxParallelism() == 128);
        }
        assertEquals("wear network", names.get("wear-network"));
        assertEquals("encode what windows taught", names.get("wear-windows"));
        assertEquals("encode late events", names.get("wear-late"));
    }

    @Test
    void keysAreDividedAsTheConfigurationSays() {
        StreamExecutionEnvironment env = environment("10 s");
        new LearnJob(config("--max-parallelism", "128")).build(env);
        StreamGraph graph = env.getStreamGraph(false);
        for (StreamNode node : graph.getStreamNodes()) {
            if (node.getTransformationUID().equals("wear-network")) {
                assertEquals(128, node.getMaxParallelism());
            }
        }
        assertEquals(128, env.getMaxParallelism());
        assertEquals(RuntimeExecutionMode.STREAMING, env.getConfiguration().get(ExecutionOptions.RUNTIME_MODE));
    }

    @Test
    void exactlyOnceWithoutCheckpointsIsRefused() {
        StreamExecutionEnvironment env = environment(null);
        CannotRun refusal = assertThrows(CannotRun.class, () -> new LearnJob(config()).build(env));
        assertTrue(
                refusal.getMessage().contains("set execution.checkpointing.interval in Flink's configuration"),
                refusal.getMessage());
        new LearnJob(config("--sink.guarantee", "at-least-once")).build(env);
    }

    @Test
    void theNetworkTableCountsBytesPerKey() {
        String table = new LearnJob(config()).networkTable();
        assertTrue(table.contains("67 parameters"), table);
        assertTrue(table.contains("bytes per key together with its progress over 500 events"), table);
    }

    @Test
    void schemasOfOlderValuesStandBehindTheLatest() {
        String old = "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"k\", \"type\": \"string\"}]}";
        String latest =
                old.replace("]}", ", {\"name\": \"x\", \"type\": \"float\"}, {\"name\": \"y\", \"type\": \"int\"}]}");
        JobConfig config = JobFile.read("""
                source: {topic: t, key: k, features: [x], label: y, schema: '%s', earlier-schemas: ['%s']}
                network: {inputs: 1, layers: [dense: {outputs: 2}]}
                """.formatted(latest, old)).config();
        assertEquals(List.of(latest, old), ((AvroFormat) KafkaIn.format(config, config.source())).schemas());
    }

    private static StreamExecutionEnvironment environment(String interval) {
        Configuration flink = new Configuration();
        if (interval != null) {
            flink.setString("execution.checkpointing.interval", interval);
        }
        return StreamExecutionEnvironment.getExecutionEnvironment(flink);
    }

    private static JobConfig config(String... arguments) {
        return JobFile.read(YAML).with(List.of(arguments)).config();
    }
}
