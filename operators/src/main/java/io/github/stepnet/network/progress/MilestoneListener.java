package io.github.stepnet.network.progress;

/** Hears of the thresholds that a key reaches or loses. Called within the credited event, on its thread. */
@FunctionalInterface
public interface MilestoneListener {

    /** Which way a threshold was passed. */
    enum Kind {
        /** The figure rose to the threshold and stayed. */
        REACHED,
        /** The figure fell from a threshold that had been reached, and stayed below: a regression. */
        LOST
    }

    /**
     * One threshold was passed. {@link Milestones#lead} makes of the last three figures by how much the model beats the
     * baselines.
     *
     * @param kind         reached or lost
     * @param percent      the threshold, 1 to 100
     * @param accuracy     what was measured at this event, 0 to 1: accuracy over the window, or skill of a regression
     *                     model
     * @param majority     the majority baseline's accuracy over the same window; 0 where {@code accuracy} is a skill
     * @param previous     the previous-label baseline's accuracy over the same window; 0 where {@code accuracy} is a
     *                     skill
     * @param windowEvents how many events the window held
     */
    void onMilestone(Kind kind, int percent, double accuracy, double majority, double previous, int windowEvents);
}
