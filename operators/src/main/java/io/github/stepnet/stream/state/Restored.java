package io.github.stepnet.stream.state;

import java.util.List;

/**
 * What a serializer has heard of the networks of the checkpoint that its operator is restored from. A serializer shares it with its duplicates, since Flink
 * asks one of them.
 */
public final class Restored {

    private volatile List<StateFormat> formats = List.of();
    private volatile String refusal;

    /** Their values have these formats, all of which this job can read. */
    void formats(List<StateFormat> those) {
        formats = List.copyOf(those);
    }

    /** They cannot go on. */
    void refusal(String why) {
        refusal = why;
    }

    /** The format of this number. */
    StateFormat format(int id) {
        return formats.stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "a stored network has the layout " + id + ", which its checkpoint does not list"));
    }

    /** Why the networks of the checkpoint cannot go on; what Flink says of it if nobody has asked. */
    public String because(String saidByFlink) {
        return refusal == null ? saidByFlink : refusal;
    }
}
