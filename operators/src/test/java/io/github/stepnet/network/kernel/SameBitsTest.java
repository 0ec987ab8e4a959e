package io.github.stepnet.network.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Interpreted and compiled code, and other releases of Java, give the same bits.
 *
 * <p>Another Java joins in when the environment variable {@code STEPNET_OTHER_JDK} names its home.
 */
class SameBitsTest {

    private static final int WARM = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void aColdVirtualMachineAgreesWithAWarmOne(String kernel) throws IOException, InterruptedException {
        List<String> cold = run(Path.of(System.getProperty("java.home")), List.of("-Xint"), kernel, 0);
        SameBits.warmUp(Kernels.named(kernel), WARM);
        assertEquals(List.of(SameBits.describe(Kernels.named(kernel))), cold);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void anotherJavaAgreesColdAndWarm(String kernel) throws IOException, InterruptedException {
        String home = System.getenv("STEPNET_OTHER_JDK");
        Assumptions.assumeTrue(home != null && !home.isBlank(), "STEPNET_OTHER_JDK is not set");
        String here = SameBits.describe(Kernels.named(kernel));
        assertEquals(List.of(here), run(Path.of(home), List.of("-Xint"), kernel, 0));
        assertEquals(List.of(here, here), run(Path.of(home), List.of(), kernel, WARM));
    }

    @Test
    void withoutTheModuleTheScalarKernelIsChosenAndGivesItsOwnBits() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"));
        List<String> lines = execute(command(java, List.of("-Xint"), "auto", 0));
        assertEquals(List.of(SameBits.describe(Kernels.scalar())), lines);
    }

    @Test
    void askingForTheVectorKernelWithoutTheModuleNamesTheRemedy() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"));
        String output = String.join("\n", execute(command(java, List.of(), "vector", 0)));
        assertTrue(output.contains("IllegalArgumentException"), output);
        assertTrue(output.contains("--add-modules jdk.incubator.vector"), output);
    }

    private static List<String> run(Path home, List<String> flags, String kernel, int calls)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        return execute(command(home, all, kernel, calls)).stream()
                .filter(line -> line.startsWith(kernel))
                .toList();
    }

    private static List<String> command(Path home, List<String> flags, String kernel, int calls) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", placeOf(Kernel.class) + File.pathSeparator + placeOf(SameBits.class)));
        command.addAll(List.of(SameBits.class.getName(), kernel, Integer.toString(calls)));
        return command;
    }

    private static String placeOf(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static List<String> execute(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "still running: " + command);
        return output.lines().toList();
    }
}
