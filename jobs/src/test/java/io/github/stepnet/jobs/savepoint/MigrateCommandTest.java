package io.github.stepnet.jobs.savepoint;

import static io.github.stepnet.jobs.savepoint.Ran.savepoint;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.stream.NewModels;
import io.github.stepnet.stream.state.NetworkStateSerializerSnapshot;
import io.github.stepnet.stream.state.StateFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.state.api.runtime.OperatorIDGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on savepoints that no cluster has written. */
class MigrateCommandTest {

    private static final String YAML = """
            source: {topic: readings, bootstrap: "127.0.0.1:1"}
            network:
              inputs: 3
              layers: [dense: {outputs: 5, activation: leaky-relu}, dense: {outputs: 4, activation: relu}, dense: {outputs: 3}]
              seed: 7
            uid-prefix: wear
            """;

    @TempDir
    Path folder;

    private String stored;
    private Path output;

    @BeforeEach
    void aSavepointOfTwoKeys() throws IOException {
        output = folder.resolve("output");
        stored = stored(YAML, 300);
    }

    private String stored(String yaml, int events) throws IOException {
        Path job = Files.writeString(folder.resolve("job-" + yaml.hashCode() + ".yaml"), yaml);
        Path model = Files.write(
                folder.resolve("model-" + yaml.hashCode() + ".safetensors"), Safetensors.write(taught(yaml, events)));
        String place = folder.resolve("stored-" + yaml.hashCode()).toString();
        Ran ran = savepoint(
                "bootstrap",
                "--config",
                job,
                "--prior",
                model,
                "--keys",
                "hall,yard",
                "--kernel",
                "scalar",
                "--output",
                place);
        assertEquals(0, ran.code(), ran.toString());
        return place;
    }

    private static ModelFile taught(String yaml, int events) {
        NewModels models = models(yaml);
        TrackedLearner learner = models.learner();
        NetworkState state = models.newState();
        SplitMix64 random = new SplitMix64(1);
        Example example = learner.learner().newExample();
        for (int i = 0; i < events; i++) {
            for (int feature = 0; feature < 3; feature++) {
                example.features[feature] = (float) random.nextGaussian() * (1 + 10 * feature);
            }
            example.label(example.features[0] > 0 ? 1 : 0);
            learner.tick(
                    state,
                    example,
                    learner.learner().newAnswer(),
                    (kind, percent, accuracy, majority, previous, seen) -> {});
        }
        return ModelFile.of("any", StoredModels.of(models.format()), state);
    }

    private Ran migrate(Object... arguments) {
        return savepoint(Stream.concat(
                        Stream.of("migrate", stored),
                        Stream.concat(Arrays.stream(arguments), Stream.of("--output", output)))
                .toArray());
    }

    private Map<String, NetworkState> written() {
        return SavepointFile.open(output.toString()).networks(null).find(List.of());
    }

    @Test
    void movesAreMadeInTheOrderInWhichTheyAreGiven() {
        Ran ran = migrate("--deepen", "0", "--widen", "1=9", "--add-classes", "1", "--widen", "0=6");
        assertEquals(0, ran.code(), ran.toString());
        assertTrue(ran.out().contains("""
                network:
                  inputs: 3
                  layers:
                    - dense: {outputs: 6, activation: leaky-relu, initializer: he}
                    - dense: {outputs: 9, activation: identity, initializer: he}
                    - dense: {outputs: 4, activation: relu, initializer: he}
                    - dense: {outputs: 4, activation: identity, initializer: he}
                  loss: softmax-cross-entropy
                """), ran.out());
        assertTrue(ran.out().contains("2 keys checked on 100 inputs each"), ran.out());
        assertEquals(2, written().size());
    }

