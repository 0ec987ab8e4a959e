package io.github.stepnet.stream;

/** In which order events and truths that come by two inputs are applied. */
public enum TruthOrder {

    /**
     * As they arrive: predictions leave at once. Every truth is credited once, to the prediction for its own event; what the weights were in between
     * depends on how the two inputs were interleaved.
     */
    ARRIVAL,

    /**
     * By event time, at the same time events first, then by id: both inputs wait for the watermark of both. Predictions wait with them; in return
     * the same events and truths always give the same bits.
     */
    EVENT_TIME
}
