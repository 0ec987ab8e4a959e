package io.github.stepnet.stream.scale;

import io.github.stepnet.stream.StepNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.FileUtils;

/** Generated events, a network for every key of them, and a cluster of one task manager with one slot that runs nothing else. */
final class ScaleJob implements AutoCloseable {

    /** Managed memory of the task manager; RocksDB has all of it. */
    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(512);

    private static final long POLL_MILLIS = 5;

    private final Path folder = Files.createTempDirectory("stepnet-scale");
    private final InMemoryReporter reporter = InMemoryReporter.create();
    private final Map<String, List<Metric>> found = new HashMap<>();
    private final MiniCluster cluster;
    private final JobID job;

    /**
     * Starts it; no event comes before {@link #run}.
     *
     * @param keys whose the events are
     * @param backend {@code hashmap} or {@code rocksdb}
     * @param interval between checkpoints; null for none but those that are asked for
     */
    ScaleJob(StepNetwork<Reading> network, Reading.Keys keys, String backend, Duration interval) throws Exception {
        Configuration settings = settings(backend, interval);
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
        cluster.start();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(1);
        network.applyTo(env.fromSource(GatedNumbers.shut(), WatermarkStrategy.noWatermarks(), "numbers")
                        .map(number -> Reading.number(number, keys.of(number)))
                        .returns(Reading.class)
                        .keyBy(Reading::key))
                .predictions()
                .sinkTo(new DiscardingSink<>());
        job = cluster.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
        while (cluster.getJobStatus(job).get() != JobStatus.RUNNING) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private Configuration settings(String backend, Duration interval) {
        Configuration settings = new Configuration();
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
        settings.set(CoreOptions.TMP_DIRS, folder.toString());
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(StateBackendOptions.STATE_BACKEND, backend);
        settings.set(RocksDBOptions.LOCAL_DIRECTORIES, local().toString());
        settings.set(RocksDBNativeMetricOptions.BLOCK_CACHE_USAGE, true);
        settings.set(RocksDBNativeMetricOptions.BLOCK_CACHE_CAPACITY, true);
        settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                checkpoints().toUri().toString());
        if (interval != null) {
            settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        }
        return reporter.addToConfiguration(settings);
    }

    private Path local() {
        return folder.resolve("rocksdb");
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** Lets events pass up to this number, and waits until all have been learned. */
    void run(long events) throws Exception {
        GatedNumbers.open(events);
        await(events);
    }

    /** Waits until so many have been learned, all in all. */
    void await(long events) throws Exception {
        while (count("stepnet.ticks") < events) {
            if (cluster.getJobStatus(job).get().isTerminalState()) {
                cluster.requestJobResult(job)
                        .get()
                        .toJobExecutionResult(getClass().getClassLoader());
                throw new IllegalStateException("the job has ended after " + count("stepnet.ticks") + " events");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Takes a checkpoint. */
    CompletedCheckpointStats checkpoint(CheckpointType type) throws Exception {
        long id = cluster.triggerCheckpoint(job, type).get();
        return (CompletedCheckpointStats) statistics().getHistory().getCheckpointById(id);
    }

    /** Of all checkpoints up to now. */
    CheckpointStatsSnapshot statistics() throws Exception {
        return cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
    }

    /** Takes a savepoint; how many bytes its files have. */
    long savepoint(SavepointFormatType format) throws Exception {
        Path target = Files.createTempDirectory(folder, "savepoint");
        cluster.triggerSavepoint(job, target.toUri().toString(), false, format).get();
        long size = size(target);
        FileUtils.deleteDirectory(target.toFile());
        return size;
    }

    /** Bytes of RocksDB's own files. */
    long localBytes() throws IOException {
        return size(local());
    }

    /** Bytes of all files of the checkpoints that are kept: of the last one, if none is being taken. */
    long checkpointBytes() throws IOException {
        return size(checkpoints());
    }

    /** Files come and go while they are counted. */
    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> Files.isRegularFile(file) ? file.toFile().length() : 0)
                    .sum();
        }
    }

    /** The sum of all counters, and gauges of a number, whose name ends so. */
    long count(String endOfName) {
        List<Metric> metrics = found.computeIfAbsent(endOfName, this::find);
        return metrics == null ? 0 : metrics.stream().mapToLong(ScaleJob::value).sum();
    }

    /** Null if there is none yet. */
    private List<Metric> find(String endOfName) {
        List<Metric> metrics = new ArrayList<>();
        reporter.getMetricsByGroup()
                .forEach((group, its) -> its.forEach((name, metric) -> {
                    if (group.getMetricIdentifier(name).endsWith("." + endOfName)) {
                        metrics.add(metric);
                    }
                }));
        return metrics.isEmpty() ? null : metrics;
    }

    private static long value(Metric metric) {
        return metric instanceof Counter counter
                ? counter.getCount()
                : ((Number) ((Gauge<?>) metric).getValue()).longValue();
    }

    @Override
    public void close() throws IOException {
        cluster.cancelJob(job).join();
        cluster.requestJobResult(job).join();
        cluster.closeAsync().join();
        FileUtils.deleteDirectory(folder.toFile());
    }
}
