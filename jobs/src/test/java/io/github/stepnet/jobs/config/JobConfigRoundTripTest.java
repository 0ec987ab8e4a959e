package io.github.stepnet.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.spec.CanonicalText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random job files, each value drawn from what its key allows. */
class JobConfigRoundTripTest {

    private static final long SEED = 7;
    private static final int FILES = 50;

    private static final Map<String, List<String>> CHOICES = choices();

    private static Map<String, List<String>> choices() {
        Map<String, List<String>> choices = new LinkedHashMap<>();
        choices.put("source.bootstrap", List.of("kafka-1:9092", "\"a:1, b:2\""));
        choices.put("source.group", List.of("g", "<uid-prefix>-2", "\"7\""));
        choices.put("source.properties", List.of("{}", "{a.b: 1}", "{client: {id: \"x: y, z\"}, k: \"null\"}"));
        choices.put(
                "source.start",
                List.of(
                        "earliest",
                        "latest",
                        "committed",
                        "{committed: {otherwise: latest}}",
                        "{timestamp: {at: 2026-01-31T12:00:00.5Z}}"));
        choices.put("source.event-id", List.of("id", "meta.id"));
        choices.put("source.time", List.of("ts", "{field: ts, unit: iso}", "{field: a.b, unit: seconds}"));
        choices.put(
                "source.features",
                List.of("[a, b]", "values", "{each: {fields: [x, \"odd, name\"]}}", "{array: {field: v}}"));
        choices.put("source.label", List.of("y", "{field: y, classes: [\"true\", \"no\", c d]}"));
        choices.put("source.out-of-orderness", List.of("0s", "1500ms", "2h"));
        choices.put("source.idleness", List.of("1min", "90s"));
        choices.put("sink.format", List.of("avro", "json"));
        choices.put("sink.guarantee", List.of("at-least-once", "exactly-once"));
        choices.put("sink.transaction-timeout", List.of("15min", "900s", "24d"));
        choices.put("sink.predictions", List.of("out", "<topic>.out", "<uid-prefix>.p"));
        choices.put("network.seed", List.of("-9223372036854775808", "42"));
        choices.put("network.linear-skip", List.of("true", "false"));
        choices.put("network.scaling", List.of("none", "standard"));
        choices.put(
                "network.loss",
                List.of("softmax-cross-entropy", "{one-hot-squared-error: {}}", "binary-cross-entropy"));
        choices.put(
                "learning.rule",
                List.of("backprop", "tween", "chain-tween", "{chain-tween: {bound: .inf, epsilon: 1e-2}}"));
        choices.put(
                "learning.optimizer",
                List.of(
                        "{sgd: {rate: 0.1}}",
                        "{momentum: {rate: 0.1, decay-over: 7, nesterov: true}}",
                        "{rms-prop: {rate: {step: {rate: 0.3, every: 10}}}}",
                        "{tween-momentum: {rate: {cosine-restarts: {rate: 1, period: 9, least: 1e-7}}}}",
                        "{adam: {rate: {constant: {rate: 0.002}}, weight-decay: 0.01}}"));
        choices.put("learning.shaping", List.of("none", "{norm: {bound: 5}}", "[liquid, value: {bound: 0.3}]"));
        choices.put("learning.cadence", List.of("1", "32"));
        choices.put(
                "learning.techniques",
                List.of(
                        "[]",
                        "[replay: {capacity: 100, keep: balanced}, perturbed-passes, layer-rates: {factors: [2.5]}]",
                        "[unfreezing: {every: 100}, layer-voting, layer-rates: {types: [{layer: dense, factor: 2}]}]",
                        "[error-proportional, winner-takes-more, gap-momentum, temperature: {temperature: 0.7}, gap-boost]"));
        choices.put(
                "learning.hand-over",
                List.of(
                        "never",
                        "{after-updates: {to: backprop, updates: 1000}}",
                        "{on-plateau: {to: {chain-tween: {bound: 1}}}}",
                        "{at-accuracy: {to: tween, accuracy: 0.8}}"));
        choices.put("learning.execution", List.of("sweep", "step"));
        choices.put("milestones.every", List.of("5%", "10", "33 %"));
        choices.put("health.every", List.of("0", "1000"));
        choices.put("sink.health", List.of("h", "<topic>.h"));
        choices.put("snapshots.every", List.of("0", "10000"));
        choices.put("sink.snapshots", List.of("n", "<topic>.n"));
        choices.put("truth.timeout", List.of("5min", "7d"));
        choices.put("truth.most", List.of("1", "100"));
        choices.put("truth.order", List.of("arrival", "event-time"));
        choices.put("sink.expired", List.of("x", "<topic>.x"));
        choices.put("sink.learning-events", List.of("e", "<topic>.e"));
        choices.put("source.missing", List.of("reject", "mean"));
        choices.put("sink.drifts", List.of("d", "<topic>.d"));
        choices.put("sink.expired-models", List.of("m", "<topic>.m"));
        choices.put("sink.windows", List.of("w", "<topic>.w"));
        choices.put("sink.equilibrium", List.of("q", "<topic>.q"));
        choices.put("expire-after", List.of("30d", "90min"));
        choices.put("predict-only", List.of("true", "false"));
        choices.put("max-parallelism", List.of("1", "128"));
        return choices;
    }

    @Test
    void anyConfigurationIsReadBackFromItsTextEqual() {
        Random random = new Random(SEED);
        for (int i = 0; i < FILES; i++) {
            String yaml = file(random);
            JobConfig config = JobFile.read(yaml).config();
            assertEquals(config, JobFile.read(config.describe()).config(), yaml);
            assertEquals(config, JobFile.read(CanonicalText.of(config)).config(), yaml);
        }
    }

    private static String file(Random random) {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        sections.put("source", new StringBuilder("  topic: readings\n  format: json\n  key: machine\n"));
        sections.put("network", new StringBuilder("  inputs: 2\n  layers: [dense: {outputs: 3}]\n"));
        List<String> keys = new ArrayList<>(CHOICES.keySet());
        Collections.shuffle(keys, random);
        for (String key : keys) {
            boolean isNeeded = key.equals("source.features") || key.equals("source.label");
            if (isNeeded || random.nextBoolean()) {
                List<String> values = CHOICES.get(key);
                String value = values.get(random.nextInt(values.size()));
                int dot = key.indexOf('.');
                String section = dot < 0 ? "" : key.substring(0, dot);
                sections.computeIfAbsent(section, name -> new StringBuilder())
                        .append(dot < 0 ? "" : "  ")
                        .append(key.substring(dot + 1))
                        .append(": ")
                        .append(value)
                        .append('\n');
            }
        }
        if (sections.containsKey("truth")) {
            sections.get("truth")
                    .append("  source: {topic: labels, format: json, key: k, event-id: e, label: state}\n");
        }
        StringBuilder yaml = new StringBuilder();
        sections.forEach(
                (name, text) -> yaml.append(name.isEmpty() ? "" : name + ":\n").append(text));
        return yaml.toString();
    }
}
