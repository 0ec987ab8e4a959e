package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interpreted and compiled code give a key of every equilibrium model the same bits. */
class EquilibriumSameBitsTest {

    private static final int WARM = 12;

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void aColdVirtualMachineAgreesWithAWarmOne(String word) throws IOException, InterruptedException {
        Process cold = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EquilibriumBits.class.getName(),
                        word)
                .redirectErrorStream(true)
                .start();
        Kernel kernel = Kernels.named(word);
        for (int round = 0; round < WARM; round++) {
            EquilibriumBits.describe(kernel);
        }
        String warm = EquilibriumBits.describe(kernel);
        String output = new String(cold.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(cold.waitFor(5, TimeUnit.MINUTES), "still running");
        assertEquals(
                List.of(warm),
                output.lines().filter(line -> line.startsWith(word)).toList());
    }
}
