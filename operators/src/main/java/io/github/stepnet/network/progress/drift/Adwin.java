package io.github.stepnet.network.progress.drift;

import io.github.stepnet.network.spec.Default;

/**
 * ADWIN: a window that grows while its values are alike, and drops its oldest part as soon as two parts of it differ.
 *
 * <p>For every split of the window of {@code n} values into an older part of {@code n0} and a newer one of {@code n1}, with means {@code u0}
 * and {@code u1}, {@code 1/m = 1/n0 + 1/n1} and the variance {@code v} of all, the oldest values go as long as there is a split with
 *
 * <pre>{@code |u0 - u1| > sqrt(2/m v L) + 2/(3m) L,   L = ln(2 ln(n) / delta)}</pre>
 *
 * <p>The window is an exponential histogram: row {@code i} holds at most 5 buckets of {@code 2^i} values, each with its sum and its sum of
 * squared deviations; of a full row the two oldest become one of the next. Splits lie between buckets, each part has at least 5 values, and they are
 * looked through every 32 values. There are 16 rows: the window holds at most 327,675 values, the oldest beyond that are forgotten.
 *
 * <p>Statistic: {@code |u0 - u1|}. For values within [0, 1], a window of one distribution is cut with a probability of at most {@code delta} each time it
 * is looked through, in practice far less; other values are taken, but those much smaller never differ by enough. Slots: 2 longs, 161 doubles. An error is a delta
 * outside (0, 1).
 *
 * <p>Bifet and Gavalda, Learning from time-changing data with adaptive windowing, SIAM International Conference on Data Mining 2007; least parts
 * and the distance of looks as in MOA.
 *
 * @param delta the smaller, the fewer false alarms, and the later a change is seen
 */
public record Adwin(@Default("0.002") double delta) implements DriftDetector {

    private static final int ROWS = 16;
    private static final int BUCKETS = 5;
    private static final int COUNT_BITS = 3;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    /** Sum and squared deviations. */
    private static final int BUCKET = 2;

    private static final int EVERY = 32;
    private static final int LEAST_PART = 5;

    private static final int SEEN = 0;
    private static final int COUNTS = 1;
    private static final int BUCKETS_AT = 1;

    public Adwin {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("Adwin.delta is " + delta + "; it must be within (0, 1), such as 0.002");
        }
    }

    /** The usual delta of 0.002. */
    public Adwin() {
        this(0.002);
    }

    @Override
    public int longs() {
        return 2;
    }

    @Override
    public int doubles() {
        return BUCKETS_AT + ROWS * BUCKETS * BUCKET;
    }

    @Override
    public int floats() {
        return 0;
    }

    @Override
    public Verdict observe(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt, double value) {
        insert(longs, longsAt + COUNTS, doubles, doublesAt, value);
        if (++longs[longsAt + SEEN] % EVERY != 0) {
            return Verdict.STEADY;
        }
        Verdict first = Verdict.STEADY;
        Verdict cut = look(longs[longsAt + COUNTS], doubles, doublesAt);
        while (cut != Verdict.STEADY) {
            first = first == Verdict.STEADY ? cut : first;
            dropOldest(longs, longsAt + COUNTS, doubles, doublesAt);
            cut = look(longs[longsAt + COUNTS], doubles, doublesAt);
        }
        return first;
    }

    /** Values in a key's window. */
    public long width(long[] longs, int longsAt) {
        return width(longs[longsAt + COUNTS]);
    }

    private static void insert(long[] longs, int countsAt, double[] doubles, int doublesAt, double value) {
        double sum = value;
        double squares = 0;
        for (int row = 0; row < ROWS; row++) {
            int count = count(longs[countsAt], row);
            int at = at(doublesAt, row);
            if (count < BUCKETS) {
                doubles[at + count * BUCKET] = sum;
                doubles[at + count * BUCKET + 1] = squares;
                longs[countsAt] += 1L << (row * COUNT_BITS);
                return;
            }
            double oldSum = doubles[at] + doubles[at + BUCKET];
            double values = 1L << row;
            double apart = (doubles[at] - doubles[at + BUCKET]) / values;
            double oldSquares = doubles[at + 1] + doubles[at + BUCKET + 1] + values / 2 * apart * apart;
            System.arraycopy(doubles, at + 2 * BUCKET, doubles, at, (BUCKETS - 2) * BUCKET);
            doubles[at + (BUCKETS - 2) * BUCKET] = sum;
            doubles[at + (BUCKETS - 2) * BUCKET + 1] = squares;
            longs[countsAt] -= 1L << (row * COUNT_BITS);
            sum = oldSum;
            squares = oldSquares;
        }
    }

    private static void dropOldest(long[] longs, int countsAt, double[] doubles, int doublesAt) {
        int row = ROWS - 1;
        while (count(longs[countsAt], row) == 0) {
            row--;
        }
        int at = at(doublesAt, row);
        System.arraycopy(doubles, at + BUCKET, doubles, at, (BUCKETS - 1) * BUCKET);
        longs[countsAt] -= 1L << (row * COUNT_BITS);
    }

    /** Looks for a split whose parts differ, the oldest first, and notes by how much they do. */
    private Verdict look(long counts, double[] doubles, int doublesAt) {
        double n = width(counts);
        if (n < 2 * LEAST_PART) {
            return Verdict.STEADY;
        }
        double mean = sum(counts, doubles, doublesAt) / n;
        double variance = squares(counts, doubles, doublesAt, mean) / n;
        double log = StrictMath.log(2 * StrictMath.log(n) / delta);
        double sum = mean * n;
        double n0 = 0;
        double sum0 = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            int at = at(doublesAt, row);
            for (int bucket = 0; bucket < count(counts, row); bucket++) {
                n0 += 1L << row;
                sum0 += doubles[at + bucket * BUCKET];
                double n1 = n - n0;
                if (n0 < LEAST_PART || n1 < LEAST_PART) {
                    continue;
                }
                double rise = (sum - sum0) / n1 - sum0 / n0;
                double inverse = 1 / n0 + 1 / n1;
                double bound = Math.sqrt(2 * inverse * variance * log) + 2.0 / 3 * inverse * log;
                if (Math.abs(rise) > bound) {
                    doubles[doublesAt] = Math.abs(rise);
                    return rise > 0 ? Verdict.RISEN : Verdict.FALLEN;
                }
            }
        }
        return Verdict.STEADY;
    }

    private static double sum(long counts, double[] doubles, int doublesAt) {
        double sum = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            int at = at(doublesAt, row);
            for (int bucket = 0; bucket < count(counts, row); bucket++) {
                sum += doubles[at + bucket * BUCKET];
            }
        }
        return sum;
    }

    /** Sum of squared deviations from the mean, made anew each time: subtracting what leaves would leave rounding behind. */
    private static double squares(long counts, double[] doubles, int doublesAt, double mean) {
        double squares = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            int at = at(doublesAt, row);
            double values = 1L << row;
            for (int bucket = 0; bucket < count(counts, row); bucket++) {
                double apart = doubles[at + bucket * BUCKET] / values - mean;
                squares += doubles[at + bucket * BUCKET + 1] + values * apart * apart;
            }
        }
        return squares;
    }

    private static long width(long counts) {
        long values = 0;
        for (int row = 0; row < ROWS; row++) {
            values += (long) count(counts, row) << row;
        }
        return values;
    }

    private static int count(long counts, int row) {
        return (int) ((counts >>> (row * COUNT_BITS)) & COUNT_MASK);
    }

    private static int at(int doublesAt, int row) {
        return doublesAt + BUCKETS_AT + row * BUCKETS * BUCKET;
    }
}
