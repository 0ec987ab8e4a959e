package io.github.stepnet.network.progress.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdwinTest {

    private static final int STREAMS = 200;

    /** The bound of the paper's theorem is delta for each look; there are 4,000 of them in this stream. */
    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.05, 0.3})
    void aStationaryStreamIsCutAtFarFewerThanDeltaOfTheLooks(double delta) {
        for (double p : new double[] {0.02, 0.1, 0.5}) {
            int alarms = new Watcher(new Adwin(delta)).alarms(new SplitMix64(7), p, 128_000);
            assertTrue(alarms <= delta * 4_000, alarms + " alarms at p = " + p);
        }
        assertTrue(new Watcher(new Adwin(0.3)).alarms(new SplitMix64(7), 0.5, 128_000) > 0, "never an alarm");
    }

    @Test
    void theLargerARiseTheSoonerItIsSeenAndTheMoreIsForgotten() {
        double before = Double.POSITIVE_INFINITY;
        double wider = 2000;
        for (double p : new double[] {0.3, 0.4, 0.6, 0.9}) {
            double delay = 0;
            double width = 0;
            for (int seed = 0; seed < STREAMS; seed++) {
                SplitMix64 random = new SplitMix64(seed);
                Watcher watcher = new Watcher(new Adwin());
                for (int i = 0; i < 2000; i++) {
                    watcher.show(Watcher.bernoulli(random, 0.2));
                }
                delay += (double) watcher.delay(random, p, 5000) / STREAMS;
                width += (double) new Adwin().width(watcher.longs, 0) / STREAMS;
            }
            // a cut of 2,000 old values and n new ones needs about sqrt(2 v L / n) + 2 L / (3 n) < rise, L = ln(2 ln
            // 2000 / delta) = 8.9
            double rise = p - 0.2;
            double variance = 0.2 * 0.8;
            double n = 1;
            while (Math.sqrt(2 * variance * 8.9 / n) + 2 * 8.9 / (3 * n) > rise) {
                n++;
            }
            assertTrue(delay < before && delay < 2 * n + 32, delay + " values to see " + p + ", by the bound " + n);
            assertTrue(delay > n / 4, delay + " values to see " + p + ", by the bound " + n);
            assertTrue(width < wider, "a window of " + width + " after " + p);
            before = delay;
            wider = width;
        }
    }

    /** The histogram against the definition: every split of the values that are in the window, found by keeping them all. */
    @Test
    void cutsAreThoseOfTheFormulaOverAllValuesOfTheWindow() {
        Adwin adwin = new Adwin(0.05);
        Watcher watcher = new Watcher(adwin);
        SplitMix64 random = new SplitMix64(3);
        List<Double> window = new ArrayList<>();
        int cuts = 0;
        for (int i = 1; i <= 40_000; i++) {
            double level = 0.2 + 0.3 * (i / 700 % 3);
            double value = level + 0.3 * random.nextDouble();
            Verdict verdict = watcher.show(value);
            window.add(value);
            int width = (int) adwin.width(watcher.longs, 0);
            if (verdict != Verdict.STEADY) {
                cuts++;
                assertTrue(width < window.size());
                assertEquals(i % 32, 0);
                assertTrue(isCutSomewhere(window, 0.05), "no split of the whole window differs at " + i);
                window = new ArrayList<>(window.subList(window.size() - width, window.size()));
            }
            assertEquals(window.size(), width);
        }
        assertTrue(cuts >= 40_000 / 700, cuts + " cuts");
    }

    private static boolean isCutSomewhere(List<Double> window, double delta) {
        double n = window.size();
        double mean = window.stream().mapToDouble(x -> x).sum() / n;
        double variance =
                window.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / n;
        double log = Math.log(2 * Math.log(n) / delta);
        double older = 0;
        for (int n0 = 1; n0 <= n - 5; n0++) {
            older += window.get(n0 - 1);
            double m = 1 / (1.0 / n0 + 1 / (n - n0));
            double apart = Math.abs(older / n0 - (mean * n - older) / (n - n0));
            if (n0 >= 5 && apart > Math.sqrt(2 / m * variance * log) + 2 / (3 * m) * log) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aFallIsToldApartFromARise() {
        Watcher watcher = new Watcher(new Adwin());
        SplitMix64 random = new SplitMix64(5);
        assertEquals(0, watcher.alarms(random, 0.6, 2000));
        Verdict told = Verdict.STEADY;
        for (int i = 0; told == Verdict.STEADY && i < 1000; i++) {
            told = watcher.show(Watcher.bernoulli(random, 0.1));
        }
        assertEquals(Verdict.FALLEN, told);
        assertTrue(watcher.statistic() > 0.1 && watcher.statistic() < 0.8, "by " + watcher.statistic());
    }

    @Test
    void theWindowIsBoundedAndForgetsItsOldestValues() {
        Watcher watcher = new Watcher(new Adwin());
        SplitMix64 random = new SplitMix64(1);
        assertEquals(0, watcher.alarms(random, 0.5, 1_000_000));
        long width = new Adwin().width(watcher.longs, 0);
        assertTrue(width > 5 << 15 && width <= 5 * ((1 << 16) - 1), "a window of " + width);
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Adwin(0));
        assertThrows(IllegalArgumentException.class, () -> new Adwin(1));
        assertThrows(IllegalArgumentException.class, () -> new Adwin(Double.NaN));
    }
}
