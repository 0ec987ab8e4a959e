package io.github.stepnet.network.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No loop makes objects, once it is compiled. */
@Tag("compiled")
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 10_000;
    private static final int ROUNDS = 60;

    static Stream<Arguments> kernelsAndLoops() {
        return KernelTest.kernelsAndLoops();
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLoops")
    void aWarmLoopAllocatesNothing(Kernel kernel, Loop loop) {
        Scene wide = new Scene(19, 41, 1);
        Scene narrow = new Scene(41, 19, 1);
        assertAllocatesNothing(loop + " of the " + kernel.name() + " kernel", () -> {
            loop.run(kernel, wide);
            loop.run(kernel, narrow);
        });
    }

    /** The first rounds warm up; one round with less than a byte per call is enough. */
    private static void assertAllocatesNothing(String what, Runnable calls) {
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && allocated >= CALLS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                calls.run();
            }
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        if (allocated >= CALLS) {
            fail(what + " allocates " + allocated / CALLS + " bytes per call");
        }
    }
}
