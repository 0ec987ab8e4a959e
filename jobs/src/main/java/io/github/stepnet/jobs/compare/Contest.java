package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.network.NetworkLearner;
import java.util.function.LongFunction;

/**
 * A network on a stream, at its place in a table.
 *
 * @param row what the table's row is called
 * @param column what the table's column is called
 * @param learner the network and how it learns; its seed is replaced by the trial's
 * @param stream opens the stream of one key for a seed
 * @param delay events after which an event's truth comes; 0 where it comes with the event
 */
record Contest(String row, String column, NetworkLearner learner, LongFunction<SampleStream> stream, int delay) {

    /** One whose events bring their truths with them. */
    Contest(String row, String column, NetworkLearner learner, LongFunction<SampleStream> stream) {
        this(row, column, learner, stream, 0);
    }
}
