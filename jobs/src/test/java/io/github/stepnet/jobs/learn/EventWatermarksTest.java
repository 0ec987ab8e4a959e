package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.config.SourceConfig;
import io.github.stepnet.jobs.wire.IncomingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;
import org.junit.jupiter.api.Test;

class EventWatermarksTest {

    private static final Decoded LETTER =
            Decoded.refused(new OutgoingRecord(Output.DEAD_LETTERS, null, new byte[0], Map.of()));

    @Test
    void aRecordThatIsNoEventDoesNotMoveTime() {
        SourceConfig source = JobFile.read(LearnJobTest.YAML)
                .with(List.of("--source.out-of-orderness", "2s"))
                .config()
                .source();
        WatermarkStrategy<Decoded> strategy = EventWatermarks.strategy(source);
        Marks marks = new Marks();
        TimestampAssigner<Decoded> times = strategy.createTimestampAssigner(UnregisteredMetricsGroup::new);
        WatermarkGenerator<Decoded> generator = strategy.createWatermarkGenerator(new Context());
        for (Decoded decoded : List.of(event(10_000), LETTER, event(9_000), LETTER)) {
            generator.onEvent(decoded, times.extractTimestamp(decoded, 99_999_999), marks);
            generator.onPeriodicEmit(marks);
        }
        assertEquals(List.of(7_999L, 7_999L, 7_999L, 7_999L), marks.times);
    }

    private static Decoded event(long time) {
        return Decoded.of(new IncomingEvent("k", null, time, new float[0], 0, null, 0, 0));
    }

    private static final class Marks implements WatermarkOutput {

        private final List<Long> times = new ArrayList<>();

        @Override
        public void emitWatermark(Watermark watermark) {
            times.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }

    private static final class Context
            implements org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier.Context {

        @Override
        public org.apache.flink.metrics.MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public RelativeClock getInputActivityClock() {
            return SystemClock.getInstance();
        }
    }
}
