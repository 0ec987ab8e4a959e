package io.github.stepnet.jobs.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DriftingMachineTest {

    private static final int AT = 20_000;

    /** Share of the samples of a stretch whose label is what the old or the new machine says, which is right 95 times in 100. */
    private static double agreement(DriftingMachine stream, boolean isNew, int samples) {
        float[] features = new float[stream.inputs()];
        int agreed = 0;
        for (int i = 0; i < samples; i++) {
            int label = stream.next(features);
            agreed += stream.machine(0, isNew).stateOf(features) == label ? 1 : 0;
        }
        return (double) agreed / samples;
    }

    @Test
    void anAbruptDriftIsThatOfOneSample() {
        DriftingMachine stream = new DriftingMachine(AT, 0, 1, 3);
        assertEquals(stream.ceiling(), agreement(stream, false, AT), 0.01);
        assertEquals(0, stream.phase());
        assertEquals(stream.ceiling(), agreement(stream, true, AT), 0.01);
        assertEquals(1, stream.phase());
        double old = agreement(stream, false, AT);
        assertTrue(old < 0.6, "the old machine still says " + old);
    }

    @Test
    void aGradualDriftMixesBothMachinesMoreAndMoreOfTheNewOne() {
        DriftingMachine stream = new DriftingMachine(AT, AT, 1, 3);
        assertEquals(stream.ceiling(), agreement(stream, false, AT), 0.01);
        double last = 0;
        for (int quarter = 0; quarter < 4; quarter++) {
            double agreed = agreement(stream, true, AT / 4);
            assertTrue(agreed > last + 0.05, agreed + " after " + last);
            last = agreed;
        }
        assertEquals(stream.ceiling(), agreement(stream, true, AT), 0.01);
    }

    @Test
    void streamsOfAnyWidthAreAlikeUpToTheDrift() {
        DriftingMachine abrupt = new DriftingMachine(500, 0, 2, 8);
        DriftingMachine gradual = new DriftingMachine(500, 300, 2, 8);
        float[] a = new float[abrupt.inputs()];
        float[] b = new float[gradual.inputs()];
        for (int i = 0; i < 1000; i++) {
            assertEquals(abrupt.next(a), gradual.next(b));
            assertArrayEquals(a, b);
        }
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DriftingMachine(-1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DriftingMachine(0, -1, 1, 1));
    }
}
