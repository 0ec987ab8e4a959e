package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.SourceConfig;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Event time of one partition: the latest event's, less the disorder that is allowed. Records that are no events have no time. */
final class EventWatermarks implements WatermarkGenerator<Decoded> {

    private final BoundedOutOfOrdernessWatermarks<Decoded> events;

    private EventWatermarks(Duration outOfOrderness) {
        events = new BoundedOutOfOrdernessWatermarks<>(outOfOrderness);
    }

    static WatermarkStrategy<Decoded> strategy(SourceConfig source) {
        Duration outOfOrderness = source.outOfOrderness();
        WatermarkStrategy<Decoded> strategy = WatermarkStrategy.<Decoded>forGenerator(
                        context -> new EventWatermarks(outOfOrderness))
                .withTimestampAssigner((decoded, kafkaTime) ->
                        decoded.isEvent() ? decoded.event().timeMillis() : kafkaTime);
        return source.idleness().map(strategy::withIdleness).orElse(strategy);
    }

    @Override
    public void onEvent(Decoded decoded, long time, WatermarkOutput output) {
        if (decoded.isEvent()) {
            events.onEvent(decoded, time, output);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        events.onPeriodicEmit(output);
    }
}
