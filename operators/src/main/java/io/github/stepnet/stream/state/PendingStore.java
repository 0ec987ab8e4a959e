package io.github.stepnet.stream.state;

import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a key keeps until its counterpart comes: found by id, given up in the order of arrival, never more than so many.
 *
 * <p>Keyed state: two maps, from id to entry and from an entry's number to its id. The rest is in {@link #LONGS} longs of the caller's, all
 * zero for a new key, so that they can lie where they are at hand anyway. An entry costs two writes when it comes and two when it goes.
 *
 * @param <V> what waits
 */
public final class PendingStore<V extends PendingEntry> {

    /** Longs of the caller's that a key needs. */
    public static final int LONGS = 3;

    private static final int FIRST = 0;
    private static final int NEXT = 1;
    private static final int COUNT = 2;

    private final MapState<String, V> byId;
    private final MapState<Long, String> order;
    private final int most;

    /** Makes the descriptors' states those of the current key. */
    @FunctionalInterface
    public interface States {

        <K, U> MapState<K, U> map(MapStateDescriptor<K, U> descriptor) throws Exception;
    }

    /**
     * A store.
     *
     * @param name what the states' names start with; in every savepoint
     * @param type of the entries
     * @param most entries that a key keeps, at least 1
     */
    public PendingStore(String name, Class<V> type, int most, States states) throws Exception {
        this.most = most;
        byId = states.map(new MapStateDescriptor<>(name, Types.STRING, Types.POJO(type)));
        order = states.map(new MapStateDescriptor<>(name + "-order", Types.LONG, Types.STRING));
    }

    /** Whether nothing waits. */
    public boolean isEmpty(long[] longs, int at) {
        return longs[at + COUNT] == 0;
    }

    /** Whether no more may be added. */
    public boolean isFull(long[] longs, int at) {
        return longs[at + COUNT] >= most;
    }

    /** Adds an entry; none may have its id, and the store must not be full. */
    public void add(long[] longs, int at, V entry) throws Exception {
        assert !isFull(longs, at) : "give up the oldest first";
        entry.number = longs[at + NEXT]++;
        longs[at + COUNT]++;
        byId.put(entry.eventId, entry);
        order.put(entry.number, entry.eventId);
    }

    /** Takes out the entry with this id; null if there is none. */
    public V take(long[] longs, int at, String id) throws Exception {
        V entry = byId.get(id);
        if (entry != null) {
            byId.remove(id);
            order.remove(entry.number);
            longs[at + COUNT]--;
        }
        return entry;
    }

    /** Whether there is an entry with this id. */
    public boolean has(String id) throws Exception {
        return byId.contains(id);
    }

    /** The entry that came first of those that are here; null if there is none. */
    public V oldest(long[] longs, int at) throws Exception {
        if (isEmpty(longs, at)) {
            longs[at + FIRST] = longs[at + NEXT];
            return null;
        }
        String id = order.get(longs[at + FIRST]);
        while (id == null) {
            id = order.get(++longs[at + FIRST]);
        }
        return byId.get(id);
    }
}
