package io.github.stepnet.stream.scale;

import com.sun.management.OperatingSystemMXBean;
import io.github.stepnet.network.kernel.Kernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What this process has, and what it takes. */
final class Resources {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private Resources() {}

    static String describe() {
        Runtime machine = Runtime.getRuntime();
        return machine.availableProcessors() + " cores, heap of at most " + megabytes(machine.maxMemory())
                + " MB, Java " + System.getProperty("java.version") + ", "
                + Kernels.auto().name() + " kernel";
    }

    static long megabytes(long bytes) {
        return Math.round(bytes / 1e6);
    }

    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Bytes of heap that are in use when the garbage has been collected. */
    static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most bytes of memory that this process has had since it started; not every operating system tells. */
    static OptionalLong peakMemory() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }
}
