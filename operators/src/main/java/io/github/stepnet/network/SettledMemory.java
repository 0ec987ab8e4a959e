package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.equilibrium.Equilibrium;
import io.github.stepnet.network.equilibrium.Settlement;
import java.util.Arrays;

/**
 * Where a key's last event settled, and what its model remembers of earlier ones: the start of the next event.
 *
 * <p>State: the floats of a settled state and of the model's memory; a long, the events that have diverged.
 */
final class SettledMemory {

    private final Equilibrium body;
    private final int settledAt;
    private final int memoryAt;
    private final int divergedAt;
    /** The memory as it was before the present event. */
    private final float[] past;

    SettledMemory(Equilibrium body, StateLayout layout) {
        this.body = body;
        settledAt = layout.reserveFloats(body.size());
        memoryAt = layout.reserveFloats(body.memory());
        divergedAt = layout.reserveLongs(1);
        past = new float[body.memory()];
    }

    /** Settles an event of these features from where the last one did. */
    Settlement settle(NetworkState state, float[] x, boolean isAudited) {
        System.arraycopy(state.floats, memoryAt, past, 0, past.length);
        body.attach(state);
        body.drive(x, 0, past, 0);
        return body.settle(state.floats, settledAt, isAudited);
    }

    /** The event that has just settled is the last one from now on. */
    void remember(NetworkState state) {
        System.arraycopy(body.settled(), 0, state.floats, settledAt, body.size());
        body.remember(state.floats, memoryAt);
    }

    /** The event that has just diverged is counted, and the next one starts from zeros. */
    void reset(NetworkState state) {
        state.longs[divergedAt]++;
        Arrays.fill(state.floats, settledAt, settledAt + body.size(), 0f);
        Arrays.fill(state.floats, memoryAt, memoryAt + body.memory(), 0f);
    }

    long diverged(NetworkState state) {
        return state.longs[divergedAt];
    }

    /** Floats that {@link #keep} writes. */
    int keptFloats() {
        return past.length + body.size();
    }

    /** Writes what {@link #settleAgain} needs of the event that has just settled. */
    void keep(float[] kept, int at) {
        System.arraycopy(past, 0, kept, at, past.length);
        System.arraycopy(body.settled(), 0, kept, at + past.length, body.size());
    }

    /** Settles a kept event with the weights as they are now, from where it settled then; the key's memory stays. */
    Settlement settleAgain(NetworkState state, float[] x, float[] kept, int at, boolean isAudited) {
        body.attach(state);
        body.drive(x, 0, kept, at);
        return body.settle(kept, at + past.length, isAudited);
    }
}
