package io.github.stepnet.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Committee;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.Persistence;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.learning.Unfreezing;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {

    private static final String WEAR = """
            source:  {topic: readings, format: avro}
            sink:    {predictions: wear.predictions, milestones: wear.milestones, dead-letters: readings-dlq, guarantee: exactly-once}
            network:
              inputs: 8
              layers:
                - dense: {outputs: 64, activation: leaky-relu}
                - dense: {outputs: 48, activation: leaky-relu}
                - dense: {outputs: 3}
              loss: softmax-cross-entropy
              seed: 42
            learning: {rule: chain-tween, optimizer: {adam: {rate: 0.001, decay-over: 20000}}, execution: step}
            milestones: {every: 10%, over-last: 500}
            uid-prefix: wear
            """;

    private static final Optimizer DECAYING = Adam.rate(0.001f).decayingOver(20_000);

    private static final NetworkSpec NETWORK = NetworkSpec.inputs(8)
            .then(new Dense(64, Activation.LEAKY_RELU))
            .then(new Dense(48, Activation.LEAKY_RELU))
            .then(new Dense(3))
            .seed(42);

    @Test
    void aJobFileBecomesALearnerAndItsTopics() {
        JobConfig config = JobFile.read(WEAR).config();
        assertEquals(
                NetworkLearner.of(NETWORK, DECAYING).rule(new ChainTween()).execution(Execution.STEP),
                config.learner());
        assertEquals(Milestones.everyTenPercent(), config.milestones());
        assertEquals("wear.predictions", config.sink().predictions());
        assertEquals("readings-dlq", config.sink().deadLetters());
        assertEquals("localhost:9092", config.sink().bootstrap());
        assertEquals("wear-readings", config.source().group());
        assertEquals("wear-readings", config.sink().transactionalIdPrefix());
        assertEquals(Duration.ofMinutes(15), config.sink().transactionTimeout());
        assertTrue(config.source().isEvent());
    }

    @Test
    void twoJobsThatNameNothingOfTheirOwnShareNeitherGroupNorTransactions() {
        JobConfig one = named("readings");
        JobConfig other = named("states");
        assertEquals(one.uidPrefix(), other.uidPrefix());
        assertEquals("stepnet-readings", one.source().group());
        assertEquals("stepnet-states", other.source().group());
        assertEquals("stepnet-readings", one.sink().transactionalIdPrefix());
        assertEquals("stepnet-states", other.sink().transactionalIdPrefix());
    }

    private static JobConfig named(String topic) {
        return JobFile.read("{source: {topic: " + topic + "}, network: {inputs: 2, layers: [dense: {outputs: 3}]}}")
                .config();
    }

    @Test
    void aTopicIsMirroredToOtherBrokersUnderItsOwnName() {
        String yaml = "{source: {topic: t, bootstrap: \"a:1\"}, sink: {bootstrap: \"b:1\", predictions: t},"
                + " network: {inputs: 2, layers: [dense: {outputs: 3}]}}";
        assertEquals("t", JobFile.read(yaml).config().sink().predictions());
    }

    @Test
    void theLocalJobIsTheExampleThatShowsEveryDefault() {
        JobConfig local = JobFile.local().config();
        assertEquals(NetworkLearner.of(NETWORK, DECAYING), local.learner());
        String inShort =
                "{source: {topic: machine-events}, network: {inputs: 8, seed: 42, layers: [{dense: {outputs: 64, "
                        + "activation: leaky-relu}}, {dense: {outputs: 48, activation: leaky-relu}}, {dense: {outputs: 3}}]}, "
                        + "learning: {optimizer: {adam: {rate: 0.001, decay-over: 20000}}}}";
        assertEquals(JobFile.read(inShort).config(), local);
    }

    @Test
    void whatTheExampleHasInCommentsIsRightToo() {
        String yaml =
                JobFile.localText().replaceAll("(?m)^  # (key|event-id|time|features|label|idleness): ", "  $1: ");
        SourceConfig source = JobFile.read(yaml)
                .with(List.of("--source.format", "json", "--network.inputs", "2"))
                .config()
                .source();
        assertEquals(Optional.of("machine"), source.key());
        assertEquals(Optional.of(Duration.ofSeconds(30)), source.idleness());
        assertEquals(Optional.of(new Values.Each(List.of("temperature", "pressure"))), source.features());
    }

    private static NetworkSpec layers(JobConfig config) {
        return ((LayeredNetwork) config.network().one()).network();
    }

    @Test
    void aCommitteeIsOneLineOrAListOfMembers() {
        JobConfig standard = JobFile.read(
                        "{source: {topic: t}, network: {inputs: 2, layers: [dense: {outputs: 3}]}, learning: {committee: standard}}")
                .config();
        assertEquals(Committee.standard(layers(standard)), standard.learner());
        assertEquals(standard, JobFile.read(standard.describe()).config());

        JobConfig listed = JobFile.local()
                .with(
                        List.of(
                                "--learning.committee",
                                "{members: [{net: {optimizer: {sgd: {rate: 0.05}}, techniques: [{unfreezing: {every: 9}}]}}, persistence], eta: 1}"))
                .config();
        assertEquals(
                new Committee(
                        List.of(
                                NetworkLearner.of(NETWORK, Sgd.rate(0.05f)).techniques(new Unfreezing(9)),
                                new Persistence(8, Loss.Task.CLASSIFICATION, 3)),
                        1f,
                        0.01f),
                listed.learner());
        assertTrue(listed.learning().tellsEvents());
        assertEquals(listed, JobFile.read(listed.describe()).config());

        assertEquals(
                "--learning.committee: learning.committee has 1 of them; allowed: 2 to 8, and no committee for a single learner",
                optionError("--learning.committee", "[persistence]"));
        assertTrue(assertThrows(
                        SpecException.class,
                        () -> JobFile.read("{source: {topic: t}, network: {inputs: 2, layers: [dense: {outputs: 3}]},"
                                        + " learning: {cadence: 4, committee: standard}}")
                                .config())
                .getMessage()
                .contains("learning.committee is given together with how a single network learns; say rule,"));
    }

    @Test
    void aDescriptionIsAJobFileThatMeansTheSame() {
        for (JobFile file : List.of(JobFile.local(), JobFile.read(WEAR), JobFile.read(JobConfigTest.JSON))) {
            JobConfig config = file.config();
            assertEquals(config, JobFile.read(config.describe()).config(), config.describe());
            assertEquals(config, JobFile.read(CanonicalText.of(config)).config());
        }
    }

    @Test
    void theDescriptionSaysWhatDefaultsWereTaken() {
        assertEquals(
                """
                source: {topic: readings, bootstrap: "localhost:9092", group: wear-readings, properties: {}, format: avro, schema: null, earlier-schemas: [], start: {committed: {otherwise: earliest}}, key: null, event-id: null, time: null, features: null, label: null, target: null, missing: reject, out-of-orderness: 5s, idleness: null}
                sink: {bootstrap: "localhost:9092", predictions: wear.predictions, milestones: wear.milestones, health: readings-health, learning-events: readings-learning-events, expired: readings-expired, drifts: readings-drifts, expired-models: readings-expired-models, windows: readings-windows, equilibrium: readings-equilibrium, snapshots: readings-models, dead-letters: readings-dlq, format: avro, guarantee: exactly-once, transaction-timeout: 15min, transactional-id-prefix: wear-readings, properties: {}}
                network: {inputs: 8, layers: [{dense: {outputs: 64, activation: leaky-relu, initializer: he}}, {dense: {outputs: 48, activation: leaky-relu, initializer: he}}, {dense: {outputs: 3, activation: identity, initializer: he}}], loss: {softmax-cross-entropy: {}}, seed: 42, linear-skip: false, scaling: standard, unscaled: [], temporal: {previous-labels: 0, label-averages: [], feature-averages: [], time-since-last: false}}
                learning: {rule: {backprop: {}}, optimizer: {adam: {rate: {inverse-square-root: {rate: 0.001, over: 20000}}, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight-decay: 0}}, execution: step, shaping: {none: {}}, truncation: 10, cadence: 1, techniques: [], hand-over: {never: {}}, propagation: null, settling: null, contraction: null, audit: null, committee: null}
                milestones: {every: 10%, over-last: 500, sustained-for: 50, rearm-below: 2}
                health: {every: 0}
                snapshots: {every: 0}
                predict-only: false
                uid-prefix: wear
                max-parallelism: 720
                """,
                JobFile.read(WEAR)
                        .with(List.of("--learning.rule", "backprop"))
                        .config()
                        .describe());
    }

    @Test
    void aFileIsReadFromAPathOrAUri(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), WEAR.replace("leaky-relu", "leakyrelu"));
        for (String place : List.of(file.toString(), file.toUri().toString())) {
            String message = assertThrows(
                            SpecException.class, () -> JobFile.read(place).config())
                    .getMessage();
            assertEquals(
                    "job.yaml:6: network.layers[0].dense.activation is \"leakyrelu\"; allowed: identity, relu, scaled-relu,"
                            + " leaky-relu, sigmoid, tanh, softplus, gelu, silu; did you mean leaky-relu?",
                    message);
        }
    }

    @Test
    void aFileIsReadFromTheEnvironment() {
        Map<String, String> environment = Map.of("JOB", WEAR, "BAD", "network: 3\n");
        assertEquals(NETWORK, layers(JobFile.read("env:JOB", environment::get).config()));
        assertEquals(
                "env:BAD:1: the text lacks the key \"source\"; required: source, network",
                assertThrows(
                                SpecException.class,
                                () -> JobFile.read("env:BAD", environment::get).config())
                        .getMessage());
        assertEquals(
                "--config: the text cannot be read from \"env:NONE\": no such environment variable; allowed: a path or URI of"
                        + " a file, env:NAME, or the text itself",
                assertThrows(SpecException.class, () -> JobFile.read("env:NONE", environment::get))
                        .getMessage());
    }

    @Test
    void aFileThatIsNotThereIsAnErrorOfTheOption(@TempDir Path folder) {
        String place = folder.resolve("none.yaml").toString();
        SpecException e = assertThrows(SpecException.class, () -> JobFile.read(place));
        assertTrue(
                e.getMessage().startsWith("--config: the text cannot be read from \"" + place + "\": "),
                e.getMessage());
        assertThrows(SpecException.class, () -> JobFile.read("nosuchscheme://x/y.yaml"));
        assertThrows(SpecException.class, () -> JobFile.read(folder.toString()));
    }

    @Test
    void valuesAreReplacedFromTheCommandLine() {
        JobConfig config = JobFile.read(WEAR)
                .with(List.of(
                        "--network.seed",
                        "7",
                        "--learning.optimizer.adam.rate=0.01",
                        "--source.topic",
                        "other",
                        "--network.layers.0.dense.outputs",
                        "32",
                        "--network.layers.3.dense.outputs",
                        "5",
                        "--network.loss.one-hot-squared-error",
                        "null",
                        "--source.properties.security.protocol",
                        "SSL",
                        "--source.start",
                        "{timestamp: {at: 2026-01-31T12:00:00Z}}",
                        "--learning.rule.chain-tween.epsilon",
                        "0.25"))
                .config();
        assertEquals(7, layers(config).seed());
        assertEquals(
                new Dense(32, Activation.LEAKY_RELU), layers(config).layers().get(0));
        assertEquals(new Dense(5), layers(config).layers().get(3));
        assertEquals(Adam.rate(0.01f).decayingOver(20_000), config.learning().optimizer());
        ChainTween rule = new ChainTween();
        assertEquals(
                new ChainTween(rule.depthScale(), rule.fanOutNorm(), 0.25f, rule.bound()),
                config.learning().rule());
        assertEquals("other", config.source().topic());
        assertEquals(Map.of("security.protocol", "SSL"), config.source().properties());
        assertEquals(
                new Start.Timestamp(Instant.parse("2026-01-31T12:00:00Z")),
                config.source().start());
    }

    @Test
    void aKeyWithDotsIsReplacedToo() {
        assertEquals(
                Map.of("a.b", "2", "a.c", "3"),
                JobFile.read(WEAR.replace("format: avro}", "properties: {a.b: 1}}"))
                        .with(List.of("--source.properties.a.b", "2", "--source.properties.a.c", "3"))
                        .config()
                        .source()
                        .properties());
    }

    @Test
    void anErrorInAnOptionNamesTheOption() {
        assertEquals(
                "--network.seed: network.seed is \"x\"; allowed: a whole number", optionError("--network.seed", "x"));
        assertEquals(
                "--network.layers.1.dense.outputs: network.layers[1].dense.outputs is 0; it must be at least 1",
                optionError("--network.layers.1.dense.outputs=0"));
        assertEquals(
                "--network.sead: network has the key \"sead\"; allowed: inputs, layers, loss, seed, linear-skip, scaling, unscaled, temporal;"
                        + " did you mean seed?",
                optionError("--network.sead", "1"));
        assertEquals(
                "--network.layers.7.dense.outputs: network.layers.7 is no item of a list of 3; allowed: 0 to 3, where 3"
                        + " appends",
                optionError("--network.layers.7.dense.outputs", "1"));
        assertEquals(
                "--network.seed: network.seed has no value; allowed: --network.seed value",
                optionError("--network.seed"));
        assertEquals(
                "seed: the text names no value of the job file; allowed: a path such as --network.seed 7",
                optionError("seed", "1"));
        assertEquals(
                "--learning.optimizer: learning.optimizer.sgd.rate is \"fast\"; allowed: a number, such as 0.5 or 1e-3",
                optionError("--learning.optimizer", "{sgd: {rate: fast}}"));
    }

    private static String optionError(String... arguments) {
        return assertThrows(
                        SpecException.class,
                        () -> JobFile.read(WEAR).with(List.of(arguments)).config())
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [1\n", "a: b: c\n", "\ta: 1\n", "a: 1\n---\nb: 2\n", "a: *none\n", "{a: \"b\n"})
    void whatIsNotYamlSaysItsLine(String yaml) {
        String message =
                assertThrows(SpecException.class, () -> JobFile.read(yaml)).getMessage();
        assertTrue(message.matches("inline:[1-3]: the text is not YAML: .*"), message);
    }

    @Test
    void yamlIsOnlyText() {
        assertEquals(
                "inline:1: the text is not YAML: Global tag is not allowed: tag:yaml.org,2002:javax.script.ScriptEngineManager",
                assertThrows(SpecException.class, () -> JobFile.read("a: !!javax.script.ScriptEngineManager []\n"))
                        .getMessage());
        assertEquals(
                "inline:1: the text has the tag !custom; allowed: no tags",
                assertThrows(SpecException.class, () -> JobFile.read("{a: !custom x}"))
                        .getMessage());
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]\n".formatted(i, i - 1));
        }
        assertTrue(assertThrows(SpecException.class, () -> JobFile.read(laughs.toString()))
                .getMessage()
                .contains("has more than 10000 values"));
        assertThrows(SpecException.class, () -> JobFile.read("a: &a [*a]\n"));
        assertEquals(
                Optional.of(Duration.ofSeconds(5)),
                JobFile.read(WEAR.replace(
                                "{topic: readings,", "{topic: readings, out-of-orderness: &d 5s, idleness: *d,"))
                        .config()
                        .source()
                        .idleness());
    }
}
