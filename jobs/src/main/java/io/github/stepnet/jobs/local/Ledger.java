package io.github.stepnet.jobs.local;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which events have been sent and not come back yet: whether each is answered exactly once is counted here, not believed.
 *
 * <p>An event comes back as an answer or as a dead letter. What comes back and is not awaited (a second time, or never sent) is a
 * stray. Bytes that were sent and are no event have no id: of those only the number is known.
 *
 * <p>The events that are out are bounded: the producer waits in {@link #awaitRoom}.
 */
final class Ledger {

    private final Map<String, Map<String, Truth>> out = new HashMap<>();
    private final long mostOut;

    private long sent;
    private long answered;
    private long refused;
    private long strays;
    private long nameless;
    private boolean closed;

    /** The counts at one moment. */
    record Counts(long sent, long answered, long refused, long strays) {

        /** Sent, and neither answered nor refused yet. */
        long out() {
            return sent - answered - refused;
        }

        /** Whether every event has come back once, and nothing else has. */
        boolean isExactlyOnce() {
            return out() == 0 && strays == 0;
        }
    }

    Ledger(long mostOut) {
        this.mostOut = mostOut;
    }

    /** Waits until there is room for another event; false if it never will be. */
    synchronized boolean awaitRoom() throws InterruptedException {
        while (!closed && counts().out() >= mostOut) {
            wait();
        }
        return !closed;
    }

    /** Nobody waits from now on. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** To be called before the event is on its way. */
    synchronized void sent(String key, String eventId, Truth truth) {
        Truth twice = out.computeIfAbsent(key, k -> new HashMap<>()).put(eventId, truth);
        if (twice != null) {
            throw new IllegalStateException("event " + eventId + " of " + key + " was sent twice");
        }
        sent++;
    }

    /** Bytes that are no event. */
    synchronized void sentNameless() {
        sent++;
        nameless++;
    }

    /** The truth about an event that has been answered; none for a stray. */
    synchronized Optional<Truth> answered(String key, String eventId) {
        Truth truth = back(key, eventId);
        if (truth == null) {
            strays++;
        } else {
            answered++;
            notifyAll();
        }
        return Optional.ofNullable(truth);
    }

    /** A dead letter; of one without key or id it is only known that it is one of those. */
    synchronized void refused(Optional<String> key, Optional<String> eventId) {
        boolean known;
        if (key.isPresent() && eventId.isPresent()) {
            known = back(key.get(), eventId.get()) != null;
        } else {
            known = nameless > 0;
            nameless -= known ? 1 : 0;
        }
        if (known) {
            refused++;
            notifyAll();
        } else {
            strays++;
        }
    }

    private Truth back(String key, String eventId) {
        Map<String, Truth> ofKey = out.get(key);
        return ofKey == null ? null : ofKey.remove(eventId);
    }

    synchronized Counts counts() {
        return new Counts(sent, answered, refused, strays);
    }
}
