package io.github.stepnet.jobs.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster in this JVM with one job on it, with its web pages and a checkpoint every second. */
final class LocalCluster implements AutoCloseable {

    private static final Duration CHECKPOINTS = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final String HOST = "127.0.0.1";
    private static final int RESTARTS = 3;

    private final MiniCluster cluster;
    private final Configuration settings;
    private final Path directory;

    private JobID job;
    private CompletableFuture<JobResult> result;

    private LocalCluster(MiniCluster cluster, Configuration settings, Path directory) {
        this.cluster = cluster;
        this.settings = settings;
        this.directory = directory;
    }

    /**
     * Starts it.
     *
     * @param directory where its files go; whoever made it deletes it
     * @param webPort for the web pages, or 0 for any that is free
     * @param parallelism subtasks of an operator
     */
    static LocalCluster start(Path directory, int webPort, int parallelism) throws IOException {
        Configuration settings = settings(directory, webPort, parallelism);
        MiniClusterConfiguration.Builder builder = new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism);
        LocalCluster cluster = new LocalCluster(new MiniCluster(builder.build()), settings, directory);
        try {
            cluster.cluster.start();
            return cluster;
        } catch (Exception failure) {
            cluster.close();
            throw new IOException("Flink did not start: " + rootCause(failure), failure);
        }
    }

    private static Configuration settings(Path directory, int webPort, int parallelism) {
        Configuration settings = new Configuration();
        settings.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        settings.set(CoreOptions.TMP_DIRS, directory.toString());
        settings.set(
                BlobServerOptions.STORAGE_DIRECTORY, directory.resolve("blobs").toString());
        settings.set(WebOptions.TMP_DIR, directory.resolve("web").toString());
        settings.set(
                ClusterOptions.PROCESS_WORKING_DIR_BASE,
                directory.resolve("work").toString());
        settings.set(RestOptions.ADDRESS, HOST);
        settings.set(RestOptions.BIND_ADDRESS, HOST);
        settings.set(RestOptions.BIND_PORT, Integer.toString(webPort));
        // Its pages are for looking: what is started and stopped here is this run.
        settings.set(WebOptions.SUBMIT_ENABLE, false);
        settings.set(WebOptions.CANCEL_ENABLE, false);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
        settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, CHECKPOINTS);
        return settings;
    }

    /** Where a browser finds it. */
    String webAddress() throws IOException, InterruptedException {
        return await(cluster.getRestAddress()).toString();
    }

    /** For a job that will run here. */
    StreamExecutionEnvironment newEnvironment() {
        return StreamExecutionEnvironment.getExecutionEnvironment(settings);
    }

    void submit(JobGraph graph) throws IOException, InterruptedException {
        job = await(cluster.submitJob(graph)).getJobID();
        result = cluster.requestJobResult(job);
    }

    /** How far the job has come. */
    JobState state() throws IOException, InterruptedException {
        AccessExecutionGraph graph = await(cluster.getExecutionGraph(job));
        int tasks = 0;
        int running = 0;
        for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
            tasks++;
            running += task.getExecutionState() == ExecutionState.RUNNING ? 1 : 0;
        }
        CheckpointStatsSnapshot statistics = graph.getCheckpointStatsSnapshot();
        if (statistics == null) {
            return new JobState(tasks, running, false, 0);
        }
        CheckpointStatsCounts counts = statistics.getCounts();
        return new JobState(
                tasks,
                running,
                counts.getNumberOfInProgressCheckpoints() > 0,
                counts.getNumberOfCompletedCheckpoints());
    }

    /** Why the job is at its end, if it is. */
    Optional<String> end() throws IOException, InterruptedException {
        if (!result.isDone()) {
            return Optional.empty();
        }
        JobResult end = await(result);
        return Optional.of(end.getSerializedThrowable()
                .map(thrown -> rootCause(thrown.deserializeError(LocalCluster.class.getClassLoader())))
                .orElse("the job is " + end.getJobStatus().orElse(null)));
    }

    void failIfEnded() throws IOException, InterruptedException {
        Optional<String> end = end();
        if (end.isPresent()) {
            throw new IOException("the job has ended: " + end.get());
        }
    }

    static String rootCause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Lets the job answer what is in its meshes, write that, and end. */
    void drain() throws IOException, InterruptedException {
        String savepoint = directory.resolve("savepoint").toUri().toString();
        await(cluster.stopWithSavepoint(job, savepoint, true, SavepointFormatType.NATIVE));
        await(result);
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException("Flink says: " + rootCause(failure), failure);
        } catch (TimeoutException late) {
            throw new IOException("Flink has not answered for " + LONGEST_WAIT.toSeconds() + " s", late);
        }
    }

    /** Ends the job, if it has not ended, and the cluster. */
    @Override
    public void close() throws IOException {
        try {
            if (result != null && !result.isDone()) {
                await(cluster.cancelJob(job));
                await(result);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            closeCluster();
        }
    }

    private void closeCluster() throws IOException {
        try {
            await(cluster.closeAsync());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
