package io.github.stepnet.network;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that this thread allocates. */
public final class Allocations {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /**
     * Mean bytes that one call of {@code action} allocates, over {@code times} calls in the steady state. Vectors are objects until
     * the JIT has compiled their loops, so the warm-up goes on until a tenth of the calls allocates nothing, or for 100 tenths.
     */
    public static double perCall(int times, Runnable action) {
        int round = times / 10;
        for (int i = 0; i < 100 && bytes(round, action) >= round; i++) {
            Thread.onSpinWait();
        }
        return (double) bytes(times, action) / times;
    }

    private static long bytes(int times, Runnable action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            action.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
