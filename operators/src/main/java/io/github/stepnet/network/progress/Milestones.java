package io.github.stepnet.network.progress;

import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Percent;
import java.io.Serializable;

/**
 * Which levels of accuracy are worth a message, and how long one must hold to count:
 * {@code Milestones.everyTenPercent().overLast(500)}.
 *
 * <p>The thresholds are the multiples of {@code every} up to 100 %. {@link MilestoneTracker} says when one is reached
 * and when it is lost.
 *
 * @param every        percent between two thresholds, 1 to 100; usually 10
 * @param overLast     over how many of the key's last credited events accuracy is taken, 1 to 1,000,000; usually 500
 * @param sustainedFor for how many credited events in a row a threshold must hold, or be missed, 1 to 1,000,000;
 *                     usually 50
 * @param rearmBelow   how many points below a threshold it is lost, and can be reached again, 1 to 100; usually 2
 */
public record Milestones(
        @Percent @Default("10%") int every,
        @Default("500") int overLast,
        @Default("50") int sustainedFor,
        @Default("2") int rearmBelow)
        implements Serializable {

    private static final int MOST_EVENTS = 1_000_000;

    public Milestones {
        checked("Milestones.every", every, 1, 100, "use 10 for a milestone at every 10 percent");
        checkedWindow("Milestones.overLast", overLast);
        checked("Milestones.sustainedFor", sustainedFor, 1, MOST_EVENTS, "use 1 for a milestone at the first event");
        checked("Milestones.rearmBelow", rearmBelow, 1, 100, "use 2 to tell noise from a regression");
    }

    /** 10, 20 .. 100 percent of the last 500 events, sustained for 50, lost 2 points below. */
    public static Milestones everyTenPercent() {
        return every(10);
    }

    /** The same at other thresholds: the multiples of {@code percent}. */
    public static Milestones every(int percent) {
        return new Milestones(percent, 500, 50, 2);
    }

    /** The same over a window of {@code events}. */
    public Milestones overLast(int events) {
        return new Milestones(every, events, sustainedFor, rearmBelow);
    }

    /** The same, but a change counts once it has held for {@code events} in a row. */
    public Milestones sustainedFor(int events) {
        return new Milestones(every, overLast, events, rearmBelow);
    }

    /** The same, but a threshold is lost {@code points} below it. */
    public Milestones rearmBelow(int points) {
        return new Milestones(every, overLast, sustainedFor, points);
    }

    /** By how much an accuracy beats the better of its two baselines; negative if it does not. */
    public static double lead(double accuracy, double majority, double previous) {
        return accuracy - Math.max(majority, previous);
    }

    static int checkedWindow(String what, int events) {
        return checked(what, events, 1, MOST_EVENTS, "use 500 for about 2 points of noise");
    }

    private static int checked(String what, int value, int least, int most, String remedy) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + " is " + value + "; allowed: " + least + " to " + most + "; " + remedy);
        }
        return value;
    }
}
