package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.learn.Decoded;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.FilterFunction;

/**
 * Lets events of some keys through and counts all records, so that whoever waits knows when the last one has come.
 *
 * <p>The cluster is in the same JVM; job and waiter find the count by a name. A savepoint that is asked for afterwards has its barriers behind the last record.
 */
final class Gate implements FilterFunction<Decoded> {

    private static final long serialVersionUID = 1;
    private static final Map<String, Counts> COUNTS = new ConcurrentHashMap<>();

    private record Counts(CountDownLatch left, AtomicLong passed) {}

    private final String name = UUID.randomUUID().toString();
    private final Set<String> keys;

    /**
     * A gate.
     *
     * @param keys whose events pass; all if there are none
     * @param records that will come
     */
    Gate(Set<String> keys, long records) {
        this.keys = Set.copyOf(keys);
        COUNTS.put(name, new Counts(new CountDownLatch(Math.toIntExact(records)), new AtomicLong()));
    }

    @Override
    public boolean filter(Decoded decoded) {
        Counts counts = COUNTS.get(name);
        boolean passes = decoded.isEvent()
                && (keys.isEmpty() || keys.contains(decoded.event().key()));
        counts.passed.addAndGet(passes ? 1 : 0);
        counts.left.countDown();
        return passes;
    }

    /** Whether all records have come within that time. */
    boolean awaitAll(long millis) throws InterruptedException {
        return COUNTS.get(name).left.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Events that were let through. */
    long passed() {
        return COUNTS.get(name).passed.get();
    }

    /** Nobody waits any more. */
    void forget() {
        COUNTS.remove(name);
    }
}
