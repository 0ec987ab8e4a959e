package io.github.stepnet.network.progress.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {

    /**
     * By hand, with delta 0.1 and lambda 1.5: means 1, 1, 1, 1.5, 1.8; distances from them 0, 0, 0, 1.5, 1.2; sums without delta below zero
     * cut off 0, 0, 0, 1.4, 2.5.
     */
    @Test
    void theSumIsThatOfTheFormula() {
        Watcher watcher = new Watcher(new PageHinkley(1, 0.1, 1.5, 1, false));
        for (double value : new double[] {1, 1, 1, 3}) {
            assertEquals(Verdict.STEADY, watcher.show(value));
        }
        assertEquals(Verdict.RISEN, watcher.show(3));
        assertEquals(2.5, watcher.statistic(), 1e-12);
        // all anew: the mean is that of the new values
        for (double value : new double[] {3, 3, 3}) {
            assertEquals(Verdict.STEADY, watcher.show(value));
        }
        assertEquals(Verdict.STEADY, watcher.show(5));
        assertEquals(Verdict.RISEN, watcher.show(5));
    }

    @Test
    void withoutForgettingItIsPagesDistanceFromTheLeastSum() {
        SplitMix64 random = new SplitMix64(4);
        Watcher watcher = new Watcher(new PageHinkley(1, 0.01, 5, 1, false));
        double mean = 0;
        double sum = 0;
        double least = 0;
        for (int n = 1; ; n++) {
            double value = random.nextDouble() + (n > 300 ? 0.3 : 0);
            mean += (value - mean) / n;
            sum += value - mean - 0.01;
            least = Math.min(least, sum);
            Verdict verdict = watcher.show(value);
            assertEquals(sum - least > 5, verdict == Verdict.RISEN, "value " + n);
            if (verdict == Verdict.RISEN) {
                assertEquals(sum - least, watcher.statistic(), 1e-9);
                assertTrue(n > 300 && n < 340, "at " + n);
                return;
            }
        }
    }

    @Test
    void fallsAreSeenIfAskedFor() {
        Watcher oneSided = new Watcher(new PageHinkley(1, 0.1, 1.5, 1, false));
        Watcher twoSided = new Watcher(new PageHinkley(1, 0.1, 1.5, 1, true));
        for (double value : new double[] {1, 1, 1, -1}) {
            assertEquals(Verdict.STEADY, oneSided.show(value));
            assertEquals(Verdict.STEADY, twoSided.show(value));
        }
        assertEquals(Verdict.STEADY, oneSided.show(-1));
        assertEquals(Verdict.FALLEN, twoSided.show(-1));
        assertEquals(2.5, twoSided.statistic(), 1e-12);
    }

    @Test
    void nothingIsSaidBeforeTheLeastNumberOfValues() {
        Watcher watcher = new Watcher(new PageHinkley(10, 0, 0.5, 1, false));
        for (int n = 1; n < 10; n++) {
            assertEquals(Verdict.STEADY, watcher.show(n));
        }
        assertEquals(Verdict.RISEN, watcher.show(10));
    }

    @Test
    void aRiseTakesAboutLambdaOverItsSize() {
        for (double rise : new double[] {0.2, 0.4, 0.7}) {
            double delay = 0;
            for (int seed = 0; seed < 100; seed++) {
                SplitMix64 random = new SplitMix64(seed);
                Watcher watcher = new Watcher(new PageHinkley());
                assertEquals(0, watcher.alarms(random, 0.1, 2000));
                delay += watcher.delay(random, 0.1 + rise, 5000) / 100.0;
            }
            assertTrue(delay > 0.8 * 50 / rise && delay < 1.3 * 50 / rise, delay + " values for a rise by " + rise);
        }
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PageHinkley(0, 0.005, 50, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new PageHinkley(30, -1, 50, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new PageHinkley(30, 0.005, 0, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new PageHinkley(30, 0.005, 50, 1.1, false));
    }
}
