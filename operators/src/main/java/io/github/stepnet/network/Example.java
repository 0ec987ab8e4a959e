package io.github.stepnet.network;

/**
 * One event as a learner takes it: features, and the truth if it is known. Reused for every event of a subtask.
 *
 * <p>A caller fills {@link #features} and then says what is known: {@link #unlabelled}, {@link #label} or {@link #target}.
 */
public final class Example {

    /** The features in the user's units. */
    public final float[] features;

    /** The truth in the form that the loss takes: one float with the class, or the target values. */
    public final float[] truth;

    private boolean known;
    private String eventId;

    /** Room for {@code features} features and {@code truths} floats of truth. */
    public Example(int features, int truths) {
        this.features = new float[features];
        truth = new float[truths];
    }

    /** Names the event; null leaves it to its sequence number. */
    public void eventId(String id) {
        eventId = id;
    }

    public String eventId() {
        return eventId;
    }

    /** The truth is not known. */
    public void unlabelled() {
        known = false;
    }

    /** The truth is this class. */
    public void label(int label) {
        truth[0] = label;
        known = true;
    }

    /** The truth is what the caller has written into {@link #truth}. */
    public void target() {
        known = true;
    }

    public boolean isLabelled() {
        return known;
    }
}
