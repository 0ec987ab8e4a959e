package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.learn.Decoded;
import io.github.stepnet.jobs.learn.DecodedSerializer;
import io.github.stepnet.jobs.learn.LearnJob;
import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.network.arena.SplitMix64;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The job of a job file over an endless stream in place of topics: run until so many events were seen, then stopped with a savepoint. */
final class StoredJob {

    static final String YAML = """
            source: {topic: readings, bootstrap: "127.0.0.1:1"}
            network:
              inputs: 3
              layers: [dense: {outputs: 5, activation: leaky-relu}, dense: {outputs: 2}]
            uid-prefix: wear
            max-parallelism: 64
            """;

    /** With truths that come later, of which every second never comes: events wait, and have timers. */
    static final String LATE = YAML + """
            truth: {source: {topic: truths}, timeout: 1h, order: event-time, most: 2000}
            """;

    static final int KEYS = 7;

    private static CountDownLatch seen;

    private StoredJob() {}

    /** Runs the job, from a savepoint unless that is null, and stops it; the savepoint's place. */
    static String stop(
            MiniCluster cluster,
            String yaml,
            String backend,
            SavepointFormatType format,
            String from,
            Path folder,
            String... replaced)
            throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("state.backend.type", backend, "parallelism.default", "2"));
        if (from != null) {
            settings.put("execution.state-recovery.path", from);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(Configuration.fromMap(settings));
        JobConfig config = JobFile.read(yaml).with(List.of(replaced)).config();
        LearnJob job = new LearnJob(config);
        seen = new CountDownLatch(1_700);
        DataStream<Decoded> events = numbers(env, "events")
                .map(new Event(true, config.truth().isEmpty()))
                .returns(DecodedSerializer.TYPE);
        if (config.truth().isPresent()) {
            DataStream<Decoded> truths = numbers(env, "truths")
                    .filter(i -> i % 2 == 0)
                    .map(new Event(false, true))
                    .returns(DecodedSerializer.TYPE);
            job.learn(events, truths).sinkTo(new DiscardingSink<>());
        } else {
            job.learn(events).sinkTo(new DiscardingSink<>());
        }
        JobClient client = env.executeAsync("stored");
        CommonTestUtils.waitForAllTaskRunning(cluster, client.getJobID(), false);
        seen.await();
        return client.stopWithSavepoint(false, folder.toString(), format).get();
    }

    private static DataStream<Long> numbers(StreamExecutionEnvironment env, String uid) {
        return env.fromSource(
                        new NumberSequenceSource(0, Long.MAX_VALUE - 1),
                        WatermarkStrategy.<Long>forGenerator(context -> new Stepwise())
                                .withTimestampAssigner((i, time) -> i),
                        uid)
                .uid(uid)
                .setParallelism(1);
    }

    /** Watermarks at every 500th number: some events always wait for the next one. */
    private static final class Stepwise implements WatermarkGenerator<Long> {

        @Override
        public void onEvent(Long i, long time, WatermarkOutput output) {
            if (i % 500 == 0) {
                output.emitWatermark(new Watermark(i - 1));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    /** A number as an event, or as its truth. */
    private record Event(boolean isCounted, boolean isLabelled) implements MapFunction<Long, Decoded> {

        @Override
        public Decoded map(Long i) {
            if (isCounted) {
                seen.countDown();
            }
            SplitMix64 random = new SplitMix64(i);
            float[] features = {(float) random.nextGaussian(), (float) random.nextGaussian(), 2f};
            int label = features[0] + features[1] > 0 ? 1 : 0;
            return Decoded.of(new IncomingEvent(
                    "key-" + i % KEYS, Long.toString(i), i, features, isLabelled ? label : -1, null, 0, i));
        }
    }
}
