package io.github.stepnet.network.plan;

/** How samples go through a pass. */
enum Course {
    /** One after another, there and back. */
    SWEEP,

    /** One behind the other, and back at once. */
    MESH,

    /** One behind the other, there and back. */
    PIPELINE,

    /** As in a sweep, but examples outside the key's events: the memory is a copy in work, and what they do to it is forgotten. */
    ASIDE;

    /** Whether samples outlive the call that computes them, so that their values lie in the key's state. */
    boolean isKept(int reach) {
        return switch (this) {
            case SWEEP -> reach > 1;
            case MESH, PIPELINE -> true;
            case ASIDE -> false;
        };
    }

    /** Ticks for which a depth of a plan needs a sample, the one that writes it counted. */
    int stay(int latency, int depth) {
        return switch (this) {
            case SWEEP, ASIDE -> 1;
            case MESH -> latency - depth;
            case PIPELINE -> 2 * (latency - depth);
        };
    }
}
