package io.github.stepnet.stream.scale;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static io.github.stepnet.stream.scale.Resources.megabytes;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.stream.StepNetwork;
import io.github.stepnet.stream.StepNetworkOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;

/**
 * A million keys with a network 8-16-3 each, in one task manager with one slot: RocksDB in 512 MB of managed memory, an incremental checkpoint every ten
 * seconds. Twice every key gets an event, in an order that has nothing to do with theirs; then a share of the
 * events goes to one key in a hundred, the rest to any. The more go to the few, the more networks are found in the operator's cache, whose
 * size is the default.
 *
 * <p>The first fifth of a level's events fills the cache and is not counted. Numbers of keys and events are system properties.
 */
public final class MillionKeys {

    private static final int[] PERCENT_TO_HOT_KEYS = {0, 50, 80, 95, 100};
    private static final int KEYS_PER_HOT_KEY = 100;
    /** After one event, many weights of all keys are still the same, and RocksDB compresses them away. */
    private static final long PASSES = 2;

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** A prime; its consecutive multiples lie far apart. */
    private static final long STRIDE = 618_033_907;

    private final int keys;
    private final int events;
    private final long cacheBytes;
    private final PrintStream out;

    /**
     * A run.
     *
     * @param events of a level
     * @param cacheBytes of the operator
     * @param out for the report
     */
    MillionKeys(int keys, int events, long cacheBytes, PrintStream out) {
        this.keys = keys;
        this.events = events;
        this.cacheBytes = cacheBytes;
        this.out = out;
    }

    /** Measures, and prints what it has found. */
    public static void main(String[] args) throws Exception {
        new MillionKeys(
                        Integer.getInteger("stepnet.scale.keys", 1_000_000),
                        Integer.getInteger("stepnet.scale.events", 300_000),
                        StepNetworkOptions.CACHE_BYTES.defaultValue().getBytes(),
                        System.out)
                .run();
    }

    /**
     * What a test can hold.
     *
     * @param created models
     * @param savepointBytes of all keys, canonical
     * @param hitRates of the levels
     */
    record Result(long created, long savepointBytes, List<Double> hitRates) {}

    Result run() throws Exception {
        print("%,d keys, a cache of %,d MB, %s", keys, megabytes(cacheBytes), Resources.describe());
        StepNetwork<Reading> network = StepNetwork.<Reading>builder()
                .features(Reading.FEATURES, Reading::features)
                .label(Reading.CLASSES, Reading::label)
                .network(NetworkSpec.inputs(Reading.FEATURES)
                        .then(new Dense(16, LEAKY_RELU))
                        .then(new Dense(Reading.CLASSES)))
                .learning(new Backprop(), Sgd.rate(0.01f))
                .cacheBytes(cacheBytes)
                .build();
        int[] percents = PERCENT_TO_HOT_KEYS;
        int of = keys;
        int perLevel = events;
        try (ScaleJob job = new ScaleJob(
                network,
                number -> number < PASSES * of
                        ? number * STRIDE % of
                        : key(number, of, percents[(int) ((number - PASSES * of) / perLevel)]),
                "rocksdb",
                INTERVAL)) {
            for (int pass = 1; pass <= PASSES; pass++) {
                everyKey(job, pass);
            }
            CompletedCheckpointStats full = job.checkpoint(CheckpointType.FULL);
            long savepoint = job.savepoint(SavepointFormatType.CANONICAL);
            size(job, full, savepoint);
            List<Double> hitRates = levels(job);
            memory(job);
            return new Result(job.count("stepnet.modelsCreated"), savepoint, hitRates);
        }
    }

    private static long key(long number, int keys, int percentToHotKeys) {
        long chance = Reading.mix(-number);
        return Math.floorMod(chance, 100) < percentToHotKeys
                ? Math.floorMod(chance >> 8, Math.max(1, keys / KEYS_PER_HOT_KEY)) * KEYS_PER_HOT_KEY
                : Math.floorMod(chance >> 8, keys);
    }

    private void everyKey(ScaleJob job, int pass) throws Exception {
        long start = System.nanoTime();
        long cpu = Resources.cpuNanos();
        job.run((long) pass * keys);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (Resources.cpuNanos() - cpu) / 1e9;
        print(
                "%,d models after event %d of each, which took %.1f s: %,.0f events/s, %,.0f per CPU second",
                job.count("stepnet.modelsCreated"), pass, seconds, keys / seconds, keys / cpuSeconds);
    }

    private void size(ScaleJob job, CompletedCheckpointStats full, long savepoint) throws Exception {
        print(
                "a full checkpoint: %,d ms, %,d MB, %,d bytes per key",
                full.getEndToEndDuration(), megabytes(full.getStateSize()), full.getStateSize() / keys);
        print("a canonical savepoint: %,d MB, %,d bytes per key with the key", megabytes(savepoint), savepoint / keys);
        print(
                "on disk: RocksDB's files %,d bytes per key, all files of checkpoints %,d",
                job.localBytes() / keys, job.checkpointBytes() / keys);
    }

    private List<Double> levels(ScaleJob job) throws Exception {
        print("%n%-24s %10s %12s %18s", "events to 1 in 100 keys", "cache hits", "events/s", "events/CPU second");
        List<Double> hitRates = new ArrayList<>();
        long from = PASSES * keys;
        for (int percent : PERCENT_TO_HOT_KEYS) {
            hitRates.add(level(job, from, percent));
            from += events;
        }
        return hitRates;
    }

    private double level(ScaleJob job, long from, int percent) throws Exception {
        long counted = from + events / 5;
        GatedNumbers.open(from + events);
        job.await(counted);
        long start = System.nanoTime();
        long cpu = Resources.cpuNanos();
        long first = job.count("stepnet.ticks");
        long hits = job.count("stepnet.cacheHits");
        long misses = job.count("stepnet.cacheMisses");
        job.await(from + events);
        double measured = from + events - first;
        double nanos = System.nanoTime() - start;
        double cpuNanos = Resources.cpuNanos() - cpu;
        hits = job.count("stepnet.cacheHits") - hits;
        misses = job.count("stepnet.cacheMisses") - misses;
        double hitRate = (double) hits / (hits + misses);
        print(
                "%-24s %8.1f %% %,12.0f %,18.0f",
                percent + " %", 100 * hitRate, measured / nanos * 1e9, measured / cpuNanos * 1e9);
        return hitRate;
    }

    private void memory(ScaleJob job) throws Exception {
        CompletedCheckpointStats incremental = job.checkpoint(CheckpointType.INCREMENTAL);
        CheckpointStatsSnapshot statistics = job.statistics();
        print(
                "%n%d checkpoints, the longest %,d ms; the last one %,d ms, %,d MB written",
                statistics.getCounts().getNumberOfCompletedCheckpoints(),
                statistics.getSummaryStats().getEndToEndDurationStats().getMaximum(),
                incremental.getEndToEndDuration(),
                megabytes(incremental.getCheckpointedSize()));
        print(
                "memory: %,d of %,d MB managed in use, RocksDB's block cache and write buffers %,d of %,d MB",
                megabytes(job.count("Memory.Managed.Used")),
                megabytes(job.count("Memory.Managed.Total")),
                megabytes(job.count("network.rocksdb.block-cache-usage")),
                megabytes(job.count("network.rocksdb.block-cache-capacity")));
        print(
                "  heap %,d MB live; the process at most %s MB",
                megabytes(Resources.liveHeap()),
                Resources.peakMemory().stream()
                        .mapToObj(bytes -> String.format(Locale.ROOT, "%,d", megabytes(bytes)))
                        .findFirst()
                        .orElse("unknown"));
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
