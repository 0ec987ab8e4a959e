package io.github.stepnet.network;

/**
 * An event that was answered without a truth, as long as its truth may still come: what a learner needs to learn from it then. Reused.
 *
 * <p>Whoever keeps one for longer than until the next event copies its fields; what lies where in {@link #values} is the learner's own.
 */
public final class PendingExample {

    /** The event's id, or null if it is known by its sequence number only. */
    public String eventId;

    /** Number of the event among those of its key, from 1. */
    public long sequence;

    /** Number of the tick that answered it. */
    public long tick;

    /** Ticks from the event's own to that one. */
    public int latencyTicks;

    /** Updates that the weights had seen when they answered. */
    public long updates;

    /** What stages saw of the event, the memory before it, and the answer. */
    public final float[] values;

    /** Room for {@code floats} values. */
    public PendingExample(int floats) {
        values = new float[floats];
    }

    /** Takes over what names the answer. */
    void name(Answer answer) {
        eventId = answer.eventId;
        sequence = answer.sequence;
        tick = answer.tick;
        latencyTicks = answer.latencyTicks;
        updates = answer.updates;
    }

    /** The answer again, without its values. */
    void recall(Answer answer) {
        answer.clear();
        answer.present = true;
        answer.eventId = eventId;
        answer.sequence = sequence;
        answer.tick = tick;
        answer.latencyTicks = latencyTicks;
        answer.updates = updates;
    }
}
