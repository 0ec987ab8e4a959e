package io.github.stepnet.stream;

import java.io.Serializable;

/**
 * Why a window fires: what its trigger tells its function, which Flink calls right after it, in the same thread.
 *
 * <p>For the maintainer: both are serialized in one graph of objects, the operator's, so that they hold the same one on the cluster. A function
 * that is not told anything has another trigger, and refuses.
 */
final class Firing implements Serializable {

    private static final long serialVersionUID = 1;

    /** Why. */
    enum Cause {
        /** It is complete. */
        COMPLETE,
        /** Its trigger does not wait for the end. */
        EARLY,
        /** It holds as many events as it may. */
        OVERFLOW,
        /** An event has come behind the watermark. */
        LATE,
        /** The input has ended before it was complete. */
        PARTIAL
    }

    private transient Cause cause;

    /** The window that Flink looks at fires now. */
    void tell(Cause other) {
        cause = other;
    }

    /** Why the present window fires; null if nobody has told. */
    Cause take() {
        Cause taken = cause;
        cause = null;
        return taken;
    }
}
