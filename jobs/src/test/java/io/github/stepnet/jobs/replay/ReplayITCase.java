package io.github.stepnet.jobs.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.Stepnet;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.learn.Events;
import io.github.stepnet.jobs.learn.JobRuns;
import io.github.stepnet.jobs.learn.OwnBroker;
import io.github.stepnet.jobs.learn.Topics;
import io.github.stepnet.schemas.Event;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job on a real broker and a real cluster, stopped with a savepoint twice; what it learned between is learned again. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ReplayITCase {

    private static final int KEYS = 3;
    private static final int BEFORE = 600;
    private static final int ALL = 1_500;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = JobRuns.cluster();

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    @TempDir
    private Path savepoints;

    @AfterEach
    void cancelJobs(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobRuns.cancelAll(cluster);
    }

    private record Ran(int code, String out, String err) {
        @Override
        public String toString() {
            return "exit code " + code + "\n" + out + err;
        }
    }

    private static Ran replay(Topics topics, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("replay", "--config", topics.text("job")));
        all.addAll(List.of(arguments));
        int code = Stepnet.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /** Lets the job go on until it has answered so many events, and stops it. */
    private String stopped(
            MiniCluster cluster, Topics topics, JobConfig config, Map<String, String> settings, int answered)
            throws Exception {
        JobClient client = JobRuns.start(config, settings);
        CommonTestUtils.waitForAllTaskRunning(cluster, client.getJobID(), false);
        CommonTestUtils.waitUntilCondition(() -> JobRuns.count(topics.predictions("job")) == answered);
        SavepointFormatType format =
                settings.containsValue("rocksdb") ? SavepointFormatType.NATIVE : SavepointFormatType.CANONICAL;
        return client.stopWithSavepoint(false, savepoints.toUri().toString(), format)
                .get();
    }

    @ParameterizedTest
    @CsvSource({"sweep, hashmap, 0", "step, rocksdb, 3"})
    void whatWasLearnedBetweenTwoSavepointsIsLearnedAgainBitForBit(
            String execution, String backend, int inFlight, @InjectMiniCluster MiniCluster cluster) throws Exception {
        String[] arguments = {"--learning.execution", execution, "--network.seed", "11"};
        Topics topics = new Topics(BROKER.broker(), "replayed-" + execution);
        List<Event> events = Events.random(ALL, KEYS, 5);
        topics.send(events.subList(0, BEFORE));
        JobConfig config = topics.run("job", arguments);
        Map<String, String> settings = new HashMap<>(Map.of("state.backend.type", backend));
        String first = stopped(cluster, topics, config, settings, BEFORE - inFlight);
        topics.send(events.subList(BEFORE, ALL));
        settings.put("execution.state-recovery.path", first);
        String second = stopped(cluster, topics, config, settings, ALL - inFlight);

        Ran proved = replay(topics, with(arguments, "--from", first, "--to", second));
        assertEquals(0, proved.code(), proved::toString);
        assertTrue(proved.out().contains("900 events of these keys, of 900 records"), proved.out());
        assertTrue(proved.out().contains("3 keys") && proved.out().contains("all bits the same"), proved.out());

        if (execution.equals("sweep")) {
            oneKeyIsLearnedByItself(topics, arguments, first, proved.out());
            refusals(topics, arguments, first, second);
            anEventThatWasTamperedWithIsFound(topics, arguments, first, second, events);
            eventsThatAreGoneAreMissed(topics, arguments, first, second);
        }
    }

    private static void oneKeyIsLearnedByItself(Topics topics, String[] arguments, String first, String ofAll) {
        Ran one = replay(topics, with(arguments, "--from", first, "--key", "key-1"));
        assertEquals(0, one.code(), one::toString);
        String figures =
                ofAll.lines().filter(line -> line.contains("key-1")).findFirst().orElseThrow();
        assertTrue(one.out().contains(figures), one + "\ndoes not have\n" + figures);
        assertTrue(one.out().contains("300 events of these keys, of 900 records"), one.out());
        assertFalse(one.out().contains("key-0"), one.out());
    }

    private static void anEventThatWasTamperedWithIsFound(
            Topics topics, String[] arguments, String first, String second, List<Event> events) throws Exception {
        List<Event> tampered = new ArrayList<>(events);
        Event honest = tampered.get(1_000);
        List<Float> features = new ArrayList<>(honest.getFeatures());
        features.set(2, features.get(2) + 1e-3f);
        tampered.set(1_000, Event.newBuilder(honest).setFeatures(features).build());
        replaceTopic(topics, tampered);
        Ran caught = replay(topics, with(arguments, "--from", first, "--to", second));
        assertEquals(1, caught.code(), caught::toString);
        assertTrue(caught.out().contains("1 keys DIFFER"), caught.out());
        assertTrue(caught.out().contains(honest.getKey() + ": float "), caught.out());
    }

    private static void eventsThatAreGoneAreMissed(Topics topics, String[] arguments, String first, String second)
            throws Exception {
        deleteBeginning(topics);
        Ran gone = replay(topics, with(arguments, "--from", first, "--to", second));
        assertEquals(2, gone.code(), gone::toString);
        assertTrue(gone.err().contains("are no longer retained: its log starts at "), gone.err());
    }

    private static void refusals(Topics topics, String[] arguments, String first, String second) {
        Ran other = replay(topics, with(arguments, "--from", first, "--to", second, "--network.seed", "12"));
        assertEquals(2, other.code(), other::toString);
        assertTrue(other.err().contains("and not of that of the job file: there is \""), other.err());
        Ran back = replay(topics, with(arguments, "--from", second, "--to", first));
        assertTrue(back.err().contains("must be later than --from"), back::toString);
        Ran stranger = replay(topics, with(arguments, "--from", first, "--to", second, "--key", "nobody"));
        assertTrue(stranger.err().contains("there is no model of the key nobody"), stranger::toString);
        Ran watermarks = replay(topics, with(arguments, "--from", first, "--expire-after", "30d"));
        assertTrue(watermarks.err().contains("the job file has expire-after: "), watermarks::toString);
        Ran unknown = replay(topics, with(arguments, "--from", first, "--uid-prefix", "other"));
        assertTrue(unknown.err().contains("whose operator has the uid other-network"), unknown::toString);
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The same offsets hold other events. */
    private static void replaceTopic(Topics topics, List<Event> events) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", BROKER.broker().bootstrapServers()))) {
            admin.deleteTopics(List.of(topics.name())).all().get();
            CommonTestUtils.waitUntilCondition(
                    () -> !admin.listTopics().names().get().contains(topics.name()));
        }
        new Topics(BROKER.broker(), topics.name()).send(events);
    }

    private static void deleteBeginning(Topics topics) throws Exception {
        Map<TopicPartition, RecordsToDelete> beginning = new HashMap<>();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            beginning.put(new TopicPartition(topics.name(), partition), RecordsToDelete.beforeOffset(-1));
        }
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", BROKER.broker().bootstrapServers()))) {
            admin.deleteRecords(beginning).all().get();
        }
    }
}
