package io.github.stepnet.network;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that this thread allocates. */
public final class Allocations {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Mean bytes that one call of {@code action} allocates, over {@code times} calls after a warm-up. */
    public static double perCall(int times, Runnable action) {
        for (int i = 0; i < times / 4; i++) {
            action.run();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            action.run();
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / times;
    }
}
