package io.github.stepnet.jobs.wire;

import io.github.stepnet.schemas.DeadLetterReason;

/** Thrown while a record is read that cannot be an event; it becomes a dead letter. Has no stack trace: a topic may be full of them. */
public final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final DeadLetterReason reason;

    Refused(DeadLetterReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static Refused undecodable(String message) {
        return new Refused(DeadLetterReason.UNDECODABLE, message);
    }

    /** The reason in one word. */
    public DeadLetterReason reason() {
        return reason;
    }
}
