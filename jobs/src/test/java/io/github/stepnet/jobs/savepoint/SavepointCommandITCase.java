package io.github.stepnet.jobs.savepoint;

import static io.github.stepnet.jobs.savepoint.Ran.savepoint;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.network.spec.Fingerprint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on savepoints of the job of a job file; a job goes on from what it writes. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SavepointCommandITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @TempDir
    static Path folder;

    /** By who wrote it; the job has late truths in event-time order, so that every kind of state and timer is in it. */
    private static final Map<String, String> STORED = new TreeMap<>();

    private static MiniCluster cluster;

    @TempDir
    Path out;

    @BeforeEach
    void runTheJobsOnce(@InjectMiniCluster MiniCluster injected) throws Exception {
        if (!STORED.isEmpty()) {
            return;
        }
        cluster = injected;
        String first = stored("hashmap", SavepointFormatType.CANONICAL, null);
        STORED.put("canonical", first);
        STORED.put("native hashmap", stored("hashmap", SavepointFormatType.NATIVE, first));
        STORED.put("native rocksdb", stored("rocksdb", SavepointFormatType.NATIVE, first));
    }

    private static String stored(String backend, SavepointFormatType format, String from) throws Exception {
        return StoredJob.stop(cluster, StoredJob.LATE, backend, format, from, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canonical", "native hashmap", "native rocksdb"})
    void everyOtherStateAndTimerIsCarriedOver(String format) throws Exception {
        String before = STORED.get(format);
        assertOk(savepoint("export", before, "--key", "key-3", "--format", "json", "--output", out));
        Path model = out.resolve("key-3.json");
        Files.writeString(model, Files.readString(model).replaceFirst("\"values\":\\[[^,]*,", "\"values\":[0.5,"));
        Path after = out.resolve("after");
        assertOk(savepoint(
                "import", before, "--model", model, "--model", "new=" + model, "--new-keys", "--output", after));

        Map<String, Map<String, String>> old = entries(before);
        Map<String, Map<String, String>> now = entries(after.toString());
        assertTrue(
                old.keySet().containsAll(List.of("network", "pending-events", "pending-events-order", "waiting")),
                old.keySet()::toString);
        assertTrue(old.keySet().stream().anyMatch(state -> state.contains("timer")), old.keySet()::toString);
        Map<String, String> oldNetworks = old.remove("network");
        Map<String, String> newNetworks = now.remove("network");
        assertEquals(old, now);
        assertEquals(StoredJob.KEYS + 1, newNetworks.size());
        newNetworks.entrySet().removeAll(oldNetworks.entrySet());
        assertEquals(2, newNetworks.size(), "the changed one and the new one");

        JsonNode diff = savepoint("diff", before, after, "--json").json();
        assertEquals("key-3", diff.at("/models/0/key").asText());
        assertTrue(diff.at("/models/0/drift").asDouble() > 0);
        assertEquals(0, diff.at("/models/1/drift").asDouble());
        assertEquals("new", diff.at("/keysInSecondOnly/0").asText());

        String later = StoredJob.stop(
                cluster,
                StoredJob.LATE,
                "hashmap",
                SavepointFormatType.CANONICAL,
                after.toUri().toString(),
                folder);
        for (JsonNode key : savepoint("inspect", before, "--json").json().get("models")) {
            JsonNode same = savepoint("inspect", later, "--key", key.get("key").asText(), "--json")
                    .json()
                    .at("/models/0");
            assertTrue(same.get("ticks").asLong() > key.get("ticks").asLong(), key + " has gone on as " + same);
        }
    }

    @Test
    void whatWasExportedComesBackBitByBit() throws Exception {
        String before = STORED.get("canonical");
        for (String format : List.of("safetensors", "json")) {
            Path models = out.resolve(format);
            assertOk(savepoint("export", before, "--format", format, "--output", models));
            Path after = out.resolve("of-" + format);
            assertOk(savepoint("import", before, "--model", models, "--output", after));
            Path again = out.resolve("again-" + format);
            assertOk(savepoint("export", after, "--format", format, "--output", again));
            try (Stream<Path> files = Files.list(models)) {
                List<Path> all = files.toList();
                assertEquals(StoredJob.KEYS, all.size());
                for (Path file : all) {
                    assertArrayEquals(
                            Files.readAllBytes(file),
                            Files.readAllBytes(again.resolve(file.getFileName())),
                            file.toString());
                }
            }
        }
    }

    @Test
    void aJobStartsFromModelsOfFiles() throws Exception {
        String before = STORED.get("canonical");
        assertOk(savepoint("export", before, "--key", "key-1", "--key", "key-2", "--output", out));
        for (String yaml : List.of(StoredJob.YAML, StoredJob.LATE, StoredJob.YAML + "window: {over: {count: 9}}\n")) {
            Path start = out.resolve("start-" + yaml.hashCode());
            Path job = Files.writeString(out.resolve("job.yaml"), yaml);
            assertOk(savepoint(
                    "bootstrap",
                    "--config",
                    job,
                    "--model",
                    out.resolve("key-1.safetensors"),
                    "--prior",
                    out.resolve("key-2.safetensors"),
                    "--keys",
                    "key-2,key-5",
                    "--output",
                    start));
            String later = StoredJob.stop(
                    cluster,
                    yaml,
                    "hashmap",
                    SavepointFormatType.CANONICAL,
                    start.toUri().toString(),
                    folder,
                    "--predict-only",
                    "true");
            JsonNode diff = savepoint("diff", start, later, "--json").json();
            assertEquals(3, diff.get("keysInBoth").asInt());
            assertEquals(
                    0, diff.at("/models/0/drift").asDouble(), "predict-only leaves the weights as they were given");
            assertEquals(StoredJob.KEYS - 3, diff.get("keysInSecondOnly").size());
            assertEquals(
                    0,
                    savepoint("diff", before, start, "--key", "key-1", "--json")
                            .json()
                            .at("/models/0/drift")
                            .asDouble());
        }
    }

    @Test
    void aSavepointIsListedAndItsModelsShown() throws Exception {
        JsonNode listed = savepoint("list", STORED.get("canonical"), "--json").json();
        JsonNode networks = null;
        for (JsonNode operator : listed.get("operators")) {
            networks = operator.has("networks") ? operator : networks;
        }
        assertEquals(64, networks.get("maxParallelism").asInt());
        assertEquals(StoredJob.KEYS, networks.at("/networks/keys").asInt());
        assertTrue(networks.at("/networks/specification").asText().startsWith("{learner: {network-learner: "));
        assertTrue(networks.at("/networks/isCurrent").asBoolean());
        assertEquals(
                Fingerprint.of(JobFile.read(StoredJob.LATE).config().learner().canonicalText()),
                networks.at("/networks/fingerprint").asText());
        assertOk(savepoint("list", STORED.get("native rocksdb"), "--uid", "wear-network"));

        JsonNode shown = savepoint("inspect", STORED.get("canonical"), "--limit", "2", "--sort", "accuracy", "--json")
                .json();
        assertEquals(StoredJob.KEYS, shown.get("keys").asInt());
        assertEquals(2, shown.get("models").size());
        assertTrue(shown.at("/models/0/ticks").asLong() > 0);
        assertTrue(shown.at("/models/0/measures/accuracy").asDouble()
                <= shown.at("/models/1/measures/accuracy").asDouble());
        assertTrue(shown.at("/models/0/optimizerBytes").asLong() > 0);
        Ran health =
                savepoint("inspect", STORED.get("canonical"), "--key", "key-1", "--event", "1,1,2", "--truth", "1");
        assertOk(health);
        assertTrue(health.out().contains("link budget") && health.out().contains("layers[1] Dense"), health.out());
    }

    @Test
    void whatIsNoSavepointOrDamagedIsToldAndNothingIsWritten() throws Exception {
        Path good = Path.of(URI.create(STORED.get("canonical")));
        Path empty = Files.createDirectories(out.resolve("empty"));
        Path cut = copy(good, out.resolve("cut"));
        byte[] metadata = Files.readAllBytes(cut.resolve("_metadata"));
        Files.write(cut.resolve("_metadata"), Arrays.copyOf(metadata, metadata.length / 2));
        Path text = Files.createDirectories(out.resolve("text"));
        Files.writeString(text.resolve("_metadata"), "source: {topic: readings}");
        for (Path bad : List.of(out.resolve("nothing"), empty, cut, text)) {
            Ran ran = savepoint("list", bad);
            assertNotEquals(0, ran.code());
            assertTrue(ran.err().startsWith("stepnet: " + bad + " is no savepoint"), ran.err());
            assertEquals(1, ran.err().lines().count(), ran.err());
        }
        Path half = copy(good, out.resolve("half"));
        try (Stream<Path> files = Files.list(half)) {
            for (Path file : files.filter(each -> !each.endsWith("_metadata")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length / 3));
            }
        }
        assertOk(savepoint("export", good, "--key", "key-1", "--output", out));
        Path target = out.resolve("target");
        Ran ran = savepoint("import", half, "--model", out.resolve("key-1.safetensors"), "--output", target);
        assertTrue(ran.err().contains("cannot be read"), ran.toString());
        assertNothing(target);
    }

    @Test
    void modelsThatDoNotFitAreToldAndNothingIsWritten() throws Exception {
        String good = STORED.get("canonical");
        assertOk(savepoint("export", good, "--key", "key-1", "--format", "json", "--output", out));
        Path model = out.resolve("key-1.json");
        String text = Files.readString(model);
        refused(
                text.replace("layers[1].biases", "layers[2].biases"),
                "a tensor \"layers[2].biases\", which the network has not");
        refused(
                text.replaceFirst("\"shape\":\\[3,5\\]", "\"shape\":[5,3]"),
                "\"layers[0].weights\" of shape [5, 3], but the network's is [3, 5]");
        refused(text.replaceFirst("\"type\":\"F32\"", "\"type\":\"F64\""), "of type F64, but the network's is F32");
        refused(text.replaceFirst("\"features.count\"", "\"features.sum\""), "a tensor \"features.sum\"");
        refused(text.replaceFirst("\"values\":\\[[^,]*,", "\"values\":[1e99,"), "it must be finite");
        refused(text.substring(0, text.length() / 2), "is no JSON, or is cut off");
        refused("{}", "is no model");
        Files.writeString(model, text);
        assertTold("import", "no network of the key nobody", "--model", "nobody=" + model);
        assertOk(savepoint("export", good, "--key", "key-1", "--output", out));
        byte[] tensors = Files.readAllBytes(out.resolve("key-1.safetensors"));
        Path cut = Files.write(out.resolve("cut.safetensors"), Arrays.copyOf(tensors, tensors.length - 4));
        assertTold("import", "is no safetensors file, or is damaged", "--model", cut);
        Path other = Files.write(out.resolve("other.safetensors"), "PK12345678".getBytes(StandardCharsets.UTF_8));
        assertTold("import", "is no safetensors file, or is damaged", "--model", other);
        assertTold(
                "import",
                "allowed are files that end",
                "--model",
                "key-1=" + Files.write(out.resolve("a.pt"), tensors));
        Ran taken = savepoint("import", good, "--model", model, "--output", out);
        assertTrue(taken.err().contains("which exists"), taken.toString());
        Ran nobody = savepoint("export", good, "--key", "nobody", "--output", out.resolve("models"));
        assertTrue(nobody.err().contains("--key is nobody"), nobody.toString());
        assertNothing(out.resolve("models"));
        Ran dry = savepoint("import", good, "--model", model, "--output", out.resolve("dry"), "--dry-run");
        assertOk(dry);
        assertNothing(out.resolve("dry"));
    }

    private void refused(String text, String message) throws IOException {
        Path model = Files.writeString(out.resolve("changed.json"), text);
        assertTold("import", message, "--model", "key-1=" + model);
    }

    private void assertTold(String command, String message, String option, Object value) throws IOException {
        Path target = out.resolve("target");
        Ran ran = savepoint(command, STORED.get("canonical"), option, value, "--output", target);
        assertNotEquals(0, ran.code());
        assertTrue(ran.err().contains(message), ran.toString());
        assertNothing(target);
    }

    private static void assertNothing(Path target) throws IOException {
        assertFalse(Files.exists(target));
        try (Stream<Path> files = Files.list(target.getParent())) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".unfinished")));
        }
    }

    private static void assertOk(Ran ran) {
        assertEquals(0, ran.code(), ran.toString());
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    /** All entries of the operator with networks, by the names of their states. */
    private static Map<String, Map<String, String>> entries(String place) throws Exception {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (KeyedPart part : SavepointFile.open(place).networks(null).parts()) {
            FullSnapshotResources<Object> entries = part.entries();
            try (KeyValueStateIterator each = entries.createKVStateIterator()) {
                for (; each.isValid(); each.next()) {
                    String state =
                            entries.getMetaInfoSnapshots().get(each.kvStateId()).getName();
                    String before = all.computeIfAbsent(state, none -> new TreeMap<>())
                            .put(
                                    HexFormat.of().formatHex(each.key()),
                                    HexFormat.of().formatHex(each.value()));
                    assertEquals(null, before);
                }
            } finally {
                entries.release();
            }
        }
        return all;
    }
}
