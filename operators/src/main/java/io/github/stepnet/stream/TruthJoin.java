package io.github.stepnet.stream;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.schemas.ExpiryReason;
import io.github.stepnet.stream.state.PendingEntry;
import io.github.stepnet.stream.state.PendingEvent;
import io.github.stepnet.stream.state.PendingStore;
import io.github.stepnet.stream.state.PendingTruth;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/**
 * Events and truths of the current key that wait for each other: whichever comes first waits, within the bounds of a {@link LateTruth}.
 *
 * <p>What is given up is told to an {@link Expiry}. The events' bookkeeping lies in the header of the key's network, which is at hand whenever an event
 * is; the truths' in a state of its own, so that a truth without an event makes no network. A key has at most two timers for each, unless the watermark
 * moves on.
 */
final class TruthJoin {

    /** Hears of what is given up, and sets timers. */
    interface Expiry {

        void expire(PendingEntry entry, ExpiryReason reason);

        void setTimer(LazyTimer timer, long[] longs, long time);

        /** The first time after the last watermark. */
        long soon();
    }

    private static final int TIMER = PendingStore.LONGS;
    private static final int LONGS = PendingStore.LONGS + 1;

    private final PendingStore<PendingEvent> events;
    private final PendingStore<PendingTruth> truths;
    private final ValueState<long[]> truthLongs;
    private final long timeoutMillis;
    private final Expiry expiry;
    private final int eventsAt;
    private final LazyTimer eventTimer;
    private final LazyTimer truthTimer = new LazyTimer(TIMER);

    TruthJoin(
            PendingStore<PendingEvent> events,
            PendingStore<PendingTruth> truths,
            ValueState<long[]> truthLongs,
            long timeoutMillis,
            Expiry expiry,
            int eventsAt) {
        this.events = events;
        this.truths = truths;
        this.truthLongs = truthLongs;
        this.timeoutMillis = timeoutMillis;
        this.expiry = expiry;
        this.eventsAt = eventsAt;
        eventTimer = new LazyTimer(eventsAt + TIMER);
    }

    /** Reserves the events' bookkeeping. */
    static int reserve(StateLayout layout) {
        return layout.reserveLongs(LONGS);
    }

    /** Reserves it, and sets it up for a new key, where there is nothing to join. */
    static Consumer<NetworkState> initializer(StateLayout layout) {
        LazyTimer timer = new LazyTimer(reserve(layout) + TIMER);
        return state -> timer.initialize(state.longs);
    }

    void initialize(NetworkState state) {
        eventTimer.initialize(state.longs);
    }

    /** Takes out the event with this id that waits for its truth; null if there is none. */
    PendingEvent takeEvent(NetworkState state, String id) throws Exception {
        return events.take(state.longs, eventsAt, id);
    }

    /** Takes out the truth with this id that waits for its event; null if there is none. */
    PendingTruth takeTruth(String id) throws Exception {
        if (!truths.has(id)) {
            return null;
        }
        long[] longs = truthLongs();
        PendingTruth truth = truths.take(longs, 0, id);
        truthLongs.update(longs);
        return truth;
    }

    /** Lets an event wait. */
    void add(NetworkState state, PendingEvent event) throws Exception {
        add(events, state.longs, eventsAt, eventTimer, event);
    }

    /** Lets a truth wait. */
    void add(PendingTruth truth) throws Exception {
        long[] longs = truthLongs();
        add(truths, longs, 0, truthTimer, truth);
        truthLongs.update(longs);
    }

    private <V extends PendingEntry> void add(PendingStore<V> store, long[] longs, int at, LazyTimer timer, V entry)
            throws Exception {
        V same = store.take(longs, at, entry.eventId);
        if (same != null) {
            expiry.expire(same, ExpiryReason.REPLACED);
        } else if (store.isFull(longs, at)) {
            String oldest = store.oldest(longs, at).eventId;
            expiry.expire(store.take(longs, at, oldest), ExpiryReason.OVERFLOW);
        }
        store.add(longs, at, entry);
        // A timer cannot be taken back, and entries out of order would leave one each: the next watermark looks for the
        // right time.
        long end = end(entry);
        expiry.setTimer(timer, longs, timer.isLaterThan(longs, end) ? expiry.soon() : end);
    }

    /**
     * A timer of the current key has fired, perhaps one of these.
     *
     * @param state null if the key has no network
     * @return whether the network's header has changed
     */
    boolean timerFired(NetworkState state, long time) throws Exception {
        long[] longs = truthLongs.value();
        if (longs != null && truthTimer.isTaken(longs, time)) {
            giveUp(truths, longs, 0, truthTimer, time);
            if (truths.isEmpty(longs, 0)) {
                truthLongs.clear();
            } else {
                truthLongs.update(longs);
            }
        }
        boolean isEvents = state != null && eventTimer.isTaken(state.longs, time);
        if (isEvents) {
            giveUp(events, state.longs, eventsAt, eventTimer, time);
        }
        return isEvents;
    }

    /** The key's model is given up: its events wait no longer. */
    void modelEnds(NetworkState state) throws Exception {
        giveUp(events, state.longs, eventsAt, eventTimer, IdleGap.END_OF_INPUT);
    }

    /** Entries are given up in the order in which they came, so one that is out of order waits for those before it. */
    private <V extends PendingEntry> void giveUp(
            PendingStore<V> store, long[] longs, int at, LazyTimer timer, long time) throws Exception {
        V oldest = store.oldest(longs, at);
        while (oldest != null && end(oldest) <= time) {
            expiry.expire(store.take(longs, at, oldest.eventId), ExpiryReason.TIMEOUT);
            oldest = store.oldest(longs, at);
        }
        if (oldest != null) {
            expiry.setTimer(timer, longs, end(oldest));
        }
    }

    /** The last moment of an entry's wait: without a timeout, or a time, the end of the input. */
    private long end(PendingEntry entry) {
        boolean isForever = entry.timeMillis == PendingEntry.NO_TIME
                || timeoutMillis == LateTruth.NEVER
                || entry.timeMillis > IdleGap.END_OF_INPUT - timeoutMillis;
        return isForever ? IdleGap.END_OF_INPUT : entry.timeMillis + timeoutMillis;
    }

    private long[] truthLongs() throws Exception {
        long[] longs = truthLongs.value();
        if (longs == null) {
            longs = new long[LONGS];
            truthTimer.initialize(longs);
        }
        return longs;
    }
}
