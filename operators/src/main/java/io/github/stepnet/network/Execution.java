package io.github.stepnet.network;

/** When the stages of a network see an event. */
public enum Execution {
    /** An event goes through all stages within its own tick; the answer is for this event. */
    SWEEP,

    /**
     * An event advances by one stage per tick, so that {@code L} events are in flight in a network of {@code L} stages; the answer of a tick
     * is for the event that entered {@code L - 1} ticks earlier. While the mesh fills there is none.
     */
    STEP
}
