package io.github.stepnet.network.progress;

import io.github.stepnet.network.progress.MilestoneListener.Kind;

/**
 * Says when a key's windowed accuracy has reached a threshold, and when it has lost it again, with a hysteresis that
 * keeps a figure which hovers at a threshold silent.
 *
 * <p>A threshold is <em>reached</em> when the figure has been at or above it for {@code sustainedFor} events in a row.
 * It is <em>lost</em> when the figure has then been {@code rearmBelow} points or more below it for as many events in a
 * row; only after that can it be reached again. A threshold that lies fewer than {@code rearmBelow} points above 0 is
 * never lost. Events count from that on at which the window holds {@code min(overLast, sustainedFor)}, so the first
 * milestone of a key comes at event {@code min(overLast, sustainedFor) + sustainedFor - 1} at the earliest, over a
 * window that may not be full: the listener is told how many events it held. Several thresholds passed by one event are
 * reported in the order in which they are passed.
 *
 * <p>A model that answers real values has no accuracy: pass its {@linkplain RegressionProgress#windowSkill skill}, and
 * 0 for both baselines, because skill is already measured from the better of them.
 *
 * <p>State: {@code 1 + 100 / every} longs. Work per event: up to one step per threshold.
 */
public final class MilestoneTracker implements ProgressPart {

    // A figure at or above one threshold is so for all below it, and likewise for being below. So streaks towards
    // reaching shorten from threshold to threshold, and what has been reached is always the lowest few: one number.
    private static final int HELD = 0;
    private static final int STREAKS = 1;

    private final int every;
    private final int sustainedFor;
    private final int leastEvents;
    private final double[] reachedFrom;
    private final double[] lostFrom;

    public MilestoneTracker(Milestones milestones) {
        this.every = milestones.every();
        this.sustainedFor = milestones.sustainedFor();
        this.leastEvents = Math.min(milestones.overLast(), sustainedFor);
        int thresholds = 100 / every;
        this.reachedFrom = new double[thresholds];
        this.lostFrom = new double[thresholds];
        for (int i = 0; i < thresholds; i++) {
            // Quotients, like the accuracies that they are compared with: 145 of 500 is exactly 29 percent.
            int percent = (i + 1) * every;
            reachedFrom[i] = percent / 100.0;
            lostFrom[i] = (percent - milestones.rearmBelow()) / 100.0;
        }
    }

    @Override
    public int longs() {
        return STREAKS + reachedFrom.length;
    }

    @Override
    public int doubles() {
        return 0;
    }

    @Override
    public int floats() {
        return 0;
    }

    /** Takes the figures after one more credited event and tells the listener what they change, usually nothing. */
    public void observe(
            long[] longs,
            int longsAt,
            double accuracy,
            double majority,
            double previous,
            int windowEvents,
            MilestoneListener listener) {
        assert !Double.isNaN(accuracy);
        if (windowEvents < leastEvents) {
            return;
        }
        int held = (int) longs[longsAt + HELD];
        for (int i = held - 1; i >= 0; i--) {
            if (sustains(longs, longsAt + STREAKS + i, accuracy <= lostFrom[i])) {
                longs[longsAt + HELD] = i;
                listener.onMilestone(Kind.LOST, percent(i), accuracy, majority, previous, windowEvents);
            }
        }
        for (int i = held; i < reachedFrom.length; i++) {
            if (sustains(longs, longsAt + STREAKS + i, accuracy >= reachedFrom[i])) {
                longs[longsAt + HELD] = i + 1L;
                listener.onMilestone(Kind.REACHED, percent(i), accuracy, majority, previous, windowEvents);
            }
        }
    }

    /** The highest threshold that the key holds, in percent; 0 before the first. */
    public int percentHeld(long[] longs, int longsAt) {
        return (int) longs[longsAt + HELD] * every;
    }

    /** Lengthens or breaks a streak; a complete one is over. */
    private boolean sustains(long[] longs, int streak, boolean holds) {
        long length = holds ? longs[streak] + 1 : 0;
        boolean complete = length >= sustainedFor;
        longs[streak] = complete ? 0 : length;
        return complete;
    }

    private int percent(int threshold) {
        return (threshold + 1) * every;
    }
}
