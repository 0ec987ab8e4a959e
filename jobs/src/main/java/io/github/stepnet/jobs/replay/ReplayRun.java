package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.learn.LearnJob;
import io.github.stepnet.jobs.savepoint.Reasons;
import io.github.stepnet.stream.KernelChoice;
import io.github.stepnet.stream.StepNetworkOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The job's own operators, from one savepoint to the next: on a cluster in this JVM, with a source that stops in the right place and without the sink.
 *
 * @param job whose operators they are
 * @param from the savepoint that they go on from
 * @param needsRocksDb whether RocksDB alone can read it
 * @param kernel with which its models were computed
 * @param part of the topic that is replayed
 * @param keys whose events teach; all if there are none
 */
record ReplayRun(
        LearnJob job, String from, boolean needsRocksDb, KernelChoice kernel, TopicPart part, Set<String> keys) {

    private static final long LOOK_MILLIS = 200;
    /** For tasks that still restore their state when the last event has come. */
    private static final long LONGEST_START_NANOS = Duration.ofMinutes(10).toNanos();

    /**
     * What a run has come to.
     *
     * @param savepoint with which it was stopped
     * @param events that were let through
     */
    record Stopped(String savepoint, long events) {}

    /** Runs, and stops with a savepoint in the folder. */
    Stopped stop(Path folder) throws InterruptedException {
        Configuration settings = settings(folder);
        Gate gate = new Gate(keys, part.records());
        MiniClusterConfiguration shape = new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build();
        MiniCluster cluster = new MiniCluster(shape);
        try {
            cluster.start();
            JobID id = cluster.submitJob(graph(settings, gate)).get().getJobID();
            CompletableFuture<JobResult> end = cluster.requestJobResult(id);
            while (!gate.awaitAll(LOOK_MILLIS)) {
                failIfEnded(end);
            }
            return new Stopped(stop(cluster, id, end, folder.resolve("savepoint")), gate.passed());
        } catch (InterruptedException | CannotRun e) {
            throw e;
        } catch (Exception e) {
            throw new CannotRun("the replay has failed: " + Reasons.of(e), e);
        } finally {
            gate.forget();
            // Waits for the files of its tasks to be gone.
            cluster.closeAsync().join();
        }
    }

    private JobGraph graph(Configuration settings, Gate gate) {
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(settings);
        env.setParallelism(1);
        job.learn(job.read(env, part.from(), part.to())
                        .filter(gate)
                        .name("the keys' events")
                        .uid("replay-gate"))
                .sinkTo(new DiscardingSink<>());
        JobGraph graph = env.getStreamGraph().getJobGraph();
        // What the source and the sink remember is not wanted here.
        graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(from, true));
        return graph;
    }

    private Configuration settings(Path folder) {
        Configuration settings = new Configuration();
        settings.set(CoreOptions.TMP_DIRS, folder.toString());
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(StateBackendOptions.STATE_BACKEND, needsRocksDb ? "rocksdb" : "hashmap");
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(StepNetworkOptions.KERNEL, kernel);
        return settings;
    }

    private static void failIfEnded(CompletableFuture<JobResult> end) throws Exception {
        if (end.isDone()) {
            end.get().toJobExecutionResult(ReplayRun.class.getClassLoader());
            throw new CannotRun("the replay has ended before its last event; this is a defect, please report it");
        }
    }

    /** As long as a task still restores its state, Flink refuses a savepoint. */
    private static String stop(MiniCluster cluster, JobID job, CompletableFuture<JobResult> end, Path folder)
            throws Exception {
        long deadline = System.nanoTime() + LONGEST_START_NANOS;
        while (true) {
            try {
                return cluster.stopWithSavepoint(job, folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
                        .get();
            } catch (ExecutionException notYet) {
                failIfEnded(end);
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }
}
