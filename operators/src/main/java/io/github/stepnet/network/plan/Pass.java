package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.arena.WorkLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.FusedStep;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.JunctionNode;
import io.github.stepnet.network.plan.Node.StageNode;

/**
 * Runs the nodes of a plan for one sample at a time: the verbs of a stage, at every place of the graph.
 *
 * <p>A pass belongs to one subtask. It is pointed at a key's state ({@link #attach}) and at a sample ({@link #aim}), which is
 * known by its sequence number among the key's events, and allocates nothing afterwards. Backward, nodes must be visited from the
 * last to the first; in a {@link PipelinedPass}, each for a sample of its own, in any order.
 */
public final class Pass {

    private final Plan plan;
    private final Kernel kernel;
    private final Node[] nodes;
    private final Gradient gradient;
    private final Targets targets;
    /* Shared with what else runs nodes in this package. */
    final Frames frames;
    final Signals signals;
    final Memory memory;

    private int bypassAt = -1;
    private long sample;
    private boolean isEarlier;

    /**
     * A pass for the events of a sweep. A sample's values last until the next sweep, or in the key's state as long as gradients reach
     * back to them.
     *
     * @param reach events that a gradient reaches back over, at least 1
     */
    public static Pass sweep(Plan plan, Kernel kernel, Places places, int reach, StateLayout state) {
        return new Pass(plan, kernel, places, Course.SWEEP, reach, state);
    }

    /** A pass for a mesh: the values of the samples in flight lie in the key's state. */
    public static Pass mesh(Plan plan, Kernel kernel, Places places, int reach, StateLayout state) {
        return new Pass(plan, kernel, places, Course.MESH, reach, state);
    }

    /** A pass for examples outside the key's events: it works on a copy of the memory and leaves nothing behind. */
    public static Pass aside(Plan plan, Kernel kernel, Places places) {
        return new Pass(plan, kernel, places, Course.ASIDE, 1, new StateLayout());
    }

    Pass(Plan plan, Kernel kernel, Places places, Course course, int reach, StateLayout state) {
        this.plan = plan;
        this.kernel = kernel;
        WorkLayout layout = new WorkLayout();
        SampleStore store = new SampleStore(plan, course, reach, state, layout);
        signals = new Signals(plan, course == Course.PIPELINE, layout);
        memory = new Memory(plan, places.memoryAt(), reach, course, layout, state);
        frames = new Frames(plan, kernel, places, store, signals, memory, layout);
        gradient = places.gradient();
        nodes = plan.nodes().toArray(new Node[0]);
        targets = new Targets(this);
    }

