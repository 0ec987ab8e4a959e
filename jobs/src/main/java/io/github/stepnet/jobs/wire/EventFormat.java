package io.github.stepnet.jobs.wire;

import java.io.Serializable;

/** How the events of a topic are written. Travels in the job graph; each subtask opens a decoder of its own. */
public sealed interface EventFormat extends Serializable permits AvroFormat, JsonFormat {

    /**
     * A new decoder.
     *
     * @throws IllegalArgumentException if the fields cannot be read from records of this format
     */
    EventDecoder open();
}
