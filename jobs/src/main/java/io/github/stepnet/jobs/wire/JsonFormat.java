package io.github.stepnet.jobs.wire;

import java.util.Objects;

/**
 * Values that are one JSON text each, in UTF-8.
 *
 * <p>Unknown fields are skipped; of a field that stands twice the last one counts. {@code NaN} and {@code Infinity}, which are not JSON but
 * often written, are read, so that the dead letter says what is wrong.
 *
 * @param fields what to take from it
 */
public record JsonFormat(Fields fields) implements EventFormat {

    private static final long serialVersionUID = 1;

    public JsonFormat {
        Objects.requireNonNull(fields, "fields");
    }

    @Override
    public EventDecoder open() {
        EventSlots slots = new EventSlots(fields);
        return new EventDecoder(slots, new JsonBody(slots.tree()));
    }
}
