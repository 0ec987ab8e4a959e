package io.github.stepnet.jobs.local;

/** Why a run ended. */
enum Ending {
    /** Every event was sent and has come back. */
    COMPLETE,
    /** Somebody stopped it. */
    STOPPED,
    /** It had taken its longest time, and not all events had been sent. */
    TIME_LIMIT,
    /** All events were sent, and no more answers came for a long time. */
    SILENCE
}
