package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

    /** Remembers what is registered, by name. */
    private static final class Names extends UnregisteredMetricsGroup {

        final Map<String, Metric> metrics = new TreeMap<>();
        String group;

        @Override
        public Counter counter(String name) {
            Counter counter = super.counter(name);
            metrics.put(name, counter);
            return counter;
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            metrics.put(name, gauge);
            return gauge;
        }

        @Override
        public <H extends Histogram> H histogram(String name, H histogram) {
            metrics.put(name, histogram);
            return histogram;
        }

        @Override
        public Names addGroup(String name) {
            group = name;
            return this;
        }
    }

    @Test
    void namesArePublicApi() {
        Names names = new Names();
        new OperatorMetrics(names);
        assertEquals("stepnet", names.group);
        assertEquals(
                "[cacheHits, cacheMisses, cappedEvents, deadLetters, divergedEvents, drifts, earlyWrites, evictions, expired, flushMillis, iterations,"
                        + " lateTruths, learnedEvents, modelsCreated, modelsExpired, overflows, rollbacks, tickNanos, ticks, untold, writeBacks]",
                names.metrics.keySet().toString());
    }

    @Test
    void oneEventInSixtyFourIsTimed() {
        Names names = new Names();
        OperatorMetrics metrics = new OperatorMetrics(names);
        for (int n = 0; n < 640; n++) {
            metrics.eventStarts();
            metrics.eventEnds();
        }
        Histogram times = (Histogram) names.metrics.get("tickNanos");
        assertEquals(10, times.getCount());
        assertTrue(times.getStatistics().getMax() > 0);
        metrics.flushed(7_900_000);
        assertEquals(7L, ((Gauge<?>) names.metrics.get("flushMillis")).getValue());
    }

    @Test
    void theOperatorCountsWhatItDoes() throws Exception {
        try (OperatorRun run = OperatorRun.start(
                Backend.HEAP, Nets.plan(Nets.classifier(Execution.STEP), Nets.settings(Nets.HUGE, 0)))) {
            run.send(0, 100).send(Sample.number(100).withLabel(7)).watermark(Long.MAX_VALUE);
            run.barrier();
            OperatorMetrics counts = run.operator.counts();
            assertEquals(100 + 2L * Sample.KEYS, counts.ticks.getCount());
            assertEquals(90, counts.learnedEvents.getCount());
            assertEquals(1, counts.deadLetters.getCount());
            assertEquals(0, counts.rollbacks.getCount());
            assertEquals(Sample.KEYS, counts.modelsCreated.getCount());
            assertEquals(Sample.KEYS, counts.networks.misses().getCount());
            assertEquals(100, counts.networks.hits().getCount());
            assertEquals(Sample.KEYS, counts.networks.writeBacks().getCount());
        }
    }
}
