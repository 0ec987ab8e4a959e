package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import java.util.Arrays;

/**
 * The events in flight through the stages of a network: what entered at tick {@code t} is answered at tick {@code t + L - 1}.
 *
 * <p>An event is known by its sequence number, from 1; a tick that nothing entered at is a bubble, and no stage computes for it. State:
 * one long for the clock and {@code L} for the sequence numbers of the last {@code L} ticks (0 for a bubble), {@code L} ids, {@code L}
 * truths, and the rings of the pass. A truth that is not known is NaN.
 */
final class Mesh {

    private final Pass pass;
    private final int latency;
    private final int truths;
    private final int[] depths;
    private final int clockAt;
    private final int sequenceAt;
    private final int idAt;
    private final int truthAt;

    Mesh(Plan plan, Pass pass, int truths, StateLayout layout) {
        this.pass = pass;
        this.truths = truths;
        latency = plan.latency();
        depths = plan.nodes().stream().mapToInt(Node::depth).toArray();
        clockAt = layout.reserveLongs(1);
        sequenceAt = layout.reserveLongs(latency);
        idAt = layout.reserveIds(latency);
        truthAt = layout.reserveFloats(Math.multiplyExact(latency, truths));
    }

    Pass pass() {
        return pass;
    }

    /** Lets an event in; its scaled features are in the input wire of its sequence number already. */
    void enter(NetworkState state, long sequence, Example example) {
        int slot = slot(clock(state));
        state.longs[sequenceAt + slot] = sequence;
        state.ids[idAt + slot] = example.eventId();
        if (example.isLabelled()) {
            System.arraycopy(example.truth, 0, state.floats, truthAt + slot * truths, truths);
        } else {
            Arrays.fill(state.floats, truthAt + slot * truths, truthAt + (slot + 1) * truths, Float.NaN);
        }
    }

    /** Every stage takes one step, each for its own event. */
    void advance(NetworkState state) {
        for (int node = 0; node < depths.length; node++) {
            long sequence = at(state, depths[node]);
            if (sequence != 0) {
                pass.aim(node, sequence);
                pass.forward(node, sequence);
            }
        }
    }

    /** Sequence number of the event that is answered at this tick; 0 if there is none. */
    long leaving(NetworkState state) {
        return sequence(state, leavingTick(state));
    }

    /** Ends the tick: the event that was answered is gone. */
    void leave(NetworkState state) {
        long gone = leavingTick(state);
        if (gone >= 0) {
            state.longs[sequenceAt + slot(gone)] = 0;
            state.ids[idAt + slot(gone)] = null;
        }
        state.longs[clockAt]++;
    }

    int inFlight(NetworkState state) {
        int count = 0;
        for (int slot = 0; slot < latency; slot++) {
            count += state.longs[sequenceAt + slot] != 0 ? 1 : 0;
        }
        return count;
    }

    /** Id of the event that is answered at this tick. */
    String leavingId(NetworkState state) {
        return state.ids[idAt + slot(leavingTick(state))];
    }

    /** Copies the truth of the event that is answered at this tick; false if it is not known. */
    boolean leavingTruth(NetworkState state, float[] truth) {
        int at = truthAt + slot(leavingTick(state)) * truths;
        if (Float.isNaN(state.floats[at])) {
            return false;
        }
        System.arraycopy(state.floats, at, truth, 0, truths);
        return true;
    }

    /** Sequence number of the event that is handled at a depth at this tick; 0 if there is none. */
    long at(NetworkState state, int depth) {
        return sequence(state, clock(state) - depth);
    }

    /** Ticks that the mesh has seen. */
    long clock(NetworkState state) {
        return state.longs[clockAt];
    }

    private long leavingTick(NetworkState state) {
        return clock(state) - (latency - 1);
    }

    private long sequence(NetworkState state, long tick) {
        return tick < 0 ? 0 : state.longs[sequenceAt + slot(tick)];
    }

    private int slot(long tick) {
        return (int) (tick % latency);
    }
}