    /** What is printed is what the job file has to say: with it, nothing is left to migrate but what a job does itself. */
    @Test
    void whatIsPrintedIsWhatWasWritten() throws IOException {
        Ran ran = migrate("--widen", "0=6", "--rule", "chain-tween", "--optimizer", "{sgd: {rate: 0.05}}");
        String printed = ran.out().substring(ran.out().indexOf("network:"));
        String yaml = YAML.substring(0, YAML.indexOf("network:")) + printed + "uid-prefix: wear\n";
        TrackedLearner.Description described =
                JobModels.of(JobFile.parse("printed.yaml", yaml).config(), null);
        String text = TrackedLearner.canonicalText(described.learner(), described.milestones());
        assertEquals(
                text,
                SavepointFile.open(output.toString())
                        .networks(null)
                        .models()
                        .format()
                        .text());
        Path job = Files.writeString(folder.resolve("printed.yaml"), yaml);
        Ran again = savepoint("migrate", output, "--to", job, "--output", folder.resolve("again"));
        assertEquals(0, again.code(), again.toString());
    }

    @Test
    void aNewKeyBeginsWithACopyAndTheOldOneStays() {
        Ran ran = migrate("--split-key", "hall=hall-1,hall-2");
        assertEquals(0, ran.code(), ran.toString());
        assertTrue(ran.out().contains("hall-2 begins with the model of hall, which stays"), ran.out());
        Map<String, NetworkState> written = written();
        assertEquals(List.of("hall", "hall-1", "hall-2", "yard"), List.copyOf(written.keySet()));
        assertArrayEquals(written.get("hall").floats, written.get("hall-2").floats);
    }

    @Test
    void nothingIsWrittenInADryRun() {
        Ran ran = migrate("--widen", "0=6", "--dry-run");
        assertEquals(0, ran.code(), ran.toString());
        assertTrue(ran.out().contains("would be written to"), ran.out());
        assertFalse(Files.exists(output));
    }

    @Test
    void aKeyThatAnswersOtherwiseIsToldAndKeepsAllFromBeingWritten() {
        Ran ran = migrate("--widen", "0=6", "--tolerance", "0");
        assertNotEquals(0, ran.code());
        assertTrue(ran.out().contains("  hall: answers differ by "), ran.toString());
        assertTrue(ran.err().contains("2 of 2 keys cannot be migrated, see above; nothing is written"), ran.err());
        assertFalse(Files.exists(output));

        Ran renewed = migrate("--widen", "0=6", "--tolerance", "0", "--renew-failing");
        assertEquals(0, renewed.code(), renewed.toString());
        assertTrue(renewed.out().contains("2 of them begin with new models"), renewed.out());
        StoredModels models =
                SavepointFile.open(output.toString()).networks(null).models();
        NetworkState fresh = models.ofNewKey();
        assertArrayEquals(fresh.floats, written().get("hall").floats);
    }

    @Test
    void recordedInputsAreReadOrRefused() throws IOException {
        Path inputs = Files.writeString(folder.resolve("inputs.csv"), "a,b,c\n1,2,3\n\n-1,20.5,1e2\n");
        Ran ran = migrate("--deepen", "1", "--inputs", inputs);
        assertEquals(0, ran.code(), ran.toString());
        assertTrue(ran.out().contains("2 keys checked on 2 recorded inputs: answers differ by at most 0"), ran.out());
        output = folder.resolve("other");
        Files.writeString(inputs, "a,b,c\n1,2\n");
        assertTold("inputs.csv:2 has 2 values, but the network takes 3 features", "--inputs", inputs, "--deepen", "1");
        Files.writeString(inputs, "1,2,3\n1,NaN,3\n");
        assertTold("inputs.csv:2 has a value that is no finite number", "--inputs", inputs, "--deepen", "1");
        Files.writeString(inputs, "a,b,c\n");
        assertTold("which has no events", "--inputs", inputs, "--deepen", "1");
        assertTold("which is no text file that can be read", "--inputs", folder.resolve("no.csv"), "--deepen", "1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--widen 0=5 | --widen 0=5: Widen.outputs is 5; it must be above 5",
                "--widen 0 | --widen 0 is not understood; allowed: LAYER=UNITS, such as 0=96",
                "--widen a=7 | --widen a=7 is not understood: \"a\" is not a whole number",
                "--deepen 2 | --deepen 2: Deepen needs layers[3], but the network has 3 layers, from 0",
                "--remove-class 3 | --remove-class 3: RemoveClass.label is 3; it must be within 0 and 2",
                "--add-inputs 2=1 | --add-inputs 2=1 is not understood; allowed: N, or N=MEAN:DEVIATION, such as 2=20:5",
                "--add-inputs 2=1:0 | --add-inputs 2=1:0: AddInputs.mean is 1.0 and deviation 0.0; both must be finite",
                "--rule hebb | is \"hebb\"",
                "--optimizer adm | is \"adm\"",
                "--reset memory | --reset: the models have no memory to reset; leave it out",
                "--reset brain | Invalid value for option '--reset'",
                "--split-key hall=yard | --split-key lets the key yard begin, but",
                "--split-key attic=loft | --split-key is of the key attic, which",
                "--split-key hall | --split-key is hall; allowed: OLD=NEW,NEW, such as hall=hall-1,hall-2",
                "--dry-run | nothing is to change; name a move, or another change",
                "--mapping m.yaml --deepen 0 | --mapping and --agent go with --to",
                "--deepen 0 --uid other | --uid is other, but"
            })
    void whatCannotBeIsToldAndNothingIsWritten(String arguments, String message) throws IOException {
        assertTold(message, (Object[]) arguments.split(" "));
    }

