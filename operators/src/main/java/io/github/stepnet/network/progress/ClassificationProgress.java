package io.github.stepnet.network.progress;

import java.util.ArrayList;
import java.util.List;

/**
 * The prequential figures of one key's classifier: every answer is compared with its label once, and so are the answers
 * that two baselines would have given to the same event.
 *
 * <p>The majority baseline answers the most frequent label credited so far, the lowest class among equals; the
 * previous-label baseline answers the label credited last. Neither knows the event's own label. Before the first label
 * both answer class 0. Where labels come late, or a mesh answers late, the baselines still know every label credited
 * before, which an answer given earlier did not: they know more than was possible, never less.
 *
 * <p>State: {@code 6 + 2 classes + 3 (1 + ceil(window / 64))} longs and 1 double. Work per event: constant.
 *
 * <p>An answer or label outside {@code 0 .. classes-1} and a probability that is not a number are bugs of the caller:
 * bad events must have left before. For real-valued targets see {@link RegressionProgress}. Source: Gama, Sebastiao,
 * Rodrigues, "On evaluating stream learning algorithms", 2013.
 */
public final class ClassificationProgress implements ProgressPart {

    /** Probabilities below count as this one in the log-loss, so that a single event adds at most 34.5. */
    private static final double LEAST_PROBABILITY = 1e-15;

    private static final int EVENTS = 0;
    private static final int HITS = 1;
    private static final int MAJORITY_HITS = 2;
    private static final int PREVIOUS_HITS = 3;
    private static final int MAJORITY = 4;
    private static final int PREVIOUS = 5;
    private static final int COUNTS = 6;

    private static final int BY_MODEL = 0;
    private static final int BY_MAJORITY = 1;
    private static final int BY_PREVIOUS = 2;

    private final int classes;
    private final int window;
    private final int predictionCounts;
    private final int windowed;
    private final SlidingHits sliding;

    /**
     * @param classes  how many classes there are, at least 2
     * @param window   over how many of the last events windowed figures go, 1 to 1,000,000; one bit each and stream
     */
    public ClassificationProgress(int classes, int window) {
        if (classes < 2) {
            throw new IllegalArgumentException("ClassificationProgress has " + classes
                    + " classes; at least 2 are needed, use RegressionProgress for a real-valued target");
        }
        this.classes = classes;
        this.window = Milestones.checkedWindow("ClassificationProgress.window", window);
        this.predictionCounts = COUNTS + classes;
        this.windowed = predictionCounts + classes;
        this.sliding = new SlidingHits(3, window);
    }

    @Override
    public int longs() {
        return windowed + sliding.longs();
    }

    @Override
    public int doubles() {
        return 1;
    }

    @Override
    public int floats() {
        return 0;
    }

    /** Compares one answer with its label. {@code probabilityOfTruth} is what the model gave to {@code label}. */
    public void credit(
            long[] longs,
            int longsAt,
            double[] doubles,
            int doublesAt,
            int predicted,
            double probabilityOfTruth,
            int label) {
        assert label >= 0 && label < classes : label;
        assert predicted >= 0 && predicted < classes : predicted;
        assert !Double.isNaN(probabilityOfTruth);
        long seen = longs[longsAt + EVENTS];
        int slidingAt = longsAt + windowed;
        int position = sliding.position(seen);

        boolean hit = predicted == label;
        longs[longsAt + HITS] += hit ? 1 : 0;
        sliding.enter(longs, slidingAt, BY_MODEL, position, hit);

        boolean majorityHit = longs[longsAt + MAJORITY] == label;
        longs[longsAt + MAJORITY_HITS] += majorityHit ? 1 : 0;
        sliding.enter(longs, slidingAt, BY_MAJORITY, position, majorityHit);

        boolean previousHit = longs[longsAt + PREVIOUS] == label;
        longs[longsAt + PREVIOUS_HITS] += previousHit ? 1 : 0;
        sliding.enter(longs, slidingAt, BY_PREVIOUS, position, previousHit);

        doubles[doublesAt] -= StrictMath.log(Math.min(1, Math.max(LEAST_PROBABILITY, probabilityOfTruth)));
        longs[longsAt + predictionCounts + predicted]++;
        remember(longs, longsAt, label);
        longs[longsAt + EVENTS] = seen + 1;
    }

    /** Only the class just counted can overtake the majority, so no search is needed. */
    private static void remember(long[] longs, int longsAt, int label) {
        long count = ++longs[longsAt + COUNTS + label];
        int majority = (int) longs[longsAt + MAJORITY];
        long most = longs[longsAt + COUNTS + majority];
        if (count > most || (count == most && label < majority)) {
            longs[longsAt + MAJORITY] = label;
        }
        longs[longsAt + PREVIOUS] = label;
    }

    /** Events credited since the key's first. */
    public long events(long[] longs, int longsAt) {
        return longs[longsAt + EVENTS];
    }

    /** Events in the window: all of them until it is full. */
    public int windowEvents(long[] longs, int longsAt) {
        return (int) Math.min(longs[longsAt + EVENTS], window);
    }

    /** Share of the window that the model got right; 0 of no events. */
    public double windowAccuracy(long[] longs, int longsAt) {
        return windowShare(longs, longsAt, BY_MODEL);
    }

    /** Share of the window that the majority baseline got right. */
    public double windowMajorityAccuracy(long[] longs, int longsAt) {
        return windowShare(longs, longsAt, BY_MAJORITY);
    }

    /** Share of the window that the previous-label baseline got right. */
    public double windowPreviousAccuracy(long[] longs, int longsAt) {
        return windowShare(longs, longsAt, BY_PREVIOUS);
    }

    private double windowShare(long[] longs, int longsAt, int stream) {
        return Hits.share(sliding.hits(longs, longsAt + windowed, stream), windowEvents(longs, longsAt));
    }

    /** Everything there is to say about the key. Allocates: not for every event. */
    public ClassificationFigures figures(long[] longs, int longsAt, double[] doubles, int doublesAt) {
        Hits overall = new Hits(
                longs[longsAt + EVENTS],
                longs[longsAt + HITS],
                longs[longsAt + MAJORITY_HITS],
                longs[longsAt + PREVIOUS_HITS]);
        int slidingAt = longsAt + windowed;
        Hits last = new Hits(
                windowEvents(longs, longsAt),
                sliding.hits(longs, slidingAt, BY_MODEL),
                sliding.hits(longs, slidingAt, BY_MAJORITY),
                sliding.hits(longs, slidingAt, BY_PREVIOUS));
        return new ClassificationFigures(
                overall,
                last,
                doubles[doublesAt],
                counts(longs, longsAt + COUNTS),
                counts(longs, longsAt + predictionCounts));
    }

    private List<Long> counts(long[] longs, int from) {
        List<Long> counts = new ArrayList<>(classes);
        for (int k = 0; k < classes; k++) {
            counts.add(longs[from + k]);
        }
        return counts;
    }
}
