package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SignalsTest {

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ctrlCIsACallAndTheProcessGoesOn() throws IOException, InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        try (Signals signals = Signals.call(called::countDown)) {
            assertEquals(0, signals.exitCode());
            String self = Long.toString(ProcessHandle.current().pid());
            assertEquals(0, new ProcessBuilder("kill", "-INT", self).start().waitFor());
            assertTrue(called.await(10, TimeUnit.SECONDS));
            assertEquals(130, signals.exitCode());
        }
    }
}
