package io.github.stepnet.stream.state;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a serializer has heard of the networks of the checkpoint that its operator is restored from. A serializer shares it with its duplicates, since Flink
 * asks one of them.
 */
public final class Restored {

    private volatile List<StateFormat> formats = List.of();
    private volatile int version;
    private volatile String refusal;

    /**
     * Their values have these formats, all of which this job can read.
     *
     * @param those the one that was in use first
     * @param itsVersion of the description in which they are listed
     */
    void formats(List<StateFormat> those, int itsVersion) {
        formats = List.copyOf(those);
        version = itsVersion;
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

    /**
     * What has been restored and as what it goes on, for the log; empty if nothing has been.
     *
     * @param now the format of the job
     * @param checkpoint its number; null if Flink does not say
     */
    public Optional<String> goesOnAs(StateFormat now, Long checkpoint) {
        List<StateFormat> found = formats;
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StateFormat then = found.get(0);
        StringBuilder text = new StringBuilder("goes on with the networks of ")
                .append(checkpoint == null ? "a checkpoint" : "checkpoint " + checkpoint)
                .append(": specification ")
                .append(then.fingerprint())
                .append(", ")
                .append(then.computation())
                .append(", described in version ")
                .append(version);
        if (found.size() > 1) {
            String older = found.stream()
                    .skip(1)
                    .map(StateFormat::fingerprint)
                    .distinct()
                    .collect(Collectors.joining(", "));
            text.append(", with keys that may still be of ").append(older);
        }
        boolean isSame = found.stream().allMatch(now::meansTheSameAs);
        return Optional.of(text.append("; as specification ")
                .append(now.fingerprint())
                .append(", ")
                .append(now.computation())
                .append(", described in version ")
                .append(NetworkStateSerializerSnapshot.VERSION)
                .append(isSame ? ": nothing is converted" : ": each key is converted when it is first asked for")
                .toString());
    }

    /** Why the networks of the checkpoint cannot go on; what Flink says of it if nobody has asked. */
    public String because(String saidByFlink) {
        return refusal == null ? saidByFlink : refusal;
    }
}
