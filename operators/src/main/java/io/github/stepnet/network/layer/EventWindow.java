package io.github.stepnet.network.layer;

/**
 * The inputs of a key's last events, as many as fit a window, the present one among them.
 *
 * <p>The memory holds the events before the present one, oldest first, behind their number; zeros are no events. The tape of a sample holds the
 * window as the sample saw it, in the same form and with the present event last: by the time of its way back the memory has moved on.
 */
final class EventWindow {

    private final int events;
    private final int inputs;

    /** A window of {@code events} events, at least 1, with {@code inputs} values each. */
    EventWindow(int events, int inputs) {
        this.events = events;
        this.inputs = inputs;
    }

    /** Floats of memory; none if the window has room for the present event only. */
    int memory() {
        return events == 1 ? 0 : Math.addExact(1, Math.multiplyExact(events - 1, inputs));
    }

    /** Floats at the beginning of the tape. */
    int tape() {
        return Math.addExact(1, Math.multiplyExact(events, inputs));
    }

    /** Writes the tape and takes the memory one event further; a full window loses its oldest event. */
    void enter(Frame f) {
        int remembered = events == 1 ? 0 : (int) f.memory[f.memoryAt];
        int seen = remembered + 1;
        f.values[f.tapeAt] = seen;
        if (remembered > 0) {
            System.arraycopy(f.memory, f.memoryAt + 1, f.values, first(f), remembered * inputs);
        }
        System.arraycopy(f.values, f.inputAt, f.values, first(f) + remembered * inputs, inputs);
        if (events > 1) {
            int kept = Math.min(seen, events - 1);
            f.memory[f.memoryAt] = kept;
            System.arraycopy(f.values, first(f) + (seen - kept) * inputs, f.memory, f.memoryAt + 1, kept * inputs);
        }
    }

    /** Number of events that the sample saw. */
    int seen(Frame f) {
        return (int) f.values[f.tapeAt];
    }

    /** Where the oldest of them starts in the sample's values; the others follow. */
    int first(Frame f) {
        return f.tapeAt + 1;
    }
}
