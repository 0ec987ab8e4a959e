package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.stream.FailingJob.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
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
    private static final long SPAN = 3_000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    /** What was said of each event and window; said again after a failure, it must be the same. */
    private static final Map<String, String> SAID = new ConcurrentHashMap<>();

    private static final Map<String, String> CONTRADICTED = new ConcurrentHashMap<>();

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
        Map<String, String> expected = run(Failure.NONE, backend, folder);
        long windows = (EVENTS * Sample.STEP_MILLIS + SPAN - 1) / SPAN;
        assertEquals(EVENTS + Sample.KEYS * windows, expected.size());
        Map<String, String> said = run(Failure.EXCEPTION, backend, folder);
        assertTrue(FailingJob.hasThrown(), "the job was to fail");
        assertEquals(Map.of(), CONTRADICTED);
        assertEquals(expected, said);
    }

    private static Map<String, String> run(Failure failure, Backend backend, Path folder) throws Exception {
        SAID.clear();
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
        KeyedStream<Sample, String> samples = FailingJob.samples(EVENTS, backend, failure, folder);
        LearnedWindows<Sample> out = network.applyTo(samples, window);
        out.predictions().setParallelism(2);
        record(out.predictions(), prediction -> prediction.getAnswersEventId());
        record(out.windowUpdates(), update -> update.getKey() + "/" + update.getEndMillis());
        samples.getExecutionEnvironment()
                .executeAsync("windows")
                .getJobExecutionResult()
                .get(2, TimeUnit.MINUTES);
        return new TreeMap<>(SAID);
    }
}