    private void assertTold(String message, Object... arguments) throws IOException {
        Ran ran = migrate(arguments);
        assertNotEquals(0, ran.code());
        assertTrue(ran.err().contains(message), ran.toString());
        assertFalse(ran.err().contains("\tat "), ran.err());
        assertFalse(Files.exists(output));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".unfinished")));
        }
    }

    @Test
    void aJobFileThatTheMovesDoNotLeadToIsRefused() throws IOException {
        Path job = Files.writeString(
                folder.resolve("to.yaml"),
                YAML.replace("outputs: 5", "outputs: 6")
                        .replace("relu}, dense: {outputs: 3}", "relu}, dense: {outputs: 3}"));
        assertTold("give the moves that lead there, or say by --mapping where each tensor comes from", "--to", job);
        Ran ran = migrate("--widen", "0=6", "--to", job);
        assertEquals(0, ran.code(), ran.toString());
    }

    @Test
    void aMappingSaysWhereTensorsComeFrom() throws IOException {
        Path job = Files.writeString(folder.resolve("to.yaml"), YAML.replace("outputs: 4", "outputs: 7"));
        Path mapping = Files.writeString(
                folder.resolve("mapping.yaml"),
                "layers[1].weights: new\nlayers[1].biases: new\nlayers[2].weights: new\n");
        Ran ran = migrate("--to", job, "--mapping", mapping);
        assertEquals(0, ran.code(), ran.toString());
        assertTrue(ran.out().contains("2 keys tried; answers are not compared"), ran.out());
        output = folder.resolve("other");
        Files.writeString(mapping, "layers[1].weights: {from: new}\n");
        assertTold("layers[1].weights is no tensor's name", "--to", job, "--mapping", mapping);
        Files.writeString(mapping, "layers[1].weights: layers[0].weights\n");
        assertTold(
                "--mapping: layers[1].weights of shape 5x7 cannot come from layers[0].weights of shape 3x5",
                "--to",
                job,
                "--mapping",
                mapping);
    }

    @Test
    void movesOfACommitteeAreRefusedAndItsWayToLearnIsNot() throws IOException {
        String committee =
                YAML + "learning: {committee: {members: [persistence, net: {optimizer: {sgd: {rate: 0.01}}}]}}\n";
        stored = stored(committee, 50);
        assertTold(
                "--widen 0=6: moves are for single networks, and this is a Committee; say by a mapping of tensors what becomes of its weights",
                "--widen",
                "0=6");
        assertTold("--rule and --optimizer are for single networks", "--rule", "chain-tween");
        Path job = Files.writeString(
                folder.resolve("to.yaml"), committee.replace("{sgd: {rate: 0.01}}", "{adam: {rate: 0.01}}"));
        Ran ran = migrate("--to", job);
        assertEquals(0, ran.code(), ran.toString());
    }

    @Test
    void whatIsDamagedIsToldAndNothingIsWritten() throws IOException {
        Path half = folder.resolve("half");
        Files.createDirectories(half);
        try (Stream<Path> files = Files.list(Path.of(stored))) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(half.resolve(file.getFileName()), Arrays.copyOf(bytes, bytes.length / 2));
            }
        }
        stored = half.toString();
        assertTold("half is no savepoint", "--deepen", "0");
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.write(foreign.resolve("_metadata"), "PK12345678".getBytes(StandardCharsets.UTF_8));
        stored = foreign.toString();
        assertTold("foreign is no savepoint", "--deepen", "0");
        stored = folder.resolve("nowhere").toString();
        assertTold("nowhere is no savepoint", "--deepen", "0");
    }

    @Test
    void aPlaceThatIsTakenIsRefused() throws IOException {
        Files.createDirectories(output);
        Ran ran = migrate("--deepen", "0");
        assertTrue(ran.err().contains("which exists; name a new folder, nothing is ever replaced"), ran.toString());
    }

    private static NewModels models(String yaml) {
        return NewModels.ofEvents(
                JobModels.of(JobFile.parse("job.yaml", yaml).config(), null), false, Kernels.scalar());
    }

    /** Writes one key's network as an operator would that says this of its networks. */
    private void store(StoredModels models, NetworkState state) throws IOException {
        stored = folder.resolve("made").toString();
        OperatorState empty =
                new OperatorState(null, "wear-network", OperatorIDGenerator.fromUid("wear-network"), 1, 64);
        Rewrite rewrite = new Rewrite(empty, models, models, Set.of(), (key, same) -> same);
        rewrite.add("hall", state);
        CheckpointMetadata metadata = new CheckpointMetadata(
                1, List.of(), List.of(), CheckpointProperties.forSavepoint(false, SavepointFormatType.CANONICAL));
        try (NewSavepoint savepoint = NewSavepoint.at(stored)) {
            savepoint.finish(metadata, List.of(rewrite.write(savepoint)));
        }
    }

    @Test
    void aSavepointWhosePartsHaveNoNamesIsRefused() throws IOException {
        NewModels models = models(YAML);
        StateFormat format = models.format();
        StateFormat unnamed = new StateFormat(
                format.text(),
                format.longs(),
                format.doubles(),
                format.ids(),
                format.floats(),
                format.kernel(),
                format.lanes(),
                List.of());
        store(StoredModels.of(unnamed), models.newState());
        assertTold(
                "made is of a version that did not name the parts of a state; restore a job from it as it is, and migrate its next savepoint",
                "--deepen",
                "0");
    }

    /** A job that was restored with another optimizer writes a key in the former layout until an event of it comes. */
    @Test
    void aKeyThatStillHasAFormerLayoutIsMigratedToo() throws IOException {
        NewModels former = models(YAML + "learning: {optimizer: {sgd: {rate: 0.1}}}\n");
        NewModels now = models(YAML);
        TypeSerializerSnapshot<NetworkState> both = StoredModels.of(now.format())
                .snapshot()
                .resolveSchemaCompatibility(StoredModels.of(former.format()).snapshot())
                .getReconfiguredSerializer()
                .snapshotConfiguration();
        NetworkState fresh = former.newState();
        NetworkState old = new NetworkState(
                fresh.longs,
                fresh.doubles,
                fresh.ids,
                fresh.floats,
                former.format().id());
        store(StoredModels.of((NetworkStateSerializerSnapshot) both, false), old);
        NetworkState read =
                SavepointFile.open(stored).networks(null).find(List.of("hall")).get("hall");
        assertEquals(now.newState().floats.length, read.floats.length, "all commands see what a job would see");
        Ran ran = migrate("--deepen", "0");
        assertEquals(0, ran.code(), ran.toString());
        NetworkOperator networks = SavepointFile.open(output.toString()).networks(null);
        assertTrue(networks.models().older().isEmpty());
        NetworkState migrated = networks.find(List.of("hall")).get("hall");
        ModelTensor weights =
                networks.models().tensors().find("layers[0].weights").orElseThrow();
        ModelTensor before =
                ModelTensors.of(former.learner()).find("layers[0].weights").orElseThrow();
        for (int i = 0; i < weights.shape().floats(); i++) {
            assertEquals(before.value(old, i), weights.value(migrated, i));
        }
    }

    @Test
    void eventsInFlightAreNeitherLostNorAnsweredTwice() throws IOException {
        NewModels mesh = models(YAML + "learning: {execution: step}\n");
        NetworkState state = mesh.newState();
        Example example = mesh.learner().learner().newExample();
        mesh.learner().learner().tick(state, example, mesh.learner().learner().newAnswer());
        store(StoredModels.of(mesh.format()), state);
        Ran ran = migrate("--deepen", "0");
        assertNotEquals(0, ran.code());
        assertTrue(ran.out().contains("  hall: 1 events are in flight and would never be answered"), ran.out());
        assertTold(
                "--split-key is of the key hall, which has events in flight that would be answered again by each copy",
                "--split-key",
                "hall=a");
        assertEquals(0, migrate("--optimizer", "{sgd: {rate: 0.1}}").code());
    }

    @Test
    void meansOfFeaturesThatMayBeMissingAreKeptAndExtended() throws IOException {
        NewModels models = NewModels.ofEvents(
                JobModels.of(JobFile.parse("job.yaml", YAML).config(), null), true, Kernels.scalar());
        NetworkState state = models.newState();
        int counts = section(models.format(), StateSection.Kind.LONGS).at();
        int means = section(models.format(), StateSection.Kind.DOUBLES).at();
        state.longs[counts + 2] = 9;
        state.doubles[means + 2] = 4.5;
        store(StoredModels.of(models.format()), state);
        Ran ran = migrate("--add-inputs", "1=20:5");
        assertEquals(0, ran.code(), ran.toString());
        StateFormat format =
                SavepointFile.open(output.toString()).networks(null).models().format();
        StateSection now = section(format, StateSection.Kind.DOUBLES);
        NetworkState migrated = written().get("hall");
        assertArrayEquals(
                new double[] {0, 0, 4.5, 20}, Arrays.copyOfRange(migrated.doubles, now.at(), now.at() + now.count()));
        assertEquals(9, migrated.longs[section(format, StateSection.Kind.LONGS).at() + 2]);
    }

    /** A timer or a count of the old key's would be one of nothing. */
    @Test
    void aCopyKnowsNothingOfWhatWaitsForTheOldKey() throws IOException {
        NewModels models = NewModels.ofLateTruths(
                JobModels.of(JobFile.parse("job.yaml", YAML).config(), null), false, Kernels.scalar());
        NetworkState state = models.newState();
        StateSection truths = section(models.format(), "late truths", StateSection.Kind.LONGS);
        StateSection expiry = section(models.format(), "expiry", StateSection.Kind.LONGS);
        Arrays.fill(state.longs, truths.at(), truths.at() + truths.count(), 5);
        Arrays.fill(state.longs, expiry.at(), expiry.at() + expiry.count(), 6);
        state.floats[0] = 0.75f;
        store(StoredModels.of(models.format()), state);
        Ran ran = migrate("--split-key", "hall=yard");
        assertEquals(0, ran.code(), ran.toString());
        NetworkState fresh = models.newState();
        fresh.floats[0] = 0.75f;
        assertArrayEquals(state.longs, written().get("hall").longs);
        assertArrayEquals(fresh.longs, written().get("yard").longs);
        assertArrayEquals(fresh.floats, written().get("yard").floats);
    }

    private static StateSection section(StateFormat format, StateSection.Kind kind) {
        return section(format, "missing features", kind);
    }

    private static StateSection section(StateFormat format, String part, StateSection.Kind kind) {
        return format.sections().stream()
                .filter(section -> section.part().equals(part) && section.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}
