package io.github.stepnet.stream.state;

/** A truth that waits for its event. */
public final class PendingTruth extends PendingEntry {

    /** In the form of {@link io.github.stepnet.network.Example#truth}. */
    public float[] truth;

    public PendingTruth() {}

    public PendingTruth(String id, long time, float[] truth) {
        eventId = id;
        timeMillis = time;
        this.truth = truth;
    }
}
