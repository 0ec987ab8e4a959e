package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks of one subtask that were used last, and which of them are dirty: have changed since they were written.
 *
 * <p>It decides when a network is written back; a {@link WriteBack} says what that means. A newcomer to a full cache puts out the one
 * that was not used for longest, which is written if it is dirty. If too many are dirty, the one that did not change for
 * longest is written and stays. The network in use is the newest and cannot be put out.
 *
 * <p>For the maintainer: a hash map finds a key's slot, two lists through arrays keep the orders of use and of change. A hit
 * allocates nothing, a miss one map entry; slots are used again.
 *
 * @param <K> the keys
 */
public final class HotCache<K> {

    /** Writes one network to where it survives. */
    @FunctionalInterface
    public interface WriteBack<K> {

        void write(K key, NetworkState state) throws Exception;
    }

    private static final class Slot<K> {

        final int number;
        K key;
        NetworkState state;

        Slot(int number) {
            this.number = number;
        }
    }

    private final int capacity;
    private final int dirtyCapacity;
    private final WriteBack<K> writeBack;
    private final Map<K, Slot<K>> slotOf = new HashMap<>();
    private final List<Slot<K>> slots = new ArrayList<>();
    /** Slots among those in use that are free. */
    private final ArrayDeque<Slot<K>> removed = new ArrayDeque<>();

    private final RecencyOrder used = new RecencyOrder();
    private final RecencyOrder dirty = new RecencyOrder();
    private Slot<K> inUse;

    /**
     * An empty cache.
     *
     * @param capacity most networks in it, at least 1
     * @param dirtyCapacity most of them that are dirty, at least 1
     * @param writeBack where dirty ones go
     */
    public HotCache(int capacity, int dirtyCapacity, WriteBack<K> writeBack) {
        if (capacity < 1 || dirtyCapacity < 1) {
            throw new IllegalArgumentException("a cache of " + capacity + " networks, " + dirtyCapacity
                    + " of them dirty; both must be at least 1");
        }
        this.capacity = capacity;
        this.dirtyCapacity = dirtyCapacity;
        this.writeBack = writeBack;
    }

    /** The key's network, which is then the one in use; null if it is not here. */
    public NetworkState find(K key) {
        Slot<K> slot = inUse;
        if (slot == null || !slot.key.equals(key)) {
            slot = slotOf.get(key);
            if (slot == null) {
                return null;
            }
            inUse = slot;
            used.touch(slot.number);
        }
        return slot.state;
    }

    /**
     * Takes in the network of a key that is not here; it is then the one in use, and not dirty.
     *
     * @return whether another one was put out for it
     */
    public boolean add(K key, NetworkState state) throws Exception {
        assert !slotOf.containsKey(key) : key;
        boolean isFull = slotOf.size() >= capacity;
        Slot<K> slot = isFull ? putOut() : freeSlot();
        slot.key = key;
        slot.state = state;
        slotOf.put(key, slot);
        used.touch(slot.number);
        inUse = slot;
        return isFull;
    }

    /**
     * The network in use has changed.
     *
     * @return whether one was written because too many are dirty
     */
    public boolean changed() throws Exception {
        dirty.touch(inUse.number);
        boolean areTooMany = dirty.size() > dirtyCapacity;
        if (areTooMany) {
            write(slots.get(dirty.oldest()));
        }
        return areTooMany;
    }

    /** Takes out the network in use, without writing it. */
    public void remove() {
        slotOf.remove(inUse.key);
        used.remove(inUse.number);
        dirty.remove(inUse.number);
        inUse.key = null;
        inUse.state = null;
        removed.push(inUse);
        inUse = null;
    }

    /** Writes every dirty network, the one that did not change for longest first; all stay. */
    public void flush() throws Exception {
        while (dirty.size() > 0) {
            write(slots.get(dirty.oldest()));
        }
    }

    /** Forgets every network; an error if one is dirty. */
    public void clear() {
        if (dirty.size() > 0) {
            throw new IllegalStateException(dirty.size() + " networks have not been written; flush first");
        }
        for (Slot<K> slot : slotOf.values()) {
            used.remove(slot.number);
            slot.key = null;
            slot.state = null;
        }
        slotOf.clear();
        removed.clear();
        inUse = null;
    }

    public int size() {
        return slotOf.size();
    }

    public int dirtySize() {
        return dirty.size();
    }

    private Slot<K> freeSlot() {
        if (!removed.isEmpty()) {
            return removed.pop();
        }
        // Other slots become free by clear(), all at once: those in use are the first ones.
        if (slotOf.size() == slots.size()) {
            slots.add(new Slot<>(slots.size()));
        }
        return slots.get(slotOf.size());
    }

    private Slot<K> putOut() throws Exception {
        Slot<K> slot = slots.get(used.oldest());
        if (dirty.contains(slot.number)) {
            write(slot);
        }
        slotOf.remove(slot.key);
        used.remove(slot.number);
        return slot;
    }

    private void write(Slot<K> slot) throws Exception {
        writeBack.write(slot.key, slot.state);
        dirty.remove(slot.number);
    }
}
