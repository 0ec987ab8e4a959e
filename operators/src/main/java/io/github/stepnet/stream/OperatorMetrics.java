package io.github.stepnet.stream;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.equilibrium.Settlement;
import io.github.stepnet.stream.state.KeyedNetworks;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What one subtask counts, in the group {@code stepnet}; events that are replayed after a failure count again. Names are public API.
 *
 * <p>Every {@value #SAMPLED}th event is timed, from reading it to having emitted its prediction, so that the clock does not show up in what it measures.
 */
final class OperatorMetrics {

    private static final int SAMPLED = 64;
    private static final int SAMPLES_KEPT = 1_024;

    final Counter ticks;
    final Counter learnedEvents;
    final Counter deadLetters;
    final Counter rollbacks;
    final Counter modelsCreated;
    final Counter modelsExpired;
    final Counter drifts;
    final Counter lateTruths;
    final Counter expired;
    final Counter overflows;
    final Counter untold;
    final Counter divergedEvents;
    final Counter cappedEvents;
    /** Of free phases. */
    final Histogram iterations;

    final KeyedNetworks.Counters networks;
    private final Histogram tickNanos;
    private int untilSample;
    private long sampledFrom;
    private volatile long flushMillis;

    OperatorMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("stepnet");
        ticks = group.counter("ticks");
        learnedEvents = group.counter("learnedEvents");
        deadLetters = group.counter("deadLetters");
        rollbacks = group.counter("rollbacks");
        modelsCreated = group.counter("modelsCreated");
        modelsExpired = group.counter("modelsExpired");
        drifts = group.counter("drifts");
        lateTruths = group.counter("lateTruths");
        expired = group.counter("expired");
        overflows = group.counter("overflows");
        untold = group.counter("untold");
        divergedEvents = group.counter("divergedEvents");
        cappedEvents = group.counter("cappedEvents");
        networks = new KeyedNetworks.Counters(
                group.counter("cacheHits"),
                group.counter("cacheMisses"),
                group.counter("evictions"),
                group.counter("writeBacks"),
                group.counter("earlyWrites"));
        tickNanos = group.histogram("tickNanos", new DescriptiveStatisticsHistogram(SAMPLES_KEPT));
        iterations = group.histogram("iterations", new DescriptiveStatisticsHistogram(SAMPLES_KEPT));
        group.gauge("flushMillis", () -> flushMillis);
    }

    /** Counts what an answer says of learning, and of settling. */
    void taught(Answer answer) {
        if (answer.settlement != null) {
            settled(answer);
        }
        if (answer.learned) {
            learnedEvents.inc();
        }
        if (answer.refused) {
            rollbacks.inc();
        }
        if (answer.drifts != null) {
            drifts.inc(answer.drifts.count());
            untold.inc(answer.drifts.untold());
        }
        if (answer.events != null) {
            untold.inc(answer.events.untold());
        }
    }

    private void settled(Answer answer) {
        iterations.update(answer.iterations);
        if (answer.settlement == Settlement.DIVERGED) {
            divergedEvents.inc();
        } else if (answer.settlement == Settlement.CAPPED) {
            cappedEvents.inc();
        }
    }

    void eventStarts() {
        if (untilSample == 0) {
            sampledFrom = System.nanoTime();
        }
    }

    void eventEnds() {
        if (untilSample == 0) {
            tickNanos.update(System.nanoTime() - sampledFrom);
            untilSample = SAMPLED;
        }
        untilSample--;
    }

    /** How long the last write-back before a barrier took. */
    void flushed(long nanos) {
        flushMillis = nanos / 1_000_000;
    }
}
