package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.PipelinedPass;
import io.github.stepnet.network.plan.Plan;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A mesh through which signals come back as events go: what left at tick {@code t} teaches the stages of depth {@code d} at tick {@code t + L - d}.
 *
 * <p>A tick has two halves. First the stages work, each forward for one event and backward for another: they write nothing that
 * another one reads in this half, so their order changes no bit. Then, in the order of the plan, junctions join what stages have put out, the
 * loss of the event that leaves is sent, signals are added and split, and the parameters take their step. An event whose signal is no longer finite
 * at some depth teaches no further, and is counted as refused.
 *
 * <p>State, beside the mesh's: {@code L + 1} longs, the sequence numbers of the events that left at the last ticks and teach (0 for none).
 */
final class Pipeline {

    private final Mesh mesh;
    private final PipelinedPass signals;
    private final Pass pass;
    private final BackwardPass rule;
    private final LossSignal lossSignal;
    private final ParameterStep step;
    private final int latency;
    private final Node[] nodes;
    private final int[] stages;
    private final int[] junctions;
    private final boolean[] comesBack;
    private final boolean[] isLost;
    /** 1 for each node that a sample teaches at this tick, 0 for the others. */
    private final float[] taught;

    private final int leftAt;

    Pipeline(NetworkLearner spec, Plan plan, Mesh mesh, PipelinedPass signals, ParameterStep step, StateLayout layout) {
        this.mesh = mesh;
        this.signals = signals;
        this.step = step;
        pass = signals.pass();
        rule = spec.rule().bind(plan);
        lossSignal = new LossSignal(spec.network().loss(), plan.output().floats());
        latency = plan.latency();
        nodes = plan.nodes().toArray(new Node[0]);
        stages = nodes(true);
        junctions = nodes(false);
        comesBack = new boolean[nodes.length];
        for (Node node : nodes) {
            comesBack[node.index()] = signals.hasSignal(node);
        }
        isLost = new boolean[latency + 1];
        taught = new float[nodes.length];
        leftAt = layout.reserveLongs(latency + 1);
    }

    private int[] nodes(boolean areStages) {
        return IntStream.range(0, nodes.length)
                .filter(n -> nodes[n] instanceof StageNode == areStages)
                .toArray();
    }

    /** The stages in the order in which they work in a tick; any other gives the same bits. */
    int[] stages() {
        return stages;
    }

    /** The stages work, and junctions join what they have put out. */
    void advance(NetworkState state) {
        pass.gradient().clear();
        Arrays.fill(isLost, false);
        state.longs[slot(mesh.clock(state))] = 0;
        for (int node : stages) {
            work(state, node);
        }
        for (int node : junctions) {
            forward(state, node);
        }
    }

    /** One stage's share of a tick, forward for one event and backward for another. */
    void work(NetworkState state, int node) {
        forward(state, node);
        backward(state, node);
    }

    private void forward(NetworkState state, int node) {
        long sample = mesh.at(state, nodes[node].depth());
        if (sample != 0) {
            pass.aim(node, sample);
            pass.forward(node, sample);
        }
    }

    private void backward(NetworkState state, int node) {
        int depth = nodes[node].depth();
        long sample = left(state, depth);
        if (sample == 0 || !comesBack[node]) {
            return;
        }
        if (!signals.startBackward(node, sample)) {
            isLost[depth] = true;
            return;
        }
        rule.run(pass, node);
        for (long earlier = sample - 1; signals.reachBack(node, sample, earlier); earlier--) {
            rule.run(pass, node);
        }
    }

    /**
     * Sends the loss gradient of the event that leaves at this tick on its way.
     *
     * @return false if it is not finite and stays
     */
    boolean send(NetworkState state, long sample, float[] answer, float[] truth) {
        lossSignal.put(pass, sample, answer, truth);
        if (!signals.send(sample)) {
            step.refuse(state);
            return false;
        }
        state.longs[slot(mesh.clock(state))] = sample;
        return true;
    }

    /**
     * Takes signals to where the next tick's stages find them, and the step along all that this tick's stages have found.
     *
     * @return whether the step was taken
     */
    boolean finish(NetworkState state) {
        for (int node = nodes.length - 1; node >= 0; node--) {
            deliver(state, node);
        }
        for (int depth = 0; depth < latency; depth++) {
            if (isLost[depth]) {
                step.refuse(state);
                state.longs[slot(leavingTick(state, depth))] = 0;
            }
        }
        boolean moves = false;
        for (int node = 0; node < nodes.length; node++) {
            boolean isTaught = left(state, nodes[node].depth()) != 0;
            taught[node] = isTaught ? 1f : 0f;
            moves |= isTaught && nodes[node] instanceof StageNode stage && stage.isTrained();
        }
        for (int node = 0; moves && node < nodes.length; node++) {
            if (taught[node] == 0f) {
                pass.gradient().blank(node);
            }
        }
        Gradient gradient = pass.gradient();
        return moves && step.take(state, gradient.floats(), gradient.bound(), taught);
    }

    private void deliver(NetworkState state, int node) {
        int depth = nodes[node].returnDepth();
        long sample = left(state, depth);
        if (sample == 0 || isLost[depth] || !comesBack[node]) {
            return;
        }
        if (!(nodes[node] instanceof StageNode)) {
            signals.startBackward(node, sample);
            rule.run(pass, node);
        }
        signals.deliver(node, sample);
    }

    /** Sequence number of the event that teaches a depth at this tick, 0 if there is none. */
    private long left(NetworkState state, int depth) {
        long tick = leavingTick(state, depth);
        return tick < 0 ? 0 : state.longs[slot(tick)];
    }

    private long leavingTick(NetworkState state, int depth) {
        return mesh.clock(state) - (latency - depth);
    }

    private int slot(long tick) {
        return leftAt + (int) (tick % (latency + 1));
    }
}
