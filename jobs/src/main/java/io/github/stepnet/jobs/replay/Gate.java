package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.learn.Decoded;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.FilterFunction;

/**
 * Lets events of some keys through and counts all records, so that whoever waits knows when the last one has come.
 *
 * <p>The cluster is in the same JVM; job and waiter find the count by a name. A savepoint that is asked for afterwards has its barriers behind the last record.
 */
final class Gate implements FilterFunction<Decoded> {

    private static final long serialVersionUID = 1;
    private static final Map<String, CountDownLatch> LEFT = new ConcurrentHashMap<>();

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
        LEFT.put(name, new CountDownLatch(Math.toIntExact(records)));
    }

    @Override
    public boolean filter(Decoded decoded) {
        LEFT.get(name).countDown();
        return keys.isEmpty()
                || (decoded.isEvent() && keys.contains(decoded.event().key()));
    }

    /** Whether all records have come within that time. */
    boolean awaitAll(long millis) throws InterruptedException {
        return LEFT.get(name).await(millis, TimeUnit.MILLISECONDS);
    }

    /** Nobody waits any more. */
    void forget() {
        LEFT.remove(name);
    }
}
