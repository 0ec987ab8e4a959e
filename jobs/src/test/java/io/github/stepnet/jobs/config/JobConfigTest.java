package io.github.stepnet.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.PerturbedPasses;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.learning.Sharpening;
import io.github.stepnet.network.spec.SpecException;
import io.github.stepnet.stream.TruthOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobConfigTest {

    /** The lines that the tests below change have a comment with their number. */
    static final String JSON = """
            source:
              topic: readings # 2
              format: json # 3
              key: machine # 4
              features: [a, b.c] # 5
              label: {field: state, classes: [ok, worn, broken]} # 6
              idleness: 30s # 7
            sink:
              guarantee: at-least-once # 9
            network:
              inputs: 2 # 11
              layers:
                - dense: {outputs: 4, activation: tanh} # 13
                - dense: {outputs: 3} # 14
              loss: softmax-cross-entropy # 15
            milestones: {every: 5%} # 16
            uid-prefix: wear # 17
            """;

    private static final String SCHEMA = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "machine", "type": "string"},
              {"name": "id", "type": ["null", "long"]},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "sensor", "type": {"type": "record", "name": "Sensor", "fields": [
                {"name": "values", "type": {"type": "array", "items": "double"}},
                {"name": "on", "type": "boolean"}]}},
              {"name": "load", "type": ["null", "float"]},
              {"name": "tags", "type": {"type": "map", "values": ["double", "int"]}},
              {"name": "any", "type": ["null", "long", "string"]},
              {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OK", "BAD"]}},
              {"name": "note", "type": "bytes"}]}
            """;

    private static final String AVRO =
            """
            source:
              topic: readings
              format: avro
              key: machine # 4
              event-id: id # 5
              time: {field: at, unit: micros} # 6
              features: sensor.values # 7
              label: {field: state, classes: [OK, BAD]} # 8
              schema: | # 9
            SCHEMA
            network: {inputs: 2, layers: [{dense: {outputs: 2}}]}
            """.replace("SCHEMA", SCHEMA.strip().indent(4).stripTrailing());

    private static String message(String yaml) {
        return assertThrows(SpecException.class, () -> JobFile.read(yaml).config())
                .getMessage();
    }

    private static String without(String yaml, int line) {
        return yaml.replaceAll("(?m)^.* # " + line + "$", "");
    }

    private static String with(String yaml, int line, String text) {
        return yaml.replaceAll("(?m)^( *).* # " + line + "$", "$1" + text);
    }

    @Test
    void jsonFieldsAreMapped() {
        SourceConfig source = JobFile.read(JSON).config().source();
        assertEquals(Optional.of("machine"), source.key());
        assertEquals(Optional.of(new Values.Each(List.of("a", "b.c"))), source.features());
        assertEquals(Optional.of(new Label("state", List.of("ok", "worn", "broken"))), source.label());
    }

    @Test
    void truthsHaveATopicOfTheirOwn() {
        String truth = "truth: {source: {topic: inspections, format: json, key: machine, event-id: reading,"
                + " label: {field: state, classes: [ok, worn, broken]}}, timeout: 7d}\n";
        JobConfig config = JobFile.read(truth + without(JSON, 6)).config();
        TruthConfig late = config.truth().orElseThrow();
        assertEquals(Duration.ofDays(7), late.timeout().orElseThrow());
        assertEquals(TruthOrder.ARRIVAL, late.order());
        assertEquals(Optional.empty(), config.source().label());
        assertEquals("readings-expired", config.sink().expired());
        String other = truth.replace(", worn, broken", ", worn");
        assertEquals(
                "inline:1: truth.source.label.classes names 2 classes, but the network tells 3 apart; make the last layer and the"
                        + " classes equal",
                message(other + without(JSON, 6)));
        assertEquals(
                "inline:1: truth.source.event-id is missing; a truth finds its event by key and event id",
                message(truth.replace(" event-id: reading,", "") + without(JSON, 6)));
        assertEquals(
                "inline:1: truth.source.features is given, but a truth has none; leave it out",
                message(truth.replace(" event-id", " features: [x], event-id") + without(JSON, 6)));
    }

    @Test
    void jsonWithoutFieldsIsAnEvent() {
        String yaml = without(without(without(JSON, 4), 5), 6);
        SourceConfig source = JobFile.read(yaml).config().source();
        assertEquals(Optional.of("key"), source.key());
        assertEquals(Optional.of("eventId"), source.eventId());
        assertEquals(Optional.of(new EventTime("timeMillis", EventTime.Unit.MILLIS)), source.time());
        assertEquals(Optional.of(new Values.Array("features")), source.features());
        assertEquals(Optional.of(new Label("label", List.of())), source.label());
        assertEquals(
                Optional.of(new Values.Array("target")),
                JobFile.read(with(yaml, 15, "loss: squared-error"))
                        .config()
                        .source()
                        .target());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                     2 | topic: a/b                     | 2: source.topic is "a/b"; a topic has 1 to 249 letters, digits, dots, underscores or hyphens
                     2 | topics: readings               | 2: source has the key "topics"; allowed: topic, bootstrap, group, properties, format, schema, earlier-schemas, start, key, event-id, time, features, label, target, missing, out-of-orderness, idleness; did you mean topic?
                     2 | group: g                       | 2: source lacks the key "topic"; required: topic
                     2 | topic: []                      | 2: source.topic is a list; allowed: a single value
                     3 | format: xml                    | 3: source.format is "xml"; allowed: avro, avro-confluent, avro-binary, json
                     3 | format: avro                   | 4: source.key is given, but avro without a schema is the project's own Event, whose fields are known; leave it out, or give source.schema
                     3 | format: avro-confluent         | 2: source.schema is missing; the format avro-confluent needs the schema that the values are written with
                     3 | format: avro-binary            | 2: source.schema is missing; the format avro-binary needs the schema that the values are written with
                     4 | group: g                       | 2: source.key is missing; once a field is named, key, features and label or target must be named
                     5 | features: [a]                  | 5: source.features names 1 fields; it must name 2, as many as network.inputs
                     5 | features: [a, a]               | 5: source.features is [a, a]; name each field once
                     5 | features: {a: 1}               | 5: source.features has the key "a"; allowed: each, array
                     6 | label: {field: state, classes: [ok, worn]} | 6: source.label.classes names 2 classes, but the network tells 3 apart; make the last layer and the classes equal
                     6 | label: {classes: [ok, worn]}   | 6: source.label lacks the key "field"; required: field
                     6 | target: [x]                    | 6: source.target is given, but the loss {softmax-cross-entropy: {}} learns classes; name a label, or use a loss for values such as squared-error
                     6 | group: g                       | 2: source.label is missing; once a field is named, key, features and label or target must be named
                     7 | target: [x]                    | 7: source.target is given beside label; keep label to learn classes, or target to learn values
                     7 | idleness: 0s                   | 7: source.idleness is 0s; it must be above 0, or left out if no partition is ever idle
                     7 | idleness: 30                   | 7: source.idleness is "30"; allowed: a duration such as 5s, in one of the units d, h, min, s, ms, us, ns
                     7 | bootstrap: broker              | 7: source.bootstrap is "broker"; it must be host:port, or several with commas
                     7 | properties: {group.id: g}      | 7: source.properties has group.id; the job sets that itself, from the keys of this section where it has one
                     7 | start: {timestamp: {at: now}}  | 7: source.start.timestamp.at is "now"; allowed: a time such as 2026-01-31T12:00:00Z
                     9 | predictions: readings          | 9: sink.predictions is "readings", which is another topic of this job; each needs its own
                     9 | dead-letters: <topic>-milestones | 9: sink.dead-letters is "readings-milestones", which is another topic of this job; each needs its own
                     9 | transaction-timeout: 10ms      | 9: sink.transaction-timeout is 10ms; it must be within 1s and 24d
                     9 | guarantee: exactly_once        | 9: sink.guarantee is "exactly_once"; allowed: at-least-once, exactly-once; did you mean exactly-once?
                    11 | inputs: 0                      | 11: network.inputs is 0; it must be at least 1
                    14 | - dense: {outputs: 1}          | 14: network.layers[1] does not fit: loss softmax-cross-entropy got a network with 1 output; it needs one output per class, so at least 2
                    15 | loss: softmax                  | 15: network.loss is "softmax"; allowed: softmax-cross-entropy, one-hot-squared-error, binary-cross-entropy, squared-error, huber
                    15 | loss: squared-error            | 6: source.label is given, but the loss {squared-error: {}} learns values; name a target, or use a loss for classes such as softmax-cross-entropy
                    15 | loss: {huber: {delta: -1}}     | 15: network.loss.huber.delta is -1.0; it must be above 0 and finite
                    16 | milestones: {every: 0%}        | 16: milestones.every is 0; allowed: 1 to 100; use 10 for a milestone at every 10 percent
                    16 | health: {every: -1}            | 16: health.every is -1; allowed: 0 to 1000000000; use 0 to measure nothing
                    16 | health: {every: 1, to: x}      | 16: health has the key "to"; allowed: every
                    16 | learning: {hand-over: {after-updates: {to: backprop, updates: 0}}} | 16: learning.hand-over.after-updates.updates is 0; it must be at least 1
                    16 | learning: {techniques: [gap-momentum: {keep: 1}]} | 16: learning.techniques[0].gap-momentum.keep is 1.0; it must be within [0, 1)
                    16 | learning: {cadence: 0}         | 16: learning.cadence is 0; it must be within [1, 1000000] samples
                    16 | learning: {execution: pipeline, cadence: 2} | 16: learning.execution is pipeline, where a tick's update belongs to no single sample, together with a cadence above 1, techniques or a hand-over; leave these out, or use step
                    16 | learning: {techniques: [layer-rates: {types: [{layer: lstm, factor: 2}]}]} | 16: learning.techniques do not go with the network: LayerRates.types names lstm, but the network's trained layers are Dense
                    16 | max-parallelism: 0             | 16: max-parallelism is 0; it must be within 1 and 32768
                    16 | uid-prefix: twice              | 17: the text has the key "uid-prefix" twice; allowed: once; the first is at inline:16
                    17 | uid-prefix: -x                 | 17: uid-prefix is "-x"; it must be letters, digits, dots, underscores and hyphens, the first a letter or digit
                    """)
    void aMistakeSaysItsLineAndWhatIsAllowed(int line, String text, String message) {
        assertEquals("inline:" + message, message(with(JSON, line, text)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    13 | - dense: {outputs: 2000000000} | 13: network.layers[0]
                    14 | - dense: {outputs: 800000000}  | 14: network.layers[1]
                    """)
    void aLayerThatIsTooLargeIsNamed(int line, String text, String start) {
        String message = message(with(JSON, line, text));
        assertTrue(message.startsWith("inline:" + start + " "), message);
    }

    @Test
    void layerHealthIsOffAndItsTopicAnOwnOneWhereItIsOn() {
        assertEquals(Health.off(), JobFile.read(JSON).config().health());
        String taken = with(JSON, 9, "dead-letters: readings-health");
        assertEquals("readings-health", JobFile.read(taken).config().sink().deadLetters());

        String on = with(JSON, 16, "health: {every: 1000}");
        assertEquals(Health.every(1000), JobFile.read(on).config().health());
        assertEquals("readings-health", JobFile.read(on).config().sink().health());
        assertEquals(
                "inline:9: sink.health is \"readings-predictions\", which is another topic of this job; each needs its own",
                message(with(on, 9, "health: <topic>-predictions")));
    }

    @Test
    void aHandOverAndTechniquesAreReadAndTheirEventsHaveATopic() {
        LearningConfig plain = JobFile.read(JSON).config().learning();
        assertEquals(new HandOver.Never(), plain.handOver());
        assertFalse(plain.tellsEvents());
        String taken = with(JSON, 9, "dead-letters: readings-learning-events");
        assertEquals(
                "readings-learning-events", JobFile.read(taken).config().sink().deadLetters());

        String both = with(
                JSON,
                16,
                "learning: {hand-over: {after-updates: {to: backprop, updates: 1000}}, cadence: 32,"
                        + " techniques: [replay: {capacity: 500}, perturbed-passes, gap-momentum]}");
        JobConfig config = JobFile.read(both).config();
        assertEquals(
                new HandOver.AfterUpdates(new Backprop(), 1000),
                config.learning().handOver());
        assertEquals(
                List.of(Replay.of(500), new PerturbedPasses(), new Sharpening.GapMomentum(0.9f)),
                config.learning().techniques());
        assertEquals(32, config.learning().cadence());
        assertEquals("readings-learning-events", config.sink().learningEvents());
        assertEquals(
                "inline:9: sink.learning-events is \"readings-predictions\", which is another topic of this job; each needs its own",
                message(with(both, 9, "learning-events: <topic>-predictions")));
        for (String one : List.of("hand-over: {on-plateau: {to: tween}}", "techniques: [unfreezing: {every: 9}]")) {
            String text = with(JSON, 16, "learning: {" + one + "}");
            assertTrue(JobFile.read(text).config().learning().tellsEvents(), text);
        }
        String silent = with(JSON, 16, "learning: {techniques: [replay: {capacity: 9}, gap-momentum, layer-voting]}");
        assertFalse(JobFile.read(silent).config().learning().tellsEvents());
        String twice = with(
                JSON, 16, "learning: {techniques: [averaged-signals: {channels: 4}, averaged-signals: {channels: 8}]}");
        assertEquals(
                "inline:16: learning.techniques has AveragedSignals and AveragedSignals, each of which learns something else in"
                        + " place of a sample; only one can, so leave one out",
                message(twice));
    }

    @Test
    void aNetworkWithoutLayersIsAnError() {
        assertEquals(
                "inline:1: network.layers is empty; add at least one, such as dense: {outputs: 3}",
                message("{source: {topic: t}, network: {inputs: 2, layers: []}}"));
    }

    @Test
    void anAvroSchemaIsCheckedAgainstTheFields() {
        SourceConfig source = JobFile.read(AVRO).config().source();
        assertEquals(Optional.of(SCHEMA), source.schema());
        assertEquals(Optional.of(new EventTime("at", EventTime.Unit.MICROS)), source.time());
    }

    @Test
    void anAvroSchemaIsReadFromItsFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("reading.avsc"), SCHEMA);
        String yaml = AVRO.substring(0, AVRO.indexOf("  schema")) + "  schema: " + file + "\n"
                + AVRO.substring(AVRO.indexOf("network"));
        assertEquals(JobFile.read(AVRO).config(), JobFile.read(yaml).config());
        String lost = message(yaml.replace("reading.avsc", "lost.avsc"));
        assertEquals("inline:9: the text cannot be read from", lost.substring(0, lost.indexOf(" \"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    4 | key: machin            | 4: source.key is "machin", and "machin" is no field of Reading; its fields are machine, id, at, sensor, load, tags, any, state, note
                    4 | key: note              | 4: source.key is "note", which the schema has as bytes; allowed: enum, string, int, long
                    4 | key: machine.x         | 4: source.key is "machine.x", and "x" is no field of string; its fields are none
                    5 | event-id: sensor.on    | 5: source.event-id is "sensor.on", which the schema has as boolean; allowed: enum, string, int, long
                    6 | time: load             | 6: source.time.field is "load", which the schema has as float; allowed: int, long
                    7 | features: [load, state] | 7: source.features[1] is "state", which the schema has as enum; allowed: int, long, float, double, boolean
                    7 | features: load         | 7: source.features is "load", which the schema has as float; allowed: array
                    7 | features: [sensor.values.a, load] | 7: source.features[0] is "sensor.values.a", and "a" is no item of an array; count them from 0, as in readings.0
                    7 | features: [any, load]  | 7: source.features[0] is "any", which the schema has as long or string; allowed: int, long, float, double, boolean
                    8 | label: state           | 8: source.label.field is "state", which the schema has as enum; allowed: int, long
                    9 | schema: {}             | 9: source.schema is a map; allowed: a single value
                    """)
    void aFieldThatTheSchemaHasNotSaysItsLine(int line, String text, String message) {
        String changed = line == 9
                ? AVRO.substring(0, AVRO.indexOf("  schema")) + "  " + text + "\n"
                        + AVRO.substring(AVRO.indexOf("network"))
                : with(AVRO, line, text);
        assertEquals("inline:" + message, message(changed));
    }

    @Test
    void itemsOfArraysValuesOfMapsAndUnionsOfWhatIsAllowedAreFieldsToo() {
        SourceConfig source = JobFile.read(
                        with(with(AVRO, 4, "key: any"), 7, "features: [sensor.values.0, /tags/speed]"))
                .config()
                .source();
        assertEquals(Optional.of(new Values.Each(List.of("sensor.values.0", "/tags/speed"))), source.features());
    }

    @Test
    void earlierSchemasAreReadFromTheirFiles(@TempDir Path folder) throws IOException {
        String first = "{\"type\": \"record\", \"name\": \"Reading\", \"fields\": []}";
        Path file = Files.writeString(folder.resolve("reading-1.avsc"), first);
        String yaml = AVRO.replace("  format: avro\n", "  format: avro\n  earlier-schemas: [" + file + "]\n");
        assertEquals(List.of(first), JobFile.read(yaml).config().source().earlierSchemas());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    format: avro-binary # earlier-schemas: ['{"type": "record", "name": "R", "fields": []}'] | 4: source.earlier-schemas is given with the format avro-binary, whose values do not say which schema is theirs; leave it out, or use the format avro
                    format: avro # earlier-schemas: ['{"type": "int"}'] | 4: source.earlier-schemas[0] is of type int; it must be a record
                    """, quoteCharacter = '`')
    void earlierSchemasThatCannotBeReadAreRefused(String text, String message) {
        String yaml = AVRO.replace("format: avro", text.replace(" # ", "\n  "));
        assertEquals("inline:" + message, message(yaml));
    }

    @Test
    void aSchemaThatIsNoneIsAnError() {
        String yaml = AVRO.replace("\"type\": \"bytes\"", "\"type\": \"bites\"");
        String message = message(yaml);
        assertEquals(
                "inline:9: source.schema is no Avro schema: ", message.substring(0, message.indexOf(": ", 40) + 2));
    }
}
