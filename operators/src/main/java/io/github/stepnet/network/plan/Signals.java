package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.WorkLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;
import java.util.List;

/**
 * Where the loss gradients of wires lie in work, who writes them, and who adds to them.
 *
 * <p>Only wires behind which something can learn have one: a trained stage or a recurrent one. Backward, the first reader of a
 * wire that is visited writes its signal, the others put theirs aside and it is added. The loss comes before all readers of
 * the output wire. In a pipeline every reader puts its signals aside, and {@link SignalRings} takes them on.
 */
final class Signals {

    private final Wire[][] inputs;
    private final Wire[] outputs;
    private final int from;
    private final int to;
    private final int[] at;
    private final int[][] written;
    private final boolean[][] isAdded;
    private final boolean[] feedsMemory;

    /** @param isPipeline whether nodes are visited for different samples */
    Signals(Plan plan, boolean isPipeline, WorkLayout layout) {
        List<Node> nodes = plan.nodes();
        inputs = nodes.stream().map(node -> node.inputs().toArray(new Wire[0])).toArray(Wire[][]::new);
        outputs = nodes.stream().map(Node::output).toArray(Wire[]::new);
        int wires = plan.wires().size();
        boolean[] isNeeded = needed(plan);
        isNeeded[plan.output().index()] = true;
        at = new int[wires];
        from = layout.reserve(0);
        for (Wire wire : plan.wires()) {
            at[wire.index()] = isNeeded[wire.index()] ? layout.reserve(wire.floats()) : Frame.NONE;
        }
        to = layout.reserve(0);
        written = new int[nodes.size()][];
        isAdded = new boolean[nodes.size()][];
        boolean[] hasWriter = new boolean[wires];
        hasWriter[plan.output().index()] = true;
        for (int n = nodes.size() - 1; n >= 0; n--) {
            written[n] = new int[inputs[n].length];
            isAdded[n] = new boolean[inputs[n].length];
            for (int k = 0; k < inputs[n].length; k++) {
                int wire = inputs[n][k].index();
                isAdded[n][k] = !isPipeline && isNeeded[wire] && hasWriter[wire];
                boolean isApart = isAdded[n][k] || (isPipeline && isNeeded[wire]);
                written[n][k] = isApart ? layout.reserve(inputs[n][k].floats()) : at[wire];
                hasWriter[wire] = true;
            }
        }
        feedsMemory = feedingMemory(plan);
    }

    /** Where the signal of a wire starts, or {@link Frame#NONE}. */
    int at(Wire wire) {
        return at[wire.index()];
    }

    /** Where a node writes the signal of its {@code k}-th input, or {@link Frame#NONE}. */
    int writtenAt(int node, int k) {
        return written[node][k];
    }

    /** Whether there is anything to do backward at a node, at the sample itself or at an event before it. */
    boolean isVisited(int node, boolean isEarlier) {
        return at[outputs[node].index()] != Frame.NONE && (!isEarlier || feedsMemory[node]);
    }

    /** Adds what a node has put aside to the signals of its inputs. */
    void add(int node, Kernel kernel, float[] work) {
        for (int k = 0; k < isAdded[node].length; k++) {
            if (isAdded[node][k]) {
                Wire wire = inputs[node][k];
                kernel.add(wire.floats(), work, written[node][k], work, at[wire.index()]);
            }
        }
    }

    /** Sets all signals to 0. */
    void clear(float[] work) {
        Arrays.fill(work, from, to, 0f);
    }

    private static boolean[] needed(Plan plan) {
        boolean[] isNeeded = new boolean[plan.wires().size()];
        for (Node node : plan.nodes()) {
            boolean learns = node instanceof StageNode stage
                    && (stage.isTrained() || stage.stage().isRecurrent());
            for (Wire input : node.inputs()) {
                learns |= isNeeded[input.index()];
            }
            isNeeded[node.output().index()] = learns;
        }
        return isNeeded;
    }

    /** Nodes from which a way leads to the memory of a recurrent stage: what earlier events have to do with a loss. */
    private static boolean[] feedingMemory(Plan plan) {
        boolean[] feeds = new boolean[plan.nodes().size()];
        boolean[] leads = new boolean[plan.wires().size()];
        for (int n = feeds.length - 1; n >= 0; n--) {
            Node node = plan.nodes().get(n);
            feeds[n] = leads[node.output().index()]
                    || (node instanceof StageNode stage && stage.stage().isRecurrent());
            if (feeds[n]) {
                node.inputs().forEach(input -> leads[input.index()] = true);
            }
        }
        return feeds;
    }
}
