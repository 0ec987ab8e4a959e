package io.github.stepnet.jobs.savepoint;

import static io.github.stepnet.jobs.savepoint.Ran.savepoint;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.savepoint.MigratedJob.Operator;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.migration.AddClasses;
import io.github.stepnet.network.migration.AddInputs;
import io.github.stepnet.network.migration.Deepen;
import io.github.stepnet.network.migration.Move;
import io.github.stepnet.network.migration.RemoveClass;
import io.github.stepnet.network.migration.Widen;
import io.github.stepnet.network.optimizer.Sgd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every migration, of savepoints of both backends in both formats, and the job that goes on from it. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class MigrateITCase {

    private static final int INPUTS = 1_000;
    /** Adam starts anew, and 500 answers have a deviation of their own. */
    private static final double ALLOWED = 0.06;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @TempDir
    Path folder;

    /**
     * A migration of an operator.
     *
     * @param after the network that the restored job has
     * @param answers what is promised of an answer, or null
     */
    private record Migrated(Operator before, Operator after, Move answers, boolean isPromised, List<String> arguments) {

        static Migrated by(String name, Move move, int gone, String... arguments) {
            NetworkLearner network = MigratedJob.network();
            NetworkLearner after = network.network(move.spec(network.network()));
            return new Migrated(
                    new Operator(name, network), new Operator(name, after, gone), move, true, List.of(arguments));
        }

        static Migrated to(String name, NetworkLearner after, boolean isPromised, String... arguments) {
            return new Migrated(
                    new Operator(name, MigratedJob.network()),
                    new Operator(name, after),
                    null,
                    isPromised,
                    List.of(arguments));
        }
    }

    private List<Migrated> migrations() throws Exception {
        NetworkLearner network = MigratedJob.network();
        NetworkSpec swapped = NetworkSpec.inputs(3)
                .then(new Dense(10, Activation.LEAKY_RELU))
                .then(new Dense(10, Activation.RELU))
                .then(new Dense(6, Activation.RELU))
                .then(new Dense(3))
                .seed(7);
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                source: {topic: readings, bootstrap: "127.0.0.1:1"}
                network:
                  inputs: 3
                  layers:
                    - dense: {outputs: 10, activation: leaky-relu}
                    - dense: {outputs: 10, activation: relu}
                    - dense: {outputs: 6, activation: relu}
                    - dense: {outputs: 3}
                  seed: 7
                learning: {optimizer: {adam: {rate: 0.01}}}
                """);
        Path slower = Files.writeString(folder.resolve("slower.yaml"), """
                source: {topic: readings, bootstrap: "127.0.0.1:1"}
                network:
                  inputs: 3
                  layers:
                    - dense: {outputs: 10, activation: leaky-relu}
                    - dense: {outputs: 6, activation: relu}
                    - dense: {outputs: 3}
                  seed: 7
                learning: {optimizer: {adam: {rate: 0.01}}, cadence: 2}
                """);
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), """
                layers[1].weights: new
                layers[1].biases: layers[0].biases
                layers[2].weights: layers[1].weights
                layers[2].biases: layers[1].biases
                layers[3].weights: layers[2].weights
                layers[3].biases: layers[2].biases
                """);
        return List.of(
                Migrated.by("widen", new Widen(0, 16, 1), -1, "--widen", "0=16"),
                Migrated.by("deepen", new Deepen(1), -1, "--deepen", "1"),
                Migrated.by("add-classes", new AddClasses(1), -1, "--add-classes", "1"),
                Migrated.by("remove-class", new RemoveClass(1), 1, "--remove-class", "1"),
                Migrated.by("add-inputs", new AddInputs(2, 2, 1.5), -1, "--add-inputs", "2=2:1.5"),
                Migrated.by(MigratedJob.LATE, new AddClasses(1), -1, "--add-classes", "1"),
                Migrated.to("split", network, true, "--split-key", "key-1=key-7,key-8"),
                Migrated.to("rule", network.rule(new ChainTween()), true, "--rule", "chain-tween"),
                Migrated.to(
                        "optimizer",
                        NetworkLearner.of(network.network(), Sgd.rate(0.02f)),
                        true,
                        "--optimizer",
                        "{sgd: {rate: 0.02}}"),
                Migrated.to("job-file", network.cadence(2), true, "--to", slower.toString()),
                Migrated.to("reset", network, true, "--reset", "optimizer,progress"),
                Migrated.to("reset-head", network, false, "--reset", "head"),
                Migrated.to(
                        "swap",
                        network.network(swapped),
                        false,
                        "--to",
                        job.toString(),
                        "--mapping",
                        mapping.toString()));
    }

    @ParameterizedTest
    @CsvSource({"hashmap, CANONICAL", "hashmap, NATIVE", "rocksdb, CANONICAL", "rocksdb, NATIVE"})
    void aJobGoesOnFromEveryMigration(
            String backend, SavepointFormatType format, @InjectMiniCluster MiniCluster cluster) throws Exception {
        List<Migrated> all = migrations();
        Map<String, Double> accuracy = new TreeMap<>();
        List<Operator> operators = all.stream().map(Migrated::before).toList();
        String first = MigratedJob.stop(cluster, operators, backend, format, null, folder.toString(), accuracy);

        Path inputs = Files.write(
                folder.resolve("inputs.csv"),
                LongStream.range(-INPUTS, 0)
                        .mapToObj(i -> Arrays.toString(MigratedJob.features(i)).replaceAll("[\\[\\]]", ""))
                        .toList());
        String last = first;
        for (Migrated each : all) {
            String next = folder.resolve("of-" + each.before.name()).toString();
            List<Object> arguments =
                    new ArrayList<>(List.of("migrate", last, "--uid", each.before.name() + "-network"));
            arguments.addAll(each.arguments);
            arguments.addAll(List.of("--inputs", inputs, "--output", next));
            Ran ran = savepoint(arguments.toArray());
            assertEquals(0, ran.code(), ran.toString());
            last = next;
        }
        for (Migrated each : all) {
            if (each.isPromised) {
                assertAnswersStay(each, first, last);
            }
        }

        String late = MigratedJob.LATE + "-network";
        Map<String, Long> waiting = SavepointFile.open(first).networks(late).entries();
        assertTrue(waiting.get("pending-events") > 0, waiting::toString);
        assertEquals(waiting, SavepointFile.open(last).networks(late).entries());

        Map<String, Double> later = new TreeMap<>();
        List<Operator> changed = all.stream().map(Migrated::after).toList();
        String end = MigratedJob.stop(cluster, changed, backend, format, last, folder.toString(), later);
        for (Migrated each : all) {
            String name = each.before.name();
            double allowed = each.isPromised ? ALLOWED : 1;
            assertTrue(
                    later.get(name) > accuracy.get(name) - allowed,
                    name + ": " + later.get(name) + " after " + accuracy.get(name));
            assertHasLearned(each, last, end);
        }
    }

    private static void assertAnswersStay(Migrated migrated, String first, String last) {
        String uid = migrated.before.name() + "-network";
        NetworkOperator was = SavepointFile.open(first).networks(uid);
        NetworkOperator is = SavepointFile.open(last).networks(uid);
        NetworkState old = was.find(List.of("key-1")).get("key-1");
        NetworkState now = is.find(List.of("key-1")).get("key-1");
        Learner before = was.models().learner().learner();
        Learner after = is.models().learner().learner();
        for (long i = -INPUTS; i < 0; i++) {
            float[] expected = answer(before, old, MigratedJob.features(i));
            float[] features = MigratedJob.features(i);
            if (migrated.answers != null) {
                expected = migrated.answers.expected(expected);
                features = migrated.answers.features(features);
            }
            if (expected != null) {
                String what = migrated.before.name() + " of input " + i;
                assertArrayEquals(expected, answer(after, now, features), 1e-6f, what);
            }
        }
    }

    private static float[] answer(Learner learner, NetworkState state, float[] features) {
        Example example = learner.newExample();
        Answer answer = learner.newAnswer();
        System.arraycopy(features, 0, example.features, 0, features.length);
        example.unlabelled();
        learner.tick(state.copy(), example, answer);
        return answer.outputs.clone();
    }

    private static void assertHasLearned(Migrated migrated, String then, String now) {
        String uid = migrated.before.name() + "-network";
        NetworkOperator before = SavepointFile.open(then).networks(uid);
        NetworkOperator after = SavepointFile.open(now).networks(uid);
        assertEquals(
                before.models().layoutId(), after.models().layoutId(), "the job has the specification it was made for");
        assertTrue(after.models().older().isEmpty(), "and needed no other");
        Map<String, NetworkState> old = before.find(List.of());
        after.find(List.of()).forEach((key, state) -> {
            boolean hasEvents = Integer.parseInt(key.substring(4)) < MigratedJob.KEYS;
            if (hasEvents) {
                assertTrue(
                        !Arrays.equals(state.floats, old.get(key).floats),
                        migrated.before.name() + " learns at " + key);
            }
        });
        assertEquals(
                MigratedJob.KEYS + (migrated.before.name().equals("split") ? 2 : 0),
                old.size(),
                migrated.before.name());
    }

    @Test
    void openWindowsAreRefusedUnlessTheyMayBeDropped(@InjectMiniCluster MiniCluster cluster) throws Exception {
        String yaml = StoredJob.YAML + "window: {over: {count: 9}}\n";
        String stored = StoredJob.stop(cluster, yaml, "rocksdb", SavepointFormatType.NATIVE, null, folder);
        Path output = folder.resolve("dropped");
        Ran refused = savepoint("migrate", stored, "--widen", "0=8", "--output", output);
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains(" windows are open, with "), refused.toString());
        assertFalse(Files.exists(output));

        Ran ran = savepoint("migrate", stored, "--widen", "0=8", "--drop-windows", "--output", output);
        assertEquals(0, ran.code(), ran.toString());
        assertTrue(ran.out().contains(" open windows and "), ran.out());
        Map<String, Long> left =
                SavepointFile.open(output.toString()).networks(null).entries();
        assertEquals(Map.of("network", (long) StoredJob.KEYS), left);
        String later = StoredJob.stop(
                cluster,
                yaml,
                "hashmap",
                SavepointFormatType.CANONICAL,
                output.toUri().toString(),
                folder,
                "--network.layers.0.dense.outputs",
                "8");
        assertEquals(
                StoredJob.KEYS,
                SavepointFile.open(later).networks(null).find(List.of()).size());
    }

    @Test
    void whatWaitsInTheOldLayoutIsCarriedOverOrRefused(@InjectMiniCluster MiniCluster cluster) throws Exception {
        String stored = StoredJob.stop(cluster, StoredJob.LATE, "hashmap", SavepointFormatType.CANONICAL, null, folder);
        Path output = folder.resolve("waiting");
        Ran refused = savepoint("migrate", stored, "--add-inputs", "1", "--output", output);
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains("the operator's state \"waiting-events\" has"), refused.toString());
        assertTrue(refused.err().contains("stop the job with --drain"), refused.toString());
        assertFalse(Files.exists(output));

        Ran ran = savepoint("migrate", stored, "--deepen", "0", "--split-key", "key-1=new", "--output", output);
        assertEquals(0, ran.code(), ran.toString());
        Map<String, Long> expected =
                new TreeMap<>(SavepointFile.open(stored).networks(null).entries());
        expected.merge("network", 1L, Long::sum);
        assertEquals(
                expected, SavepointFile.open(output.toString()).networks(null).entries());
    }
}
