package io.github.stepnet.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.spec.CanonicalText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network section with several networks. */
class AgentsTest {

    /** The lines that the tests below change have a comment with their number. */
    static final String YAML = """
            source:
              {topic: readings, format: json, key: machine, features: [a, b], label: state} # 2
            network:
              agents:
                small:
                  inputs: 2 # 6
                  layers: [dense: {outputs: 3}] # 7
                Big-2:
                  inputs: 2 # 9
                  layers:
                    - dense: {outputs: 8, activation: tanh} # 11
                    - dense: {outputs: 3} # 12
                  loss: softmax-cross-entropy # 13
              route: {field: machine-type, otherwise: small} # 14
            """;

    private static String with(int line, String text) {
        return YAML.replaceAll("(?m)^( *).* # " + line + "$", "$1" + text.replace("$", "\\$"));
    }

    private static String message(String yaml) {
        return assertThrows(
                        IllegalArgumentException.class, () -> JobFile.read(yaml).config())
                .getMessage();
    }

    @Test
    void agentsKeepTheirOrderAndTheirNames() {
        Agents agents = (Agents) JobFile.read(YAML).config().network();
        assertEquals(List.of("small", "Big-2"), List.copyOf(agents.agents().keySet()));
        assertEquals(
                new LayeredNetwork(NetworkSpec.inputs(2).then(new Dense(3))),
                agents.agents().get("small"));
        assertEquals(new Route(Optional.of("machine-type"), Optional.empty(), Optional.of("small")), agents.route());
    }

    @Test
    void patternsKeepTheirOrder() {
        Agents agents = (Agents) JobFile.read(with(14, "route: {pattern: {\"press-.*\": Big-2, \".*\": small}}"))
                .config()
                .network();
        assertEquals(
                List.of("press-.*", ".*"),
                List.copyOf(agents.route().pattern().orElseThrow().keySet()));
    }

    @Test
    void theConfigurationIsReadBackFromItsText() {
        JobConfig config = JobFile.read(YAML).config();
        assertEquals(config, JobFile.read(config.describe()).config());
        assertEquals(config, JobFile.read(CanonicalText.of(config)).config());
    }

