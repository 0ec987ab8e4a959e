package io.github.stepnet.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The beginning of a job that fails once in mid-stream: {@link Sample}s of one source subtask, with ascending times. What it and its test tell each
 * other is static, because both run in one virtual machine, one job at a time.
 */
final class FailingJob {

    enum Failure {
        NONE,
        EXCEPTION,
        /** The test's, after {@link #awaitMidStream}. */
        TASK_MANAGER
    }

    private static final int CHECKPOINTS_BEFORE_FAILURE = 2;

    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
    private static volatile Failure failure;
    private static volatile boolean thrown;
    private static volatile long earliest;
    private static volatile long position;

    private FailingJob() {}

    /** Makes the events, not too fast, and fails once. */
    private static final class Events implements MapFunction<Long, Sample>, CheckpointListener {

        private static final long serialVersionUID = 1;

        @Override
        public Sample map(Long number) throws Exception {
            position = number;
            if (failure != Failure.NONE && number % 10 == 0) {
                Thread.sleep(1);
            }
            if (failure == Failure.EXCEPTION && !thrown && isMidStream()) {
                thrown = true;
                throw new IllegalStateException("the failure that this test is about");
            }
            return Sample.number(number);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            CHECKPOINTS.incrementAndGet();
        }
    }

    /** The events of a new job of parallelism 1 with a checkpoint now and then, kept in {@code folder}. */
    static KeyedStream<Sample, String> samples(long events, Backend backend, Failure kind, Path folder) {
        failure = kind;
        thrown = false;
        earliest = events / 3;
        position = 0;
        CHECKPOINTS.set(0);
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
        return environment
                .fromSource(
                        new NumberSequenceSource(0, events - 1),
                        WatermarkStrategy.<Long>forMonotonousTimestamps()
                                .withTimestampAssigner((number, before) -> number * Sample.STEP_MILLIS),
                        "numbers")
                .map(new Events())
                .returns(Sample.class)
                .keyBy(Sample::key);
    }

    private static boolean isMidStream() {
        return position >= earliest && CHECKPOINTS.get() >= CHECKPOINTS_BEFORE_FAILURE;
    }

    /** Returns when the job has something to go back to, and something to do again. */
    static void awaitMidStream() throws InterruptedException {
        while (!isMidStream()) {
            Thread.sleep(5);
        }
    }

    /** Whether the job has thrown an exception. */
    static boolean hasThrown() {
        return thrown;
    }
}
