package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.Default;
import java.time.Instant;

/** Where in the topic a job without a savepoint or checkpoint starts. One that is restored goes on where it was. */
public sealed interface Start {

    /** The first record that the broker still has. */
    record Earliest() implements Start {}

    /** The first record that comes after the job has started. */
    record Latest() implements Start {}

    /**
     * Where the group's committed offsets are.
     *
     * @param otherwise where to start in a partition that has none
     */
    record Committed(@Default("earliest") Otherwise otherwise) implements Start {}

    /**
     * The first record whose Kafka time stamp is not before this time.
     *
     * @param at the time
     */
    record Timestamp(Instant at) implements Start {}

    /** Where to start without a committed offset. */
    enum Otherwise {
        /** At the first record that the broker still has. */
        EARLIEST,
        /** At the first record that comes. */
        LATEST
    }
}
