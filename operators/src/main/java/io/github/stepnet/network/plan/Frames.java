package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.WorkLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.JunctionFrame;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.JunctionNode;
import io.github.stepnet.network.plan.Node.StageNode;

/**
 * What every node of a plan works with: a frame each, attached to a key's state and aimed at a sample.
 *
 * <p>Owns the subtask's work, whose places are all reserved by the time the frames are laid.
 */
final class Frames {

    private final Kernel kernel;
    private final SampleStore store;
    private final Signals signals;
    private final Memory memory;
    private final float[] work;
    private final Node[] nodes;
    private final Frame[] stages;
    private final JunctionFrame[] junctions;

    private NetworkState state;
    private float[] values;

    Frames(
            Plan plan,
            Kernel kernel,
            Places places,
            SampleStore store,
            Signals signals,
            Memory memory,
            WorkLayout layout) {
        this.kernel = kernel;
        this.store = store;
        this.signals = signals;
        this.memory = memory;
        nodes = plan.nodes().toArray(new Node[0]);
        stages = new Frame[nodes.length];
        junctions = new JunctionFrame[nodes.length];
        int[] scratchAt = new int[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            scratchAt[i] = layout.reserve(
                    nodes[i] instanceof StageNode node
                            ? node.stage().scratch()
                            : ((JunctionNode) nodes[i]).junction().scratch());
        }
        work = layout.newArray();
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] instanceof StageNode node) {
                stages[i] = frame(node, places, scratchAt[i]);
            } else {
                junctions[i] = frame((JunctionNode) nodes[i], scratchAt[i]);
            }
        }
        values = work;
    }

    private Frame frame(StageNode node, Places places, int scratchAt) {
        Frame frame = new Frame(kernel, work, places.gradient().floats());
        frame.gradientAt = node.parametersAt();
        frame.parametersAt = places.parametersAt() + node.parametersAt();
        frame.memoryAt = memory.at(node);
        frame.memorySignalAt = memory.signalAt(node);
        frame.scratchAt = scratchAt;
        frame.outputSignalAt = signals.at(node.output());
        frame.inputSignalAt = signals.writtenAt(node.index(), 0);
        return frame;
    }

    private JunctionFrame frame(JunctionNode node, int scratchAt) {
        JunctionFrame frame = new JunctionFrame(kernel, work, node.inputs().size());
        frame.scratchAt = scratchAt;
        frame.outputSignalAt = signals.at(node.output());
        for (int k = 0; k < node.inputs().size(); k++) {
            frame.inputSignalAt[k] = signals.writtenAt(node.index(), k);
        }
        return frame;
    }

    /** Points all frames at a key's state. */
    void attach(NetworkState state) {
        this.state = state;
        values = store.floats(state, work);
        memory.attach(state, work);
        for (int node = 0; node < nodes.length; node++) {
            if (stages[node] != null) {
                stages[node].parameters = state.floats;
                stages[node].memory = memory.floats();
                stages[node].values = values;
            } else {
                junctions[node].values = values;
            }
        }
    }

    /** Points all frames at one sample. */
    void aim(long sample) {
        for (int node = 0; node < nodes.length; node++) {
            aim(node, sample);
        }
    }

    /** Points one node's frame at a sample. */
    void aim(int node, long sample) {
        if (nodes[node] instanceof StageNode stage) {
            Frame frame = stages[node];
            frame.inputAt = store.wire(stage.input(), sample);
            frame.outputAt = store.wire(stage.output(), sample);
            frame.tapeAt = store.tape(stage, sample);
        } else {
            JunctionFrame frame = junctions[node];
            for (int k = 0; k < frame.inputAt.length; k++) {
                frame.inputAt[k] = store.wire(nodes[node].inputs().get(k), sample);
            }
            frame.outputAt = store.wire(nodes[node].output(), sample);
        }
    }

    /** The key's state. */
    NetworkState state() {
        return state;
    }

    /** The array that holds signals and scratch. */
    float[] work() {
        return work;
    }

    /** The array that holds the values of wires, and tapes. */
    float[] values() {
        return values;
    }

    /** Where the value of a wire for a sample starts in {@link #values}. */
    int valueAt(Wire wire, long sample) {
        return store.wire(wire, sample);
    }

    /** The frame of a stage; null at a junction. */
    Frame stage(int node) {
        return stages[node];
    }

    /** The frame of a junction; null at a stage. */
    JunctionFrame junction(int node) {
        return junctions[node];
    }
}
