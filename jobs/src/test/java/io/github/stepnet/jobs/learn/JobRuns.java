package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.SourceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** How the tests run a job on a cluster. */
public final class JobRuns {

    private JobRuns() {}

    /** For two subtasks of everything. */
    public static MiniClusterExtension cluster() {
        return new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                .setNumberTaskManagers(1)
                .setNumberSlotsPerTaskManager(2)
                .build());
    }

    /** A job that is left would keep its slots, and the next test wait for them. */
    public static void cancelAll(MiniCluster cluster) throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get();
                cluster.requestJobResult(job.getJobId()).get();
            }
        }
    }

    static StreamExecutionEnvironment environment(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "execution.checkpointing.interval", "500 ms",
                "restart-strategy.type", "fixed-delay",
                "restart-strategy.fixed-delay.attempts", "3",
                "restart-strategy.fixed-delay.delay", "100 ms",
                "parallelism.default", "2"));
        all.putAll(settings);
        return StreamExecutionEnvironment.getExecutionEnvironment(Configuration.fromMap(all));
    }

    /** What is in the topic now. */
    static DataStream<Decoded> bounded(LearnJob job, StreamExecutionEnvironment env) {
        KafkaSourceBuilder<Decoded> source = KafkaIn.builder(job.config()).setBounded(OffsetsInitializer.latest());
        return job.read(env, source.build());
    }

    /** What is in the truths' topic now. */
    static DataStream<Decoded> boundedTruths(LearnJob job, StreamExecutionEnvironment env) {
        SourceConfig source = job.config().truth().orElseThrow().source();
        return job.readTruths(
                env,
                KafkaIn.builder(job.config(), source)
                        .setBounded(OffsetsInitializer.latest())
                        .build());
    }

    static void runToTheEnd(LearnJob job) throws Exception {
        StreamExecutionEnvironment env = environment(Map.of());
        DataStream<Decoded> events = bounded(job, env);
        job.write(job.config().truth().isPresent() ? job.learn(events, boundedTruths(job, env)) : job.learn(events));
        env.execute(job.name());
    }

    public static JobClient start(JobConfig config, Map<String, String> settings) throws Exception {
        StreamExecutionEnvironment env = environment(settings);
        LearnJob job = new LearnJob(config);
        job.build(env);
        return env.executeAsync(job.name());
    }

    public static int count(Map<String, ? extends List<?>> byKey) {
        return byKey.values().stream().mapToInt(List::size).sum();
    }
}
