package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.Wire;
import java.util.List;

/**
 * The signals on their way back through a pipeline: a ring in the key's state for every wire that has one, in which the sample with sequence
 * number {@code s} takes slot {@code s mod slots}.
 *
 * <p>Within a tick stages only read here; what they put aside is added afterwards, in the order of the plan. The readers of a
 * wire come to a sample one after another, the deepest first: with {@code r} the depth of that one, 1 more for a junction and the plan's latency for the
 * loss, the signal of a wire written at depth {@code d} takes {@code r - d} slots.
 */
final class SignalRings {

    private final Kernel kernel;
    private final Signals signals;
    private final Wire[][] inputs;
    private final Wire[] outputs;
    private final boolean[][] isFirst;
    private final int[] at;
    private final int[] slots;

    SignalRings(Plan plan, Signals signals, Kernel kernel, StateLayout state) {
        this.signals = signals;
        this.kernel = kernel;
        List<Node> nodes = plan.nodes();
        inputs = nodes.stream().map(node -> node.inputs().toArray(new Wire[0])).toArray(Wire[][]::new);
        outputs = nodes.stream().map(Node::output).toArray(Wire[]::new);
        int wires = plan.wires().size();
        int[] deepest = new int[wires];
        int[] first = new int[wires];
        for (int n = nodes.size() - 1; n >= 0; n--) {
            for (Wire wire : inputs[n]) {
                if (nodes.get(n).returnDepth() > deepest[wire.index()]) {
                    deepest[wire.index()] = nodes.get(n).returnDepth();
                    first[wire.index()] = n;
                }
            }
        }
        int output = plan.output().index();
        deepest[output] = plan.latency();
        first[output] = -1;
        isFirst = new boolean[nodes.size()][];
        for (int n = 0; n < isFirst.length; n++) {
            isFirst[n] = new boolean[inputs[n].length];
            for (int k = 0; k < isFirst[n].length; k++) {
                int wire = inputs[n][k].index();
                isFirst[n][k] = first[wire] == n;
                first[wire] = isFirst[n][k] ? -1 : first[wire];
            }
        }
        at = new int[wires];
        slots = new int[wires];
        for (Wire wire : plan.wires()) {
            int w = wire.index();
            boolean hasSignal = signals.at(wire) != Frame.NONE;
            slots[w] = hasSignal ? deepest[w] - wire.depth() : 0;
            at[w] = state.reserveFloats(Math.multiplyExact(wire.floats(), slots[w]));
        }
    }

    /** Copies the signal of a node's output to where the node reads it. */
    void fetch(int node, long sample, NetworkState state, float[] work) {
        Wire wire = outputs[node];
        System.arraycopy(state.floats, slot(wire, sample), work, signals.at(wire), wire.floats());
    }

    /** Adds what a node has put aside to the signals of its inputs. */
    void deliver(int node, long sample, NetworkState state, float[] work) {
        for (int k = 0; k < inputs[node].length; k++) {
            int from = signals.writtenAt(node, k);
            Wire wire = inputs[node][k];
            if (from == Frame.NONE) {
                continue;
            }
            if (isFirst[node][k]) {
                System.arraycopy(work, from, state.floats, slot(wire, sample), wire.floats());
            } else {
                kernel.add(wire.floats(), work, from, state.floats, slot(wire, sample));
            }
        }
    }

    /** Takes the loss gradient from where the loss has written it. */
    void send(Wire output, long sample, NetworkState state, float[] work) {
        System.arraycopy(work, signals.at(output), state.floats, slot(output, sample), output.floats());
    }

    private int slot(Wire wire, long sample) {
        int w = wire.index();
        return at[w] + (int) (sample % slots[w]) * wire.floats();
    }
}
