package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.schemas.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job on a real broker and a real cluster that fail, or are stopped, in mid-stream. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RecoveryITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = JobRuns.cluster();

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    /** The one that runs: the cluster counts those that have ended, too. */
    private static int taskManager;

    @AfterEach
    void cancelJobs(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobRuns.cancelAll(cluster);
    }

    @ParameterizedTest
    @CsvSource({"throw, rocksdb, step, chain-tween", "terminate, hashmap, sweep, backprop"})
    void aFailureInMidStreamChangesNoBit(
            String how, String backend, String execution, String rule, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        recovers(how, backend, execution, rule, cluster);
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "throw, hashmap, sweep, backprop",
        "throw, hashmap, step, chain-tween",
        "throw, rocksdb, sweep, chain-tween",
        "throw, rocksdb, step, backprop",
        "terminate, hashmap, step, chain-tween",
        "terminate, rocksdb, sweep, backprop",
        "terminate, rocksdb, step, chain-tween",
        "terminate, rocksdb, step, backprop"
    })
    void noFailureChangesABit(
            String how, String backend, String execution, String rule, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        recovers(how, backend, execution, rule, cluster);
    }

    private static void recovers(String how, String backend, String execution, String rule, MiniCluster cluster)
            throws Exception {
        Topics topics = new Topics(BROKER.broker(), String.join("-", how, backend, execution, rule));
        List<Event> events = Events.random(6_000, 16, 7);
        topics.send(events);
        String[] learning = {
            "--learning.execution",
            execution,
            "--learning.rule",
            rule,
            "--learning.hand-over",
            "{after-updates: {to: tween, updates: 150}}",
            "--health.every",
            "100"
        };
        JobRuns.runToTheEnd(new LearnJob(topics.run("uninterrupted", learning)));

        boolean isThrown = how.equals("throw");
        Interruption interruption = isThrown ? Interruption.throwing() : Interruption.slow();
        LearnJob job = new LearnJob(topics.run("interrupted", learning));
        StreamExecutionEnvironment env = JobRuns.environment(
                Map.of("state.backend.type", backend, "execution.checkpointing.interval", "200 ms"));
        job.write(job.learn(JobRuns.bounded(job, env)
                .map(interruption)
                .returns(DecodedSerializer.TYPE)
                .uid("interruption")));
        JobClient client = env.executeAsync(job.name());
        if (!isThrown) {
            Interruption.awaitCheckpoints();
            cluster.terminateTaskManager(taskManager).get();
            cluster.startTaskManager();
            taskManager++;
        }
        client.getJobExecutionResult().get();
        if (isThrown) {
            assertTrue(Interruption.hasThrown());
        }
        assertTrue(Interruption.records() > events.size(), "some events came twice: " + Interruption.records());

        assertEquals(events.size(), JobRuns.count(topics.predictions("uninterrupted")));
        assertEquals(topics.predictions("uninterrupted"), topics.predictions("interrupted"));
        assertEquals(topics.milestones("uninterrupted"), topics.milestones("interrupted"));
        assertFalse(topics.milestones("uninterrupted").isEmpty());
        assertEquals(topics.layerHealth("uninterrupted"), topics.layerHealth("interrupted"));
        assertFalse(topics.layerHealth("uninterrupted").isEmpty());
        assertEquals(topics.learningEvents("uninterrupted"), topics.learningEvents("interrupted"));
        assertEquals(16, topics.learningEvents("uninterrupted").size());
        topics.learningEvents("uninterrupted").values().forEach(ofKey -> assertEquals(1, ofKey.size()));
    }

    @Test
    void aJobStoppedWithASavepointGoesOnWhereItWas(@TempDir Path savepoints, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        Topics topics = new Topics(BROKER.broker(), "stopped");
        List<Event> events = Events.random(2_000, 8, 3);
        topics.send(events.subList(0, 1_000));
        JobConfig config = topics.run("twice");
        JobClient first = JobRuns.start(config, Map.of("state.backend.type", "rocksdb"));
        CommonTestUtils.waitForAllTaskRunning(cluster, first.getJobID(), false);
        CommonTestUtils.waitUntilCondition(() -> JobRuns.count(topics.predictions("twice")) == 1_000);
        String savepoint = first.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get();

        topics.send(events.subList(1_000, 2_000));
        JobClient second = JobRuns.start(config, Map.of("execution.state-recovery.path", savepoint));
        CommonTestUtils.waitUntilCondition(() -> JobRuns.count(topics.predictions("twice")) >= 2_000);
        second.cancel().get();

        JobRuns.runToTheEnd(new LearnJob(topics.run("once")));
        assertEquals(2_000, JobRuns.count(topics.predictions("once")));
        assertEquals(topics.predictions("once"), topics.predictions("twice"));
        assertEquals(topics.milestones("once"), topics.milestones("twice"));
    }
}
