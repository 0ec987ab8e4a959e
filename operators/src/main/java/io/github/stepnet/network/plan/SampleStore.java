package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.arena.WorkLayout;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.function.IntUnaryOperator;

/**
 * Where the wires and tapes of samples lie: a ring each, in which the sample with sequence number {@code s} takes slot {@code s mod
 * slots}.
 *
 * <p>In a sweep one slot is enough. In a mesh, what is written at depth {@code d} of a plan with latency {@code L} is needed until the sample's
 * last tick, so its ring has {@code L - d} slots. In a pipeline the sample comes back to depth {@code d} after as many ticks again, which takes {@code 2 (L
 * - d)}. The rings are also the double buffer of the mesh: a stage writes the next depth's
 * input for its own sample, which is not read before the next tick. A plan of equal widths keeps half of what one full set of wires
 * and tapes per sample in flight would take. A gradient that reaches back over {@code k} events needs {@code k - 1} slots more in every ring.
 */
final class SampleStore {

    private final boolean isKept;
    private final int[] wireAt;
    private final int[] wireFloats;
    private final int[] wireRing;
    private final int[] tapeAt;
    private final int[] tapeFloats;
    private final int[] tapeRing;

    /**
     * Reserves the rings, in a key's state or in work.
     *
     * @param reach events that a gradient reaches, at least 1
     */
    SampleStore(Plan plan, Course course, int reach, StateLayout state, WorkLayout work) {
        isKept = course.isKept(reach);
        IntUnaryOperator reserve = isKept ? state::reserveFloats : work::reserve;
        int wires = plan.wires().size();
        wireAt = new int[wires];
        wireFloats = new int[wires];
        wireRing = new int[wires];
        for (Wire wire : plan.wires()) {
            int w = wire.index();
            wireFloats[w] = wire.floats();
            wireRing[w] = course.stay(plan.latency(), wire.depth()) + reach - 1;
            wireAt[w] = reserve.applyAsInt(Math.multiplyExact(wireFloats[w], wireRing[w]));
        }
        int nodes = plan.nodes().size();
        tapeAt = new int[nodes];
        tapeFloats = new int[nodes];
        tapeRing = new int[nodes];
        for (Node node : plan.nodes()) {
            int t = node.index();
            tapeFloats[t] = node instanceof StageNode stage ? stage.stage().tape() : 0;
            tapeRing[t] = course.stay(plan.latency(), node.depth()) + reach - 1;
            tapeAt[t] = reserve.applyAsInt(Math.multiplyExact(tapeFloats[t], tapeRing[t]));
        }
    }

    /** The array that holds the rings. */
    float[] floats(NetworkState state, float[] work) {
        return isKept ? state.floats : work;
    }

    /** Where the value of {@code wire} for {@code sample} starts. */
    int wire(Wire wire, long sample) {
        int w = wire.index();
        return wireAt[w] + slot(sample, wireRing[w]) * wireFloats[w];
    }

    /** Where the tape of {@code node} for {@code sample} starts. */
    int tape(Node node, long sample) {
        int t = node.index();
        return tapeAt[t] + slot(sample, tapeRing[t]) * tapeFloats[t];
    }

    private static int slot(long sample, int ring) {
        return ring == 1 ? 0 : (int) (sample % ring);
    }
}
