package io.github.stepnet.network.progress;

import java.util.ArrayList;
import java.util.List;

/**
 * The prequential figures of one key's regression model: every answer is compared with its truth once, and so are the
 * answers that two baselines would have given to the same event.
 *
 * <p>The last-value baseline answers the truth credited last, the running-mean baseline the mean of all truths credited
 * so far. Before the first truth they have nothing to go by and are not charged for it: their first error is 0, so that
 * a far-off level never makes them look weak. The model is charged from its first answer on. Of several targets an
 * event contributes the mean over its targets of the absolute and of the squared error; the targets should have like
 * units. Only R2, which has no unit, is taken for each target and then averaged. The variance is Welford's: no large
 * sums cancel.
 *
 * <p>State: 1 long, {@code 12 + 4 targets} doubles and {@code 6 window} floats. Work per event: proportional to the
 * targets, and six times {@code window} additions once in {@code window} events.
 *
 * <p>Answers and truths are finite; another is a bug of the caller: bad events must have left before.
 */
public final class RegressionProgress implements ProgressPart {

    private static final int ABSOLUTE = 0;
    private static final int SQUARED = 1;
    private static final int LAST_ABSOLUTE = 2;
    private static final int LAST_SQUARED = 3;
    private static final int MEAN_ABSOLUTE = 4;
    private static final int MEAN_SQUARED = 5;
    private static final int SUMS = 6;

    /** Doubles: the sums overall, the sums of the window's current block, then these four for each target. */
    private static final int BLOCK = SUMS;

    private static final int BY_TARGET = 2 * SUMS;
    private static final int TARGET_SQUARED = 0;
    private static final int TARGET_VARIATION = 1;
    private static final int TARGET_MEAN = 2;
    private static final int TARGET_LAST = 3;
    private static final int TARGET_STRIDE = 4;

    private final int targets;
    private final int window;
    private final SlidingSums sliding;

    /**
     * @param targets  how many values an answer has, at least 1
     * @param window   over how many of the last events windowed figures go, 1 to 1,000,000; six floats each
     */
    public RegressionProgress(int targets, int window) {
        if (targets < 1) {
            throw new IllegalArgumentException("RegressionProgress has " + targets + " targets; at least 1 is needed");
        }
        this.targets = targets;
        this.window = Milestones.checkedWindow("RegressionProgress.window", window);
        this.sliding = new SlidingSums(SUMS, window);
    }

    @Override
    public int longs() {
        return 1;
    }

    @Override
    public int doubles() {
        return BY_TARGET + targets * TARGET_STRIDE;
    }

    @Override
    public int floats() {
        return sliding.floats();
    }

    /** Compares one answer of {@code targets} values with its truth. */
    public void credit(
            long[] longs,
            int longsAt,
            double[] doubles,
            int doublesAt,
            float[] floats,
            int floatsAt,
            float[] predicted,
            int predictedAt,
            float[] truth,
            int truthAt) {
        long seen = longs[longsAt];
        double absolute = 0;
        double squared = 0;
        double lastAbsolute = 0;
        double lastSquared = 0;
        double meanAbsolute = 0;
        double meanSquared = 0;
        for (int k = 0; k < targets; k++) {
            int target = doublesAt + BY_TARGET + k * TARGET_STRIDE;
            double y = truth[truthAt + k];
            double error = predicted[predictedAt + k] - y;
            double lastError = seen == 0 ? 0 : doubles[target + TARGET_LAST] - y;
            double meanError = seen == 0 ? 0 : doubles[target + TARGET_MEAN] - y;
            assert Double.isFinite(error) : error;
            absolute += Math.abs(error);
            squared += error * error;
            lastAbsolute += Math.abs(lastError);
            lastSquared += lastError * lastError;
            meanAbsolute += Math.abs(meanError);
            meanSquared += meanError * meanError;
            doubles[target + TARGET_SQUARED] += error * error;
            remember(doubles, target, seen, y);
        }
        int position = sliding.advance(doubles, doublesAt + BLOCK, floats, floatsAt, seen);
        add(doubles, doublesAt, floats, floatsAt, position, ABSOLUTE, absolute);
        add(doubles, doublesAt, floats, floatsAt, position, SQUARED, squared);
        add(doubles, doublesAt, floats, floatsAt, position, LAST_ABSOLUTE, lastAbsolute);
        add(doubles, doublesAt, floats, floatsAt, position, LAST_SQUARED, lastSquared);
        add(doubles, doublesAt, floats, floatsAt, position, MEAN_ABSOLUTE, meanAbsolute);
        add(doubles, doublesAt, floats, floatsAt, position, MEAN_SQUARED, meanSquared);
        longs[longsAt] = seen + 1;
    }

    private static void remember(double[] doubles, int target, long seen, double y) {
        double deviation = y - doubles[target + TARGET_MEAN];
        doubles[target + TARGET_MEAN] += deviation / (seen + 1);
        doubles[target + TARGET_VARIATION] += deviation * (y - doubles[target + TARGET_MEAN]);
        doubles[target + TARGET_LAST] = y;
    }

    private void add(
            double[] doubles, int doublesAt, float[] floats, int floatsAt, int position, int sum, double overTargets) {
        double value = overTargets / targets;
        doubles[doublesAt + sum] += value;
        sliding.enter(doubles, doublesAt + BLOCK, floats, floatsAt, position, sum, value);
    }

    /** Events credited since the key's first. */
    public long events(long[] longs, int longsAt) {
        return longs[longsAt];
    }

    /** Events in the window: all of them until it is full. */
    public int windowEvents(long[] longs, int longsAt) {
        return (int) Math.min(longs[longsAt], window);
    }

    /** {@link Errors#skill} over the window: what milestones of a regression model go by. */
    public double windowSkill(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt) {
        return Errors.skill(
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, SQUARED),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, LAST_SQUARED),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, MEAN_SQUARED));
    }

    private double windowSum(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt, int sum) {
        return sliding.sum(doubles, doublesAt + BLOCK, floats, floatsAt, longs[longsAt], sum);
    }

    /** Everything there is to say about the key. Allocates: not for every event. */
    public RegressionFigures figures(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt) {
        Errors overall = new Errors(
                longs[longsAt],
                doubles[doublesAt + ABSOLUTE],
                doubles[doublesAt + SQUARED],
                doubles[doublesAt + LAST_ABSOLUTE],
                doubles[doublesAt + LAST_SQUARED],
                doubles[doublesAt + MEAN_ABSOLUTE],
                doubles[doublesAt + MEAN_SQUARED]);
        Errors last = new Errors(
                windowEvents(longs, longsAt),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, ABSOLUTE),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, SQUARED),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, LAST_ABSOLUTE),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, LAST_SQUARED),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, MEAN_ABSOLUTE),
                windowSum(longs, longsAt, doubles, doublesAt, floats, floatsAt, MEAN_SQUARED));
        return new RegressionFigures(
                overall,
                last,
                byTarget(doubles, doublesAt, TARGET_SQUARED),
                byTarget(doubles, doublesAt, TARGET_VARIATION));
    }

    private List<Double> byTarget(double[] doubles, int doublesAt, int what) {
        List<Double> values = new ArrayList<>(targets);
        for (int k = 0; k < targets; k++) {
            values.add(doubles[doublesAt + BY_TARGET + k * TARGET_STRIDE + what]);
        }
        return values;
    }
}
