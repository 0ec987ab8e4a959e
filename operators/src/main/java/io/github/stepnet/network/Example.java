package io.github.stepnet.network;

/**
 * One event as a learner takes it: features, and the truth if it is known. Reused for every event of a subtask.
 *
 * <p>A caller fills {@link #features} and then says what is known: {@link #unlabelled}, {@link #label} or {@link #target}.
 */
public final class Example {

    /** The time of an event that has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** The features in the user's units. */
    public final float[] features;

    /** The truth in the form that the loss takes: one float with the class, or the target values. */
    public final float[] truth;

    private boolean known;
    private String eventId;
    private long timeMillis = NO_TIME;

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

    /** Says when the event happened, in milliseconds since 1970-01-01T00:00:00Z, or {@link #NO_TIME}. */
    public void time(long millis) {
        timeMillis = millis;
    }

    public long timeMillis() {
        return timeMillis;
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
