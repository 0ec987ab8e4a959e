package io.github.stepnet.network.progress.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Allocations;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every detector promises; a new one joins the list at {@link #detectors}. */
class DriftDetectorContractTest {

    private static final int MARGIN = 3;
    private static final int EVENTS = 6000;

    static Stream<DriftDetector> detectors() {
        return Stream.of(
                new Adwin(),
                new Adwin(0.3),
                new PageHinkley(),
                new PageHinkley(10, 0.01, 10, 1, true),
                new Ddm(),
                new Kswin(),
                new Kswin(0.01, 61, 20));
    }

    /** A stream of 0 and 1 whose rate of ones changes at every thousandth value. */
    private static double[] stream() {
        SplitMix64 random = new SplitMix64(20_261_122);
        double[] values = new double[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            values[i] = Watcher.bernoulli(random, i / 1000 % 2 == 0 ? 0.1 : 0.6);
        }
        return values;
    }

    private static List<String> show(Watcher watcher, int from, int to) {
        double[] values = stream();
        List<String> alarms = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Verdict verdict = watcher.show(values[i]);
            if (verdict != Verdict.STEADY) {
                alarms.add(i + " " + verdict + " " + watcher.statistic());
            }
        }
        return alarms;
    }

    @Test
    void everyPermittedDetectorIsHere() {
        Set<Class<?>> tried = detectors().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(DriftDetector.class.getPermittedSubclasses()), tried);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void everyRiseIsSeenWithinAThousandValues(DriftDetector detector) {
        Watcher watcher = new Watcher(detector);
        double[] values = stream();
        boolean[] isSeen = new boolean[EVENTS / 1000];
        for (int i = 0; i < EVENTS; i++) {
            isSeen[i / 1000] |= watcher.show(values[i]) == Verdict.RISEN;
        }
        assertTrue(isSeen[1] && isSeen[3] && isSeen[5], Arrays.toString(isSeen));
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void goingOnFromStoredSlotsGivesTheSameAlarmsAndBits(DriftDetector detector) {
        Watcher uninterrupted = new Watcher(detector);
        List<String> alarms = show(uninterrupted, 0, EVENTS);
        for (int stop : new int[] {0, 1, 31, 999, 1017, 2500, 5999}) {
            Watcher stopped = new Watcher(detector);
            List<String> both = new ArrayList<>(show(stopped, 0, stop));
            Watcher resumed = new Watcher(detector);
            System.arraycopy(stopped.longs, 0, resumed.longs, 0, stopped.longs.length);
            System.arraycopy(stopped.doubles, 0, resumed.doubles, 0, stopped.doubles.length);
            System.arraycopy(stopped.floats, 0, resumed.floats, 0, stopped.floats.length);
            both.addAll(show(resumed, stop, EVENTS));
            assertEquals(alarms, both);
            assertArrayEquals(uninterrupted.longs, resumed.longs);
            assertArrayEquals(uninterrupted.doubles, resumed.doubles, 0);
            assertArrayEquals(uninterrupted.floats, resumed.floats, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void slotsOfOthersStayUntouchedAndAResetIsAFreshKey(DriftDetector detector) {
        long[] longs = new long[detector.longs() + 2 * MARGIN];
        double[] doubles = new double[detector.doubles() + 2 * MARGIN];
        float[] floats = new float[detector.floats() + 2 * MARGIN];
        Arrays.fill(longs, 7);
        Arrays.fill(doubles, 7);
        Arrays.fill(floats, 7);
        detector.reset(longs, MARGIN, doubles, MARGIN, floats, MARGIN);
        long[] freshLongs = longs.clone();
        double[] freshDoubles = doubles.clone();
        float[] freshFloats = floats.clone();
        for (double value : stream()) {
            detector.observe(longs, MARGIN, doubles, MARGIN, floats, MARGIN, value);
        }
        assertTrue(!Arrays.equals(freshLongs, longs), "nothing was remembered");
        detector.reset(longs, MARGIN, doubles, MARGIN, floats, MARGIN);
        assertArrayEquals(freshLongs, longs);
        assertArrayEquals(freshDoubles, doubles, 0);
        assertArrayEquals(freshFloats, floats, 0);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void aValueAllocatesNothing(DriftDetector detector) {
        Watcher watcher = new Watcher(detector);
        double[] values = stream();
        int[] next = {0};
        double bytes = Allocations.perCall(100_000, () -> watcher.show(values[next[0]++ % EVENTS]));
        assertTrue(bytes < 1, bytes + " bytes per value");
    }
}
