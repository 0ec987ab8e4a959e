package io.github.stepnet.stream;

import io.github.stepnet.stream.state.CacheBudget;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How an operator runs; none of it changes what its networks are.
 *
 * @param kernel the loops
 * @param cache the heap for hot networks
 * @param idleGapMillis event time without an event of a key after which its mesh drains; {@link #NO_IDLE_GAP} for never
 * @param expiryMillis event time without an event of a key after which its model is given up; {@link #NO_EXPIRY} for never
 * @param isPredictOnly whether truths are not looked at
 */
record Settings(KernelChoice kernel, CacheBudget cache, long idleGapMillis, long expiryMillis, boolean isPredictOnly)
        implements Serializable {

    static final long NO_IDLE_GAP = 0;
    static final long NO_EXPIRY = 0;

    /** One that keeps models and learns. */
    Settings(KernelChoice kernel, CacheBudget cache, long idleGapMillis) {
        this(kernel, cache, idleGapMillis, NO_EXPIRY, false);
    }

    /** What a builder was given; null where the job's configuration decides. */
    record Given(
            KernelChoice kernel,
            MemorySize cacheBytes,
            MemorySize dirtyBytes,
            Duration idleGap,
            long expiryMillis,
            boolean isPredictOnly)
            implements Serializable {

        Settings orFrom(ReadableConfig config) {
            MemorySize cache = cacheBytes != null ? cacheBytes : config.get(StepNetworkOptions.CACHE_BYTES);
            MemorySize dirty = dirtyBytes != null ? dirtyBytes : config.get(StepNetworkOptions.DIRTY_BYTES);
            Duration gap = idleGap != null ? idleGap : config.get(StepNetworkOptions.IDLE_GAP);
            return new Settings(
                    kernel != null ? kernel : config.get(StepNetworkOptions.KERNEL),
                    new CacheBudget(cache.getBytes(), dirty.getBytes()),
                    gap == null ? NO_IDLE_GAP : checkedGap(gap),
                    expiryMillis,
                    isPredictOnly);
        }
    }

    static long checkedGap(Duration gap) {
        if (gap.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "idle gap is " + gap + "; it must be at least 1 ms of event time, or not set");
        }
        return gap.toMillis();
    }
}
