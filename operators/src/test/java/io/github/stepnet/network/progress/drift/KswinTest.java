package io.github.stepnet.network.progress.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;
import org.junit.jupiter.api.Test;

class KswinTest {

    /** 2 of 4 values, so that the sample is all there is: distances of the last two from the two before. */
    @Test
    void theDistanceIsTheLargestBetweenTheDistributionFunctions() {
        // the threshold sqrt(-ln(0.2) / 2) = 0.897 lets only a distance of 1 through, sqrt(-ln(0.7) / 2) = 0.42 also
        // one of a half
        Watcher strict = new Watcher(new Kswin(0.2, 4, 2));
        Watcher lax = new Watcher(new Kswin(0.7, 4, 2));
        for (double value : new double[] {3, 1, 2}) {
            assertEquals(Verdict.STEADY, strict.show(value));
            assertEquals(Verdict.STEADY, lax.show(value));
        }
        assertEquals(Verdict.STEADY, strict.show(5));
        assertEquals(Verdict.RISEN, lax.show(5));
        assertEquals(0.5, lax.statistic());
        // 1, 2 | 5, 4
        assertEquals(Verdict.RISEN, strict.show(4));
        assertEquals(1.0, strict.statistic());
        // 5, 4 stay: 5, 4, 1 are no full window, 5, 4 | 1, 0 differ
        assertEquals(Verdict.STEADY, strict.show(1));
        assertEquals(Verdict.FALLEN, strict.show(0));
    }

    @Test
    void equalValuesAreNoDistance() {
        Watcher watcher = new Watcher(new Kswin());
        for (int i = 0; i < 1000; i++) {
            assertEquals(Verdict.STEADY, watcher.show(4.5));
        }
    }

    @Test
    void aChangeOfShapeAtTheSameMeanIsSeen() {
        SplitMix64 random = new SplitMix64(2);
        Watcher watcher = new Watcher(new Kswin(1e-4, 300, 60));
        int alarms = 0;
        for (int i = 0; i < 3000; i++) {
            alarms += watcher.show(random.nextGaussian()) == Verdict.STEADY ? 0 : 1;
        }
        assertTrue(alarms <= 1, alarms + " alarms before");
        int delay = 0;
        while (watcher.show(6 * random.nextGaussian()) == Verdict.STEADY) {
            delay++;
        }
        assertTrue(delay < 300, delay + " values");
    }

    @Test
    void aShiftIsSeenWithinTheRecentValuesAndTheLevelRulesTheFalseAlarms() {
        int before = Integer.MAX_VALUE;
        for (double alpha : new double[] {0.005, 1e-3, 1e-4}) {
            SplitMix64 random = new SplitMix64(9);
            Watcher watcher = new Watcher(new Kswin(alpha, 100, 30));
            int alarms = 0;
            for (int i = 0; i < 50_000; i++) {
                alarms += watcher.show(random.nextGaussian()) == Verdict.STEADY ? 0 : 1;
            }
            assertTrue(alarms < before, alarms + " alarms at " + alpha + " after " + before);
            before = alarms;
            for (int i = 0; i < 100; i++) {
                watcher.show(random.nextGaussian());
            }
            int delay = 0;
            while (watcher.show(3 + random.nextGaussian()) != Verdict.RISEN) {
                delay++;
            }
            assertTrue(delay <= 30, delay + " values at " + alpha);
        }
        assertTrue(before <= 25, before + " alarms in 50,000 at a level of 1e-4");
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Kswin(0, 100, 30));
        assertThrows(IllegalArgumentException.class, () -> new Kswin(0.005, 59, 30));
        assertThrows(IllegalArgumentException.class, () -> new Kswin(0.005, 100, 1));
        assertThrows(IllegalArgumentException.class, () -> new Kswin(0.005, 10_001, 30));
    }
}
