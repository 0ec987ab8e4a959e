package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.arena.WorkLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;

/**
 * What the stages of a plan remember from event to event: where it lies, what it was before, and how far a gradient reaches back
 * through it.
 *
 * <p>Samples are linked by memory as long as nobody interferes: where an event's memory was refused or taken back, the chain ends, and no
 * gradient goes beyond. State: in a mesh, what the memory of each stage was before each of the events that have passed it and are not yet answered; where gradients reach back at all, one long, the first sample of the present chain; in a pipeline, whose stages are at
 * different samples, one for each node.
 */
final class Memory {

    private final int floats;
    private final int memoryAt;
    private final int reach;
    private final boolean isPipeline;
    private final boolean isCopy;
    private final int copyAt;
    private final int beforeAt;
    private final int signalsAt;
    private final int signalFloats;
    private final int nodes;
    private final int chainAt;
    private final StageNode[] stages;
    /** By stage; null where all stages are at one event. */
    private final int[] pastAt;

    private final int[] pastRing;

    private NetworkState state;
    private float[] work;
    private int events;

    Memory(Plan plan, int memoryAt, int reach, Course course, WorkLayout layout, StateLayout stateLayout) {
        this.memoryAt = memoryAt;
        this.reach = reach;
        isPipeline = course == Course.PIPELINE;
        isCopy = course == Course.ASIDE;
        floats = plan.memoryFloats();
        copyAt = isCopy ? layout.reserve(floats) : 0;
        beforeAt = layout.reserve(floats);
        signalFloats = plan.isRecurrent() ? floats : 0;
        signalsAt = layout.reserve(signalFloats);
        nodes = plan.nodes().size();
        chainAt = reach > 1 ? stateLayout.reserveLongs(isPipeline ? nodes : 1) : -1;
        stages = plan.nodes().stream()
                .filter(node -> node instanceof StageNode stage && stage.stage().memory() > 0)
                .toArray(StageNode[]::new);
        boolean hasPast = course == Course.MESH || course == Course.PIPELINE;
        pastAt = hasPast ? new int[plan.nodes().size()] : null;
        pastRing = hasPast ? new int[plan.nodes().size()] : null;
        for (int i = 0; hasPast && i < stages.length; i++) {
            int node = stages[i].index();
            pastRing[node] = Course.MESH.stay(plan.latency(), stages[i].depth());
            pastAt[node] = stateLayout.reserveFloats(
                    Math.multiplyExact(pastRing[node], stages[i].stage().memory()));
        }
    }

    void attach(NetworkState state, float[] work) {
        this.state = state;
        this.work = work;
        if (isCopy) {
            System.arraycopy(state.floats, memoryAt, work, copyAt, floats);
        }
    }

    /** The array that holds the memory. */
    float[] floats() {
        return isCopy ? work : state.floats;
    }

    /** Where a stage's memory starts in {@link #floats}. */
    int at(StageNode node) {
        return (isCopy ? copyAt : memoryAt) + node.memoryAt();
    }

    /** Where the signal of a recurrent stage's memory starts in work. */
    int signalAt(StageNode node) {
        return signalsAt + node.memoryAt();
    }

    /** Notes a stage's memory before it computes for a sample. */
    void keep(StageNode node, long sample) {
        int n = node.stage().memory();
        if (n > 0) {
            System.arraycopy(floats(), at(node), work, beforeAt + node.memoryAt(), n);
            if (pastAt != null) {
                System.arraycopy(floats(), at(node), state.floats, pastAt(node, sample), n);
            }
        }
    }

    /** Copies what the memory was before the sample that has just been answered. */
    void copyPast(long sample, float[] into, int at) {
        for (StageNode node : stages) {
            if (pastAt == null) {
                System.arraycopy(
                        work,
                        beforeAt + node.memoryAt(),
                        into,
                        at + node.memoryAt(),
                        node.stage().memory());
            } else {
                System.arraycopy(
                        state.floats,
                        pastAt(node, sample),
                        into,
                        at + node.memoryAt(),
                        node.stage().memory());
            }
        }
    }

    /** Replaces the copy of the key's memory. */
    void recall(float[] past, int at) {
        assert isCopy : "the key's own memory is not replaced";
        System.arraycopy(past, at, work, copyAt, floats);
    }

    private int pastAt(StageNode node, long sample) {
        int slot = (int) (sample % pastRing[node.index()]);
        return pastAt[node.index()] + slot * node.stage().memory();
    }

    /** Takes a stage's memory back if it is not finite. */
    void guard(StageNode node, Kernel kernel, long sample) {
        int n = node.stage().memory();
        if (n > 0 && !kernel.isFinite(n, floats(), at(node))) {
            System.arraycopy(work, beforeAt + node.memoryAt(), floats(), at(node), n);
            endChain(chain(node), sample);
        }
    }

    /** Takes all memory back to what it was before a sample's sweep. */
    void restore(long sample) {
        if (floats > 0) {
            System.arraycopy(work, beforeAt, floats(), isCopy ? copyAt : memoryAt, floats);
            endChain(chainAt, sample);
        }
    }

    void endChains(NetworkState of, long sample) {
        for (int i = 0; chainAt >= 0 && i < (isPipeline ? nodes : 1); i++) {
            of.longs[chainAt + i] = sample + 1;
        }
    }

    /** Starts a way back. */
    void clearSignals() {
        events = 1;
        Arrays.fill(work, signalsAt, signalsAt + signalFloats, 0f);
    }

    /** Whether a gradient goes on to the event {@code sample}; counts the events that it has reached. */
    boolean reaches(long sample) {
        return events++ < reach && sample > 0 && sample >= state.longs[chainAt];
    }

    /** Starts the way back through one stage. */
    void clearSignal(StageNode node) {
        if (node.stage().isRecurrent()) {
            Arrays.fill(work, signalAt(node), signalAt(node) + node.stage().memory(), 0f);
        }
    }

    /** Whether the gradient of {@code sample} goes on to the event {@code earlier} within one stage. */
    boolean reaches(StageNode node, long sample, long earlier) {
        return node.stage().isRecurrent()
                && sample - earlier < reach
                && earlier > 0
                && earlier >= state.longs[chain(node)];
    }

    private int chain(StageNode node) {
        return isPipeline && chainAt >= 0 ? chainAt + node.index() : chainAt;
    }

    private void endChain(int at, long sample) {
        if (at >= 0) {
            state.longs[at] = sample + 1;
        }
    }
}
