package io.github.stepnet.network.progress.drift;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.spec.Default;

/**
 * KSWIN: a test of Kolmogorov and Smirnov between the most recent values of a sliding window and a sample of those before them.
 *
 * <p>Once the window of {@code window} values is full, every value is followed by a test: of the {@code window - recent} older values {@code recent}
 * are drawn without replacement, and with the largest distance {@code D} of both empirical distribution functions the values have changed if
 *
 * <pre>{@code D > sqrt(-ln(alpha) / recent)}</pre>
 *
 * <p>The {@code recent} values then are all that the window keeps. Risen or fallen is told by the means. What is drawn follows from a count of draws in
 * the slots, so that nothing depends on when a job was restarted.
 *
 * <p>Statistic: {@code D}. Slots: 3 longs, 1 double, {@code window + 2 recent} floats. A test costs {@code window} draws and two sorts of {@code recent}
 * values, about two microseconds at the defaults: more than the tick of a small network for each watched feature. Tests of neighbouring windows
 * are not independent, and alarms on a long stream many more than {@code alpha} suggests: below 0.01, and the lower, the more values are watched. An error is a
 * number out of its range.
 *
 * <p>Raab, Heusinger and Schleif, Reactive soft prototype computing for concept drift streams, Neurocomputing 416 (2020); defaults as in River.
 *
 * @param alpha level of a test, within (0, 1)
 * @param window values of the window, at least twice the recent ones and at most 10,000
 * @param recent values of it that are compared with a sample of the others, at least 2
 */
public record Kswin(
        @Default("0.005") double alpha,
        @Default("100") int window,
        @Default("30") int recent) implements DriftDetector {

    private static final int MOST = 10_000;
    private static final long SEED = 0x4B5357494EL;

    private static final int FILLED = 0;
    private static final int NEXT = 1;
    private static final int DRAWN = 2;

    public Kswin {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("Kswin.alpha is " + alpha + "; it must be within (0, 1), such as 0.005");
        }
        if (recent < 2) {
            throw new IllegalArgumentException("Kswin.recent is " + recent + "; it must be at least 2; use 30");
        }
        if (window < 2 * recent || window > MOST) {
            throw new IllegalArgumentException("Kswin.window is " + window
                    + "; it must be at least twice Kswin.recent, " + recent + ", and at most " + MOST);
        }
    }

    /** The usual numbers: 0.005, and the last 30 of 100. */
    public Kswin() {
        this(0.005, 100, 30);
    }

    @Override
    public int longs() {
        return 3;
    }

    @Override
    public int doubles() {
        return 1;
    }

    @Override
    public int floats() {
        return window + 2 * recent;
    }

    @Override
    public Verdict observe(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt, double value) {
        int oldest = enter(longs, longsAt, floats, floatsAt, (float) value);
        if (longs[longsAt + FILLED] < window) {
            return Verdict.STEADY;
        }
        int sampleAt = floatsAt + window;
        int recentAt = sampleAt + recent;
        sample(longs, longsAt, floats, floatsAt, oldest);
        for (int i = 0; i < recent; i++) {
            insert(floats, recentAt, i, floats[floatsAt + (oldest + window - recent + i) % window]);
        }
        double distance = distance(floats, sampleAt, recentAt);
        if (distance <= Math.sqrt(-StrictMath.log(alpha) / recent)) {
            return Verdict.STEADY;
        }
        doubles[doublesAt] = distance;
        longs[longsAt + FILLED] = recent;
        return sum(floats, recentAt) >= sum(floats, sampleAt) ? Verdict.RISEN : Verdict.FALLEN;
    }

    /** Takes a value into the ring and returns where the next one goes, which is the oldest one's place in a full ring. */
    private int enter(long[] longs, int longsAt, float[] floats, int floatsAt, float value) {
        int at = (int) longs[longsAt + NEXT];
        floats[floatsAt + at] = value;
        int next = (at + 1) % window;
        longs[longsAt + NEXT] = next;
        longs[longsAt + FILLED] = Math.min(window, longs[longsAt + FILLED] + 1);
        return next;
    }

    /** Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2S). */
    private void sample(long[] longs, int longsAt, float[] floats, int floatsAt, int oldest) {
        int left = window - recent;
        int taken = 0;
        int at = oldest;
        while (taken < recent) {
            long draw = SplitMix64.at(SEED, longs[longsAt + DRAWN]++) >>> Integer.SIZE;
            if (((draw * left) >>> Integer.SIZE) < recent - taken) {
                insert(floats, floatsAt + window, taken++, floats[floatsAt + at]);
            }
            left--;
            at = at + 1 == window ? 0 : at + 1;
        }
    }

    /** Puts a value at its place among {@code n} that are in order. */
    private static void insert(float[] floats, int at, int n, float value) {
        int i = at + n;
        for (; i > at && floats[i - 1] > value; i--) {
            floats[i] = floats[i - 1];
        }
        floats[i] = value;
    }

    private double distance(float[] floats, int sampleAt, int recentAt) {
        int largest = 0;
        int i = 0;
        int j = 0;
        while (i < recent && j < recent) {
            float x = Math.min(floats[sampleAt + i], floats[recentAt + j]);
            while (i < recent && floats[sampleAt + i] <= x) {
                i++;
            }
            while (j < recent && floats[recentAt + j] <= x) {
                j++;
            }
            largest = Math.max(largest, Math.abs(i - j));
        }
        return (double) largest / recent;
    }

    private double sum(float[] floats, int at) {
        double sum = 0;
        for (int i = 0; i < recent; i++) {
            sum += floats[at + i];
        }
        return sum;
    }
}
