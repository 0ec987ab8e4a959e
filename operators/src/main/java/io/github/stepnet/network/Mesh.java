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
 * <p>A sample is numbered by the tick at which it entered, from 0; a bubble takes a number too, and no stage computes for it. State:
 * one long for the clock and {@code L} for the sequence numbers in flight (0 for a bubble), {@code L} ids, {@code L} truths, and the rings
 * of the pass. A truth that is not known is NaN.
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

    /** Number of the sample that enters at this tick. */
    long entering(NetworkState state) {
        return state.longs[clockAt];
    }

    /** Number of the sample that is answered at this tick; negative while the first ones are on their way. */
    long leaving(NetworkState state) {
        return state.longs[clockAt] - (latency - 1);
    }

    /** Lets an event in; its scaled features are in the input wire of {@link #entering} already. */
    void enter(NetworkState state, long sequence, Example example) {
        int slot = slot(entering(state));
        state.longs[sequenceAt + slot] = sequence;
        state.ids[idAt + slot] = example.eventId();
        if (example.isLabelled()) {
            System.arraycopy(example.truth, 0, state.floats, truthAt + slot * truths, truths);
        } else {
            Arrays.fill(state.floats, truthAt + slot * truths, truthAt + (slot + 1) * truths, Float.NaN);
        }
    }

    /** Every stage takes one step, each for its own sample. */
    void advance(NetworkState state) {
        long clock = entering(state);
        for (int node = 0; node < depths.length; node++) {
            long sample = clock - depths[node];
            if (isInFlight(state, sample)) {
                pass.aim(node, sample);
                pass.forward(node);
            }
        }
    }

    /** Ends the tick: the sample that was answered is gone. */
    void leave(NetworkState state) {
        long gone = leaving(state);
        if (gone >= 0) {
            state.longs[sequenceAt + slot(gone)] = 0;
            state.ids[idAt + slot(gone)] = null;
        }
        state.longs[clockAt]++;
    }

    boolean isInFlight(NetworkState state, long sample) {
        return sample >= 0 && state.longs[sequenceAt + slot(sample)] != 0;
    }

    int inFlight(NetworkState state) {
        int count = 0;
        for (int slot = 0; slot < latency; slot++) {
            count += state.longs[sequenceAt + slot] != 0 ? 1 : 0;
        }
        return count;
    }

    long sequence(NetworkState state, long sample) {
        return state.longs[sequenceAt + slot(sample)];
    }

    String eventId(NetworkState state, long sample) {
        return state.ids[idAt + slot(sample)];
    }

    /** Copies the sample's truth; false if it is not known. */
    boolean truth(NetworkState state, long sample, float[] truth) {
        int at = truthAt + slot(sample) * truths;
        if (Float.isNaN(state.floats[at])) {
            return false;
        }
        System.arraycopy(state.floats, at, truth, 0, truths);
        return true;
    }

    private int slot(long sample) {
        return (int) (sample % latency);
    }
}
