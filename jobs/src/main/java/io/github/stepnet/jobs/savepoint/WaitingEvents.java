package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.migration.Migration;
import io.github.stepnet.stream.state.PendingEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** What an operator keeps of events until their truths, or the watermark, come: carried over where it means the same to the new models, or made to. */
final class WaitingEvents {

    /** Events that were answered: what stages saw of them, and the answer. */
    private static final String ANSWERED = "pending-events";
    /** Records as the job has read them. */
    private static final String EVENTS = "waiting-events";

    private static final List<String> TRUTHS = List.of("pending-truths", "waiting-truths");

    private final TypeSerializer<PendingEvent> serializer;
    private final Migration moves;

    private WaitingEvents(TypeSerializer<PendingEvent> serializer, Migration moves) {
        this.serializer = serializer;
        this.moves = moves;
    }

    /**
     * What a rewrite has to do with them; empty if they stay as they are.
     *
     * @param counts of entries, by state
     */
    static Optional<WaitingEvents> of(NetworkOperator networks, ModelChange change, Map<String, Long> counts) {
        check(EVENTS, counts, change.keepsFeatures() && change.keepsTruths());
        TRUTHS.forEach(state -> check(state, counts, change.keepsTruths()));
        if (!counts.containsKey(ANSWERED) || change.keepsAnswered()) {
            return Optional.empty();
        }
        Optional<Migration> moves = change.answeredBy();
        check(ANSWERED, counts, moves.isPresent());
        return moves.map(all -> new WaitingEvents(serializer(networks), all));
    }

    private static void check(String state, Map<String, Long> counts, boolean holds) {
        if (!holds && counts.containsKey(state)) {
            throw new CannotRun("the operator's state \"" + state + "\" has " + counts.get(state)
                    + " entries that wait, with features or classes as they are now, and the new network has others;"
                    + " stop the job with --drain, which gives them up and says so, and migrate that savepoint");
        }
    }

    @SuppressWarnings("unchecked")
    private static TypeSerializer<PendingEvent> serializer(NetworkOperator networks) {
        StateMetaInfoSnapshot state = networks.parts().stream()
                .filter(part -> part.indexOf(ANSWERED) >= 0)
                .findFirst()
                .map(part -> part.states().get(part.indexOf(ANSWERED)))
                .orElseThrow();
        MapSerializer<String, PendingEvent> map = (MapSerializer<String, PendingEvent>)
                state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER)
                        .restoreSerializer();
        return map.getValueSerializer();
    }

    void addTo(Rewrite rewrite) {
        rewrite.also(ANSWERED, this::carried);
    }

    /** A map's value is preceded by whether it is null. */
    private byte[] carried(byte[] key, byte[] value) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(value);
        if (in.readBoolean()) {
            return value;
        }
        PendingEvent event = serializer.deserialize(in);
        event.values = moves.waiting(event.values);
        event.outputs = moves.expected(event.outputs);
        DataOutputSerializer out = new DataOutputSerializer(value.length + 64);
        out.writeBoolean(false);
        serializer.serialize(event, out);
        return out.getCopyOfBuffer();
    }
}
