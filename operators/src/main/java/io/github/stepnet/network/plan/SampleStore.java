package io.github.stepnet.network.plan;

import java.util.function.IntUnaryOperator;

/**
 * Where the wires and tapes of samples lie: one slot each for a single sample at a time (a sweep), or a ring each for the samples in flight
 * (a mesh).
 *
 * <p>What is written at depth {@code d} of a plan with latency {@code L} is needed until the sample's last tick, {@code L - d} ticks,
 * so its ring has {@code L - d} slots and sample {@code s} takes slot {@code s mod (L - d)}. The rings are also the double
 * buffer of the mesh: a stage writes the next depth's input for its own sample, which is not read before the next tick. A
 * plan of equal widths keeps half of what one full set of wires and tapes per sample in flight would take.
 */
final class SampleStore {

    private final int[] wireAt;
    private final int[] wireFloats;
    private final int[] wireRing;
    private final int[] tapeAt;
    private final int[] tapeFloats;
    private final int[] tapeRing;

    private SampleStore(Plan plan, int latency, IntUnaryOperator reserve) {
        int wires = plan.wires().size();
        wireAt = new int[wires];
        wireFloats = new int[wires];
        wireRing = new int[wires];
        for (Wire wire : plan.wires()) {
            int w = wire.index();
            wireFloats[w] = wire.floats();
            wireRing[w] = Math.max(1, latency - wire.depth());
            wireAt[w] = reserve.applyAsInt(wireFloats[w] * wireRing[w]);
        }
        int nodes = plan.nodes().size();
        tapeAt = new int[nodes];
        tapeFloats = new int[nodes];
        tapeRing = new int[nodes];
        for (Node node : plan.nodes()) {
            int t = node.index();
            tapeFloats[t] = node instanceof Node.StageNode stage ? stage.stage().tape() : 0;
            tapeRing[t] = Math.max(1, latency - node.depth());
            tapeAt[t] = reserve.applyAsInt(tapeFloats[t] * tapeRing[t]);
        }
    }

    /** One slot for everything. */
    static SampleStore single(Plan plan, IntUnaryOperator reserve) {
        return new SampleStore(plan, 1, reserve);
    }

    /** Rings for the samples in flight. */
    static SampleStore rings(Plan plan, IntUnaryOperator reserve) {
        return new SampleStore(plan, plan.latency(), reserve);
    }

    /** Where the value of {@code wire} for {@code sample} starts. */
    int wire(Wire wire, long sample) {
        int w = wire.index();
        return wireAt[w] + (int) (sample % wireRing[w]) * wireFloats[w];
    }

    /** Where the tape of {@code node} for {@code sample} starts. */
    int tape(Node node, long sample) {
        int t = node.index();
        return tapeAt[t] + (int) (sample % tapeRing[t]) * tapeFloats[t];
    }
}
