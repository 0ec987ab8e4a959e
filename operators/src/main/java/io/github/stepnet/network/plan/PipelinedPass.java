package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;

/**
 * A pass for a mesh through which signals come back as events go: within a tick every node works forward for one sample and backward for another.
 *
 * <p>The verbs of the {@link #pass} are those of any other. Those here begin and end the way back at one node; what nodes have put aside is taken on by
 * {@link #deliver} only. Values, tapes and signals lie in the key's state.
 */
public final class PipelinedPass {

    private final Pass pass;
    private final Wire output;
    private final Node[] nodes;
    private final SignalRings rings;

    /** @param reach events that a gradient reaches back over, at least 1 */
    public PipelinedPass(Plan plan, Kernel kernel, Places places, int reach, StateLayout state) {
        pass = new Pass(plan, kernel, places, Course.PIPELINE, reach, state);
        output = plan.output();
        nodes = plan.nodes().toArray(new Node[0]);
        rings = new SignalRings(plan, pass.signals, kernel, state);
    }

    /** The pass whose nodes are aimed here. */
    public Pass pass() {
        return pass;
    }

    /** Whether a signal comes back to a node: something learns there, or further back. */
    public boolean hasSignal(Node node) {
        return pass.isVisited(node.index());
    }

    /**
     * Takes the loss gradient of a sample, which is in place, to the signals on their way.
     *
     * @return false if it is not finite
     */
    public boolean send(long sample) {
        rings.send(output, sample, pass.frames.state(), pass.signals());
        return isFinite(output);
    }

    /**
     * Starts the way of a sample's signal back through one node, whose verbs follow.
     *
     * @return false if the signal is not finite
     */
    public boolean startBackward(int node, long sample) {
        pass.aim(node, sample);
        rings.fetch(node, sample, pass.frames.state(), pass.signals());
        if (nodes[node] instanceof StageNode stage) {
            pass.frames.stage(node).inputSignalAt = pass.signals.writtenAt(node, 0);
            pass.memory.clearSignal(stage);
        }
        return isFinite(nodes[node].output());
    }

    /**
     * Goes on at one node to an earlier event, if the sample's gradient reaches it there: its verbs follow again, for that event, which has no signal
     * but that of memory and passes none on.
     */
    public boolean reachBack(int node, long sample, long earlier) {
        if (!(nodes[node] instanceof StageNode stage) || !pass.memory.reaches(stage, sample, earlier)) {
            return false;
        }
        pass.aim(node, earlier);
        int at = pass.signalAt(stage.output());
        Arrays.fill(pass.signals(), at, at + stage.output().floats(), 0f);
        pass.frames.stage(node).inputSignalAt = Frame.NONE;
        return true;
    }

    /** Adds the signals that a node has put aside to those of the sample. */
    public void deliver(int node, long sample) {
        rings.deliver(node, sample, pass.frames.state(), pass.signals());
    }

    private boolean isFinite(Wire wire) {
        return pass.kernel().isFinite(wire.floats(), pass.signals(), pass.signalAt(wire));
    }
}