    @Test
    void valuesOfAnAgentAreReplacedByItsName() {
        Map<String, NetworkConfig> agents = JobFile.read(YAML)
                .with(List.of("--network.agents.Big-2.seed", "7", "--network.route.otherwise", "Big-2"))
                .config()
                .network()
                .byAgent();
        assertEquals(7, ((LayeredNetwork) agents.get("Big-2")).network().seed());
        assertEquals(0, ((LayeredNetwork) agents.get("small")).network().seed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                     2 | {topic: readings}                           | 14: network.route.field is "machine-type", but avro without a schema is the project's own Event, which has no such field; route by pattern, or give source.schema
                     2 | {topic: readings, format: json, key: machine, features: [a], label: state} | 2: source.features names 1 fields; it must name 2, as many as the inputs of each agent
                     2 | {topic: readings, format: json, key: machine, features: [a, b], target: [x]} | 2: source.target is given, but the loss {softmax-cross-entropy: {}} learns classes; name a label, or use a loss for values such as squared-error
                     6 | inputs: 3                                   | 9: network.agents.Big-2.inputs is 2, but agent small has 3; all agents read the same features, make them equal
                     6 | inputs: 0                                   | 6: network.agents.small.inputs is 0; it must be at least 1
                     7 | layers: []                                  | 7: network.agents.small.layers is empty; add at least one, such as dense: {outputs: 3}
                     7 | layers: [dense: {outputs: 4}]               | 12: network.agents.Big-2.layers[1] leads to 3 answers, but agent small has 4; all agents learn the same truth, make them equal
                    12 | - dense: {outputs: 1}                       | 12: network.agents.Big-2.layers[1] does not fit: loss softmax-cross-entropy got a network with 1 output; it needs one output per class, so at least 2
                    13 | loss: squared-error                         | 13: network.agents.Big-2.loss is {squared-error: {}}, but that of agent small is {softmax-cross-entropy: {}}; all agents learn classes, or all learn values
                    13 | sead: 1                                     | 13: network.agents.Big-2 has the key "sead"; allowed: inputs, layers, loss, seed, linear-skip, scaling, unscaled, temporal; did you mean seed?
                    14 | otherwise: small                            | 14: network has the key "otherwise"; allowed: agents, route
                    14 | route: {otherwise: small}                   | 14: network.route.field is missing; name the field whose value is an agent's name, or give pattern
                    14 | route: {field: a, pattern: {x: small}}      | 14: network.route.pattern is given beside field; keep field to route by a value of the event, or pattern to route by its key
                    14 | route: {field: a, otherwise: smal}          | 14: network.route.otherwise is "smal", which is no agent; allowed: small, Big-2
                    14 | route: {pattern: {}}                        | 14: network.route.pattern is empty; give at least one, such as {"press-.*": small}
                    14 | route: {pattern: {"p-.*": press}}           | 14: network.route.pattern.p-.* is "press", which is no agent; allowed: small, Big-2
                    14 | route: {pattern: {"p-(": small}}            | 14: network.route.pattern has "p-(", which is no regular expression: Unclosed group; allowed: those of java.util.regex, such as press-.*
                    14 | route: {pattern: {"p-.*": small}}           | 9: network.agents.Big-2 gets no event; name it in route.pattern or route.otherwise, or leave it out
                    """)
    void aMistakeSaysItsLineAndWhatIsAllowed(int line, String text, String message) {
        assertEquals("inline:" + message, message(with(line, text)));
    }

    @Test
    void namesArePartsOfUids() {
        assertEquals(
                "inline:5: network.agents has the name \"a b\"; it must be letters, digits, underscores and hyphens, the"
                        + " first a letter or digit",
                message(YAML.replace("Big-2:", "a b:")));
        assertEquals(
                "inline:1: network.agents is empty; name at least one, with its network",
                message("{source: {topic: t}, network: {agents: {}, route: {pattern: {x: y}}}}"));
        assertEquals(
                "inline:1: network lacks the key \"route\"; required: agents, route",
                message("{source: {topic: t}, network: {agents: {}}}"));
    }

    @Test
    void theFieldOfTheRouteMustBeInTheSchema() {
        String yaml = """
                source: {topic: t, key: k, features: [x], label: y, schema: '{"type": "record", "name": "R", "fields": [
                  {"name": "k", "type": "string"}, {"name": "x", "type": "float"}, {"name": "y", "type": "int"}]}'}
                network: {agents: {a: {inputs: 1, layers: [dense: {outputs: 2}]}}, route: {field: FIELD}}
                """;
        assertEquals(
                "inline:3: network.route.field is \"type\", and \"type\" is no field of R; its fields are k, x, y",
                message(yaml.replace("FIELD", "type")));
        assertEquals(
                "inline:3: network.route.field is \"x\", which the schema has as float; allowed: enum, string, int, long",
                message(yaml.replace("FIELD", "x")));
        assertEquals(
                List.of("a"),
                List.copyOf(JobFile.read(yaml.replace("FIELD", "k"))
                        .config()
                        .network()
                        .byAgent()
                        .keySet()));
    }

    @Test
    void oneAgentIsChosenForACommandThatHasRoomForOne() {
        JobFile file = JobFile.read(YAML);
        assertEquals(
                new LayeredNetwork(NetworkSpec.inputs(2).then(new Dense(3))),
                file.ofAgent(Optional.of("small")).config().network().one());
        assertEquals(
                "the job file has the agents small, Big-2; choose one with --agent", refusal(file, Optional.empty()));
        assertEquals("--agent is \"big\"; allowed: small, Big-2", refusal(file, Optional.of("big")));
        assertEquals(
                "--agent is \"big\", but the network has no agents; leave it out",
                refusal(JobFile.local(), Optional.of("big")));
        assertEquals(
                "the network has the agents small, Big-2; choose one of them",
                assertThrows(IllegalArgumentException.class, () -> file.config().learner())
                        .getMessage());
    }

    private static String refusal(JobFile file, Optional<String> agent) {
        return assertThrows(IllegalArgumentException.class, () -> file.ofAgent(agent))
                .getMessage();
    }
}
