package io.github.stepnet.stream.scale;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.stream.StepNetwork;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;

/**
 * What checkpoints and savepoints of many networks 8-64-48-3 take: full ones on the heap and with RocksDB, and incremental ones after one key in a hundred
 * has learned. Nothing else happens meanwhile, every key has learned once before, and each figure is that of the median of a few checkpoints, by
 * their duration. RocksDB's savepoint is taken before any key has learned again: later ones have the same networks, and also what RocksDB has not yet
 * cleared away. First jobs with few keys warm up and are not counted. Numbers of keys are a system property.
 */
public final class CheckpointCost {

    private static final int ROUNDS = 3;
    private static final int KEYS_PER_CHANGE = 100;

    private final PrintStream out;

    CheckpointCost(PrintStream out) {
        this.out = out;
    }

    /** Measures, and prints what it has found. */
    public static void main(String[] args) throws Exception {
        String keys = System.getProperty("stepnet.scale.checkpoint.keys", "1000,10000,100000");
        int[] counts =
                Arrays.stream(keys.split(",", -1)).mapToInt(Integer::parseInt).toArray();
        new CheckpointCost(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)).run(counts[0]);
        new CheckpointCost(System.out).run(counts);
    }

    /**
     * What a test can hold.
     *
     * @param floatBytes of a key's floats, 4 each
     * @param heapBytes of a key in a canonical savepoint of the heap backend
     * @param rocksBytes of a key in a native savepoint of RocksDB
     */
    record Result(long floatBytes, double heapBytes, double rocksBytes) {

        double heapOverhead() {
            return heapBytes / floatBytes - 1;
        }

        double rocksOverhead() {
            return rocksBytes / floatBytes - 1;
        }
    }

    private static final NetworkSpec NETWORK = NetworkSpec.inputs(Reading.FEATURES)
            .then(new Dense(64, LEAKY_RELU))
            .then(new Dense(48, LEAKY_RELU))
            .then(new Dense(Reading.CLASSES));
    private static final NetworkLearner LEARNER = NetworkLearner.of(NETWORK, Sgd.rate(0.01f));

    /** The results, one for each number of keys. */
    List<Result> run(int... keys) throws Exception {
        print("Dense 8-64-48-3, %s", Resources.describe());
        print(
                "%n%-9s %20s %20s %22s %20s %20s",
                "keys", "heap", "RocksDB, full", "RocksDB, 1 key in 100", "savepoint, heap", "savepoint, RocksDB");
        List<Result> results = new ArrayList<>();
        for (int each : keys) {
            results.add(line(each));
        }
        return results;
    }

    private Result line(int keys) throws Exception {
        long floats = new TrackedLearner(LEARNER, Milestones.everyTenPercent(), Kernels.auto())
                .layout()
                .floats();
        CompletedCheckpointStats heap;
        double heapBytes;
        try (ScaleJob job = job(keys, "hashmap")) {
            job.run(keys);
            heap = checkpoint(job, CheckpointType.FULL, keys, 0);
            heapBytes = (double) job.savepoint(SavepointFormatType.CANONICAL) / keys;
        }
        CompletedCheckpointStats full;
        CompletedCheckpointStats changes;
        double rocksBytes;
        try (ScaleJob job = job(keys, "rocksdb")) {
            job.run(keys);
            full = checkpoint(job, CheckpointType.FULL, keys, 0);
            rocksBytes = (double) job.savepoint(SavepointFormatType.NATIVE) / keys;
            changes = checkpoint(job, CheckpointType.INCREMENTAL, keys, keys / KEYS_PER_CHANGE);
        }
        Result result = new Result(Float.BYTES * floats, heapBytes, rocksBytes);
        print(
                "%,-9d %20s %20s %22s %20s %20s",
                keys,
                text(heap),
                text(full),
                text(changes),
                text(heapBytes, result.heapOverhead()),
                text(rocksBytes, result.rocksOverhead()));
        return result;
    }

    /** Of the keys, those that change are evenly spread. */
    private static ScaleJob job(int keys, String backend) throws Exception {
        StepNetwork<Reading> network = StepNetwork.<Reading>builder()
                .features(Reading.FEATURES, Reading::features)
                .label(Reading.CLASSES, Reading::label)
                .learner(LEARNER)
                .build();
        return new ScaleJob(network, number -> number < keys ? number : number * KEYS_PER_CHANGE % keys, backend, null);
    }

    /** The median one of a few, before each of which some events come. */
    private static CompletedCheckpointStats checkpoint(ScaleJob job, CheckpointType type, int keys, int events)
            throws Exception {
        List<CompletedCheckpointStats> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            job.run(keys + (long) round * events);
            rounds.add(job.checkpoint(type));
        }
        rounds.sort(Comparator.comparingLong(CompletedCheckpointStats::getEndToEndDuration));
        return rounds.get(ROUNDS / 2);
    }

    private static String text(CompletedCheckpointStats checkpoint) {
        return String.format(
                Locale.ROOT,
                "%,d ms, %,.1f MB",
                checkpoint.getEndToEndDuration(),
                checkpoint.getCheckpointedSize() / 1e6);
    }

    private static String text(double bytes, double overhead) {
        return String.format(Locale.ROOT, "%,.0f B (%+.1f %%)", bytes, 100 * overhead);
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
