package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyedStateBackend;

/**
 * The networks of the keys of one subtask: those in the cache, and behind it those in keyed state.
 *
 * <p>Every verb speaks of the backend's current key and leaves it as it was.
 *
 * <p>For the maintainer: the heap backend hands out the very object that it stores and writes it to a checkpoint later, in
 * another thread. An object must then not be changed any more once a barrier has passed, unless it was asked for again, which copies
 * it where needed. So {@link #flush} empties the cache unless the backend says that it keeps no reference.
 *
 * @param <K> the keys
 */
public final class KeyedNetworks<K> {

    private final KeyedStateBackend<K> backend;
    private final TypeSerializer<K> keySerializer;
    private final ValueState<NetworkState> stored;
    private final StateEvolution evolution;
    private final HotCache<K> cache;
    private final Counters counters;

    /**
     * What is counted.
     *
     * @param hits networks that were in the cache
     * @param misses networks that were not, those of new keys among them
     * @param evictions networks that were put out of a full cache
     * @param writeBacks networks that were written to keyed state, for whatever reason
     * @param earlyWrites of these, those that were written because too many had changed
     */
    public record Counters(Counter hits, Counter misses, Counter evictions, Counter writeBacks, Counter earlyWrites) {}

    public KeyedNetworks(
            KeyedStateBackend<K> backend,
            ValueState<NetworkState> stored,
            StateEvolution evolution,
            int slots,
            int dirtySlots,
            Counters counters) {
        this.backend = Objects.requireNonNull(backend, "backend");
        this.stored = Objects.requireNonNull(stored, "stored");
        this.evolution = Objects.requireNonNull(evolution, "evolution");
        this.counters = Objects.requireNonNull(counters, "counters");
        keySerializer = backend.getKeySerializer();
        cache = new HotCache<>(slots, dirtySlots, this::write);
    }

    /** The current key's network, or null if it has none. */
    public NetworkState find() throws Exception {
        K key = backend.getCurrentKey();
        NetworkState state = cache.find(key);
        if (state != null) {
            counters.hits.inc();
            return state;
        }
        counters.misses.inc();
        NetworkState found = stored.value();
        state = evolution.current(found);
        if (state != null) {
            add(key, state);
        }
        if (state != found) {
            changed();
        }
        return state;
    }

    /** Gives the current key, which has none, its first network; it is written like one that has {@link #changed}. */
    public void create(NetworkState state) throws Exception {
        add(backend.getCurrentKey(), state);
        changed();
    }

    private void add(K key, NetworkState state) throws Exception {
        if (cache.add(keySerializer.copy(key), state)) {
            counters.evictions.inc();
        }
    }

    /** The network that was found or created last has changed. */
    public void changed() throws Exception {
        if (cache.changed()) {
            counters.earlyWrites.inc();
        }
    }

    /** The current key, whose network was found or created last, has none any more. */
    public void remove() throws Exception {
        cache.remove();
        stored.clear();
    }

    /** Writes all that has changed: before a barrier, and at the end of the input. */
    public void flush() throws Exception {
        cache.flush();
        if (!backend.isSafeToReuseKVState()) {
            cache.clear();
        }
    }

    private void write(K key, NetworkState state) throws Exception {
        K current = backend.getCurrentKey();
        backend.setCurrentKey(key);
        try {
            stored.update(state);
        } finally {
            if (current != null) {
                backend.setCurrentKey(current);
            }
        }
        counters.writeBacks.inc();
    }
}
