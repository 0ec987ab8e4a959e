package io.github.stepnet.network;

/** When the stages of a network see an event. */
public enum Execution {
    /** An event goes through all stages within its own tick; the answer is for this event. */
    SWEEP,

    /**
     * An event advances by one stage per tick, so that {@code L} events are in flight in a network of {@code L} stages; the answer of a tick
     * is for the event that entered {@code L - 1} ticks earlier. While the mesh fills there is none. The whole way back of the answered event is gone in the tick of its answer.
     */
    STEP,

    /**
     * As {@link #STEP}, but signals move as events do, by one stage per tick: the stage at depth {@code d} handles an event {@code d} ticks after
     * its entry and that event's signal {@code 2 L - 1 - d} ticks after it. In a tick every stage works for two events of its own and reads
     * only what earlier ticks have left, so that their order changes no bit; all parameters take their step at the end of the tick.
     *
     * <p>Answers have the latency of STEP. The first stage learns from an event {@code L} ticks after its answer, by when the weights have moved up to {@code
     * 2 L - 1} times since it computed; they are not stashed. Signals move whenever something enters or drains; those that are still on their
     * way when the last event is answered rest in the state until the next. Values and tapes of twice as many events lie in the state. A
     * gradient reaches back over events within a recurrent stage only: what the stages below it did for the events before is left as it is.
     */
    PIPELINE
}
