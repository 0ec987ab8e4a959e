package io.github.stepnet.stream;

import io.github.stepnet.stream.state.PendingStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Records of one input that wait for the watermark: by time, those of one time by id, those of one id as they came.
 *
 * @param <T> the records
 */
final class EventTimeBuffer<T> {

    private final MapState<Long, List<T>> byTime;
    private final Comparator<T> byId;

    EventTimeBuffer(String name, TypeInformation<T> type, Function<T, String> id, PendingStore.States states)
            throws Exception {
        byTime = states.map(new MapStateDescriptor<>(name, Types.LONG, Types.LIST(type)));
        byId = Comparator.comparing(id, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    /** Adds a record of the current key. */
    void add(long time, T record) throws Exception {
        List<T> records = byTime.get(time);
        List<T> more = records == null ? new ArrayList<>() : new ArrayList<>(records);
        more.add(record);
        byTime.put(time, more);
    }

    /** Takes out what the current key has of a time, in order. */
    List<T> take(long time) throws Exception {
        List<T> records = byTime.get(time);
        if (records == null) {
            return List.of();
        }
        byTime.remove(time);
        List<T> ordered = new ArrayList<>(records);
        ordered.sort(byId);
        return ordered;
    }
}
