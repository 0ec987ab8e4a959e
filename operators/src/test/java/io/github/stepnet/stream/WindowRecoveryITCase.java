package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.learning.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that fails while windows are open says and learns, bit for bit, what one says and learns that does not. */
class WindowRecoveryITCase {

    private static final long EVENTS = 8_000;
    private static final long EARLIEST_FAILURE = EVENTS / 3;
    private static final int CHECKPOINTS_BEFORE_FAILURE = 2;
    private static final long SPAN = 3_000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    // What a job and its test tell each other; both run in this virtual machine, one job at a time.

    /** What was said of each event and window; said again after a failure, it must be the same. */
    private static final Map<String, String> SAID = new ConcurrentHashMap<>();

    private static final Map<String, String> CONTRADICTED = new ConcurrentHashMap<>();
    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
    private static volatile boolean fails;
    private static volatile boolean failed;

    /** Makes the events, not too fast, and fails once. */
    private static final class Events implements MapFunction<Long, Sample>, CheckpointListener {

        private static final long serialVersionUID = 1;

        @Override
        public Sample map(Long number) throws Exception {
            if (fails && number % 10 == 0) {
                Thread.sleep(1);
            }
            if (fails && !failed && number >= EARLIEST_FAILURE && CHECKPOINTS.get() >= CHECKPOINTS_BEFORE_FAILURE) {
                failed = true;
                throw new IllegalStateException("the failure that this test is about");
            }
            return Sample.number(number);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            CHECKPOINTS.incrementAndGet();
        }
    }

    private static <T> void record(DataStream<T> said, MapFunction<T, String> name) {
        said.map(record -> {
                    String text = record.toString();
                    String before = SAID.put(name.map(record), text);
                    if (before != null && !before.equals(text)) {
                        CONTRADICTED.put(before, text);
                    }
                    return text;
                })
                .returns(String.class)
                .sinkTo(new DiscardingSink<>());
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatFailsInOpenWindowsSaysTheSameAsAnUninterruptedOne(Backend backend, @TempDir Path folder)
            throws Exception {
        Map<String, String> expected = run(false, backend, folder);
        long windows = (EVENTS * Sample.STEP_MILLIS + SPAN - 1) / SPAN;
        assertEquals(EVENTS + Sample.KEYS * windows, expected.size());
        Map<String, String> said = run(true, backend, folder);
        assertTrue(failed, "the job was to fail");
        assertEquals(Map.of(), CONTRADICTED);
        assertEquals(expected, said);
    }

    private static Map<String, String> run(boolean isToFail, Backend backend, Path folder) throws Exception {
        SAID.clear();
        CHECKPOINTS.set(0);
        fails = isToFail;
        failed = false;
        Configuration config = new Configuration();
        config.set(StateBackendOptions.STATE_BACKEND, backend == Backend.HEAP ? "hashmap" : "rocksdb");
        config.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(config);
        environment.setParallelism(1);
        StepNetwork<Sample> network = StepNetwork.<Sample>builder()
                .features(Sample.FEATURES, Sample::features)
                .label(Sample.CLASSES, Sample::label)
                .eventId(Sample::id)
                .learner(Nets.classifier(Execution.SWEEP))
                .build();
        WavelengthWindow<Sample, TimeWindow> window = WavelengthWindow.<Sample, TimeWindow>of(
                        TumblingEventTimeWindows.of(Duration.ofMillis(SPAN)))
                .timeOf(Sample::time)
                .channels(Channels.classAware());
        LearnedWindows<Sample> out = network.applyTo(
                environment
                        .fromSource(
                                new NumberSequenceSource(0, EVENTS - 1),
                                WatermarkStrategy.<Long>forMonotonousTimestamps()
                                        .withTimestampAssigner((number, before) -> number * Sample.STEP_MILLIS),
                                "numbers")
                        .map(new Events())
                        .returns(Sample.class)
                        .keyBy(Sample::key),
                window);
        out.predictions().setParallelism(2);
        record(out.predictions(), prediction -> prediction.getAnswersEventId());
        record(out.windowUpdates(), update -> update.getKey() + "/" + update.getEndMillis());
        environment.executeAsync("windows").getJobExecutionResult().get(2, TimeUnit.MINUTES);
        return new TreeMap<>(SAID);
    }
}
