package io.github.stepnet.network.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No loop makes objects, once it is compiled. */
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 10_000;
    private static final int ROUNDS = 60;

    static Stream<Arguments> kernelsAndLoops() {
        return KernelTest.kernelsAndLoops();
    }

    static Stream<Kernel> kernels() {
        return KernelTest.kernels();
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

    /** The compiler's budget for inlining runs out somewhere in the middle of such a method. */
    @ParameterizedTest
    @MethodSource("kernels")
    void aMethodThatCallsManyLoopsAllocatesNothing(Kernel kernel) {
        float[] a = new float[128];
        float[] b = new float[128];
        float[] c = new float[128];
        Arrays.fill(a, 0.5f);
        assertAllocatesNothing("a long caller of the " + kernel.name() + " kernel", () -> callMany(kernel, a, b, c));
    }

    private static void callMany(Kernel kernel, float[] a, float[] b, float[] c) {
        kernel.piecewiseLinear(24, 1f, 0.1f, a, 0, c, 0);
        kernel.softplus(24, a, 0, c, 0);
        kernel.softmax(24, a, 0, c, 0);
        kernel.scale(24, kernel.sumOfSquares(24, a, 0), c, 24);
        kernel.scale(24, kernel.sum(24, a, 0), c, 0);
        kernel.clamp(24, kernel.maxMagnitude(24, a, 0), c, 24);
        kernel.geluSlope(24, b, 0, a, 0, c, 0);
        kernel.add(24, a, 0, c, 0);
        kernel.tanh(24, c, 0, c, 0);
        kernel.silu(24, c, 0, c, 24);
        kernel.gelu(24, c, 0, c, 48);
        kernel.sigmoidSlope(24, 0f, b, 0, a, 0, c, 0);
        kernel.tanhSlope(24, 0f, b, 0, a, 0, c, 0);
        kernel.siluSlope(24, b, 0, a, 0, c, 0);
        kernel.sigmoid(24, a, 0, b, 0);
        kernel.tanh(24, a, 24, b, 24);
        kernel.sigmoid(24, a, 48, b, 48);
        kernel.descendByAdam(24, 1e-3f, 0.9f, 0.99f, 1e-8f, 0f, 1f, 1f, a, 0, b, 0, c, 0, c, 24);
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
