package io.github.stepnet.jobs.stream;

/** A stream whose keys take turns, each with a generator of its own, and that never drifts unless it says so. */
interface InTurns extends SampleStream {

    /** Whose turn it is. */
    Turns turns();

    @Override
    default int keys() {
        return turns().keys();
    }

    @Override
    default int key() {
        return turns().key();
    }

    @Override
    default long sequence() {
        return turns().sequence();
    }

    @Override
    default int phase() {
        return 0;
    }
}
