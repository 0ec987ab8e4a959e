package io.github.stepnet.network.progress.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;
import org.junit.jupiter.api.Test;

class DdmTest {

    /**
     * By hand: after 3 errors among 30 values p = 0.1, s = sqrt(0.09 / 30) = 0.05477, so a warning is above 0.20954 and a drift above 0.26432. With
     * nothing but errors from there on, p + s is 0.1882 (4 of 31), 0.2205 (5 of 32), 0.2489 (6 of 33), 0.2753 (7 of 34).
     */
    @Test
    void warningAndDriftComeWhereTheFormulaSays() {
        Watcher watcher = new Watcher(new Ddm());
        for (int n = 1; n <= 30; n++) {
            assertEquals(Verdict.STEADY, watcher.show(n <= 3 ? 1 : 0));
        }
        assertEquals(Verdict.STEADY, watcher.show(1));
        assertEquals(Verdict.WARNING, watcher.show(1));
        assertEquals(Verdict.WARNING, watcher.show(1));
        assertEquals(Verdict.RISEN, watcher.show(1));
        assertEquals(7.0 / 34 + Math.sqrt(7.0 / 34 * 27 / 34 / 34), watcher.statistic(), 1e-12);
        for (int n = 1; n < 30; n++) {
            assertEquals(Verdict.STEADY, watcher.show(1), "a drift forgets what was");
        }
    }

    @Test
    void theFirstErrorAfterManyRightAnswersIsNoDrift() {
        Watcher watcher = new Watcher(new Ddm());
        for (int n = 0; n < 1000; n++) {
            watcher.show(0);
        }
        assertEquals(Verdict.STEADY, watcher.show(1));
    }

    @Test
    void aRateThatFallsIsNoDriftAndARiseFromThereIs() {
        for (int seed = 0; seed < 50; seed++) {
            SplitMix64 random = new SplitMix64(seed);
            Watcher watcher = new Watcher(new Ddm());
            int alarms = 0;
            for (double p = 0.6; p > 0.1; p -= 0.001) {
                alarms += watcher.show(Watcher.bernoulli(random, p)) == Verdict.RISEN ? 1 : 0;
            }
            assertTrue(alarms <= 1, alarms + " alarms with seed " + seed);
            int delay = watcher.delay(random, 0.8, 1000);
            assertTrue(delay < 300, delay + " values with seed " + seed);
        }
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Ddm(0, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> new Ddm(30, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new Ddm(30, 2, 1));
    }
}