    public Plan plan() {
        return plan;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** The verbs of a rule that takes signals for gaps. */
    public Targets targets() {
        return targets;
    }

    /** The gradient of the parameters, which {@link #accumulate} adds to. */
    public Gradient gradient() {
        return gradient;
    }

    /**
     * Lets a mask in a key's state say which stages are bypassed: bit {@code n mod 64} of the long {@code at + n / 64} for node {@code n}. Its input
     * and its signal then pass unchanged, so both sides must have one shape.
     *
     * @param at where the mask starts in the key's longs, or -1 for none
     */
    public void bypassBy(int at) {
        bypassAt = at;
    }

    /** Whether the mask that starts at {@code at} in a key's longs has a node bypassed. */
    public static boolean isBypassed(NetworkState state, int at, int node) {
        return (state.longs[at + node / Long.SIZE] >>> node & 1) != 0;
    }

    /** Points the pass at a key's state. */
    public void attach(NetworkState state) {
        frames.attach(state);
    }

    /** Points every node at one sample. */
    public void aim(long sample) {
        this.sample = sample;
        frames.aim(sample);
    }

    /** Points one node at a sample. */
    public void aim(int node, long sample) {
        frames.aim(node, sample);
    }

    /** The array that holds the values of wires. */
    public float[] values() {
        return frames.values();
    }

    /** Where the value of a wire for a sample starts in {@link #values}. */
    public int valueAt(Wire wire, long sample) {
        return frames.valueAt(wire, sample);
    }

    /** The array that holds signals. */
    public float[] signals() {
        return frames.work();
    }

    /** Where the loss gradient with respect to a wire starts in {@link #signals}; {@link Frame#NONE} where nothing learns. */
    public int signalAt(Wire wire) {
        return signals.at(wire);
    }

    /** Computes all nodes for the sample aimed at. */
    public void forward() {
        for (int node = 0; node < nodes.length; node++) {
            forward(node, sample);
        }
    }

    /** Computes one node for the sample that it is aimed at. A memory that would not stay finite stays as it was. */
    public void forward(int node, long sample) {
        Frame frame = frames.stage(node);
        if (frame == null) {
            ((JunctionNode) nodes[node]).junction().forward(frames.junction(node));
            return;
        }
        StageNode stage = (StageNode) nodes[node];
        memory.keep(stage, sample);
        if (isBypassed(node)) {
            int n = stage.output().floats();
            System.arraycopy(frame.values, frame.inputAt, frame.values, frame.outputAt, n);
            return;
        }
        stage.stage().forward(frame);
        memory.guard(stage, kernel, sample);
    }

    /** Ends every chain with the sample {@code last}, the latest one: its tape is not there. */
    public void forgetPast(NetworkState of, long last) {
        memory.endChains(of, last);
    }

    /** Floats of an event as it was: the value of the input wire, and the memory before it. */
    public int pastFloats() {
        return plan.input().floats() + plan.memoryFloats();
    }

    /** Copies an event that has just been answered as it was. */
    public void copyPast(long sample, float[] into, int at) {
        int inputs = plan.input().floats();
        System.arraycopy(values(), valueAt(plan.input(), sample), into, at, inputs);
        memory.copyPast(sample, into, at + inputs);
    }

    /** In a pass aside, takes an event in as it was. */
    public void recall(float[] past, int at) {
        int inputs = plan.input().floats();
        System.arraycopy(past, at, values(), valueAt(plan.input(), sample), inputs);
        memory.recall(past, at + inputs);
    }

    /** Takes the memory back to what it was before the sweep of the sample aimed at. */
    public void forgetMemory() {
        memory.restore(sample);
    }

    /** Starts the way back from the sample aimed at, whose loss gradient comes next. */
    public void startBackward() {
        isEarlier = false;
        memory.clearSignals();
    }

    /**
     * Goes on to the event before, if a gradient reaches it: the loss of the sample that {@link #startBackward} was called for has then no
     * other way than memory.
     */
    public boolean reachBack() {
        if (!memory.reaches(sample - 1)) {
            return false;
        }
        isEarlier = true;
        signals.clear(frames.work());
        aim(sample - 1);
        return true;
    }

    /** Starts the way back through a node; {@link #accumulate} and {@link #pullback} follow. */
    public void delta(int node, Shaping shaping) {
        if (isOnTheWay(node)) {
            ((StageNode) nodes[node]).stage().delta(frames.stage(node), shaping.epsilon());
        }
    }

    /** Adds {@code factor} times a node's parameter gradient to the gradient; nothing to do where nothing is trained. */
    public void accumulate(int node, float factor) {
        if (nodes[node] instanceof StageNode stage && stage.isTrained() && isVisited(node)) {
            if (isBypassed(node)) {
                gradient.blank(node);
            } else {
                gradient.accumulate(stage, frames.stage(node), factor);
            }
        }
    }

    /** Moves the signal from a node's output wire to its input wires; nothing to do where no input needs one. */
    public void pullback(int node, Shaping shaping) {
        if (!isVisited(node)) {
            return;
        }
        Frame frame = frames.stage(node);
        if (frame == null) {
            ((JunctionNode) nodes[node]).junction().pullback(frames.junction(node));
        } else if (frame.inputSignalAt != Frame.NONE) {
            if (isBypassed(node)) {
                int n = nodes[node].output().floats();
                System.arraycopy(frame.work, frame.outputSignalAt, frame.work, frame.inputSignalAt, n);
            } else {
                shaping.pullback((StageNode) nodes[node], frame);
            }
        }
        joinSignals(node);
    }

    /**
     * Plain descent in place of the three verbs, for a trained stage with a {@link FusedStep}: the exact signal at its input, and its parameters
     * moved by {@code -rate} times their gradient.
     */
    void pullbackAndStep(int node, float rate) {
        ((FusedStep) ((StageNode) nodes[node]).stage()).pullbackAndStep(frames.stage(node), rate);
        joinSignals(node);
    }

    /** Adds what a node has put aside to the signals of its inputs. */
    void joinSignals(int node) {
        signals.add(node, kernel, frames.work());
    }

    /** Whether there is anything to do backward at a node. */
    boolean isVisited(int node) {
        return signals.isVisited(node, isEarlier);
    }

    /** Whether a node is a stage that works on its way back. */
    boolean isOnTheWay(int node) {
        return frames.stage(node) != null && isVisited(node) && !isBypassed(node);
    }

    private boolean isBypassed(int node) {
        return bypassAt >= 0 && isBypassed(frames.state(), bypassAt, node);
    }
}
