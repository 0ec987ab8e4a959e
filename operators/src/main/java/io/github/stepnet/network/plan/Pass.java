package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.arena.WorkLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.FusedStep;
import io.github.stepnet.network.layer.JunctionFrame;
import io.github.stepnet.network.layer.Stage;
import io.github.stepnet.network.layer.TargetEstimate;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.JunctionNode;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;

/**
 * Runs the nodes of a plan for one sample at a time: the verbs of a stage, at every place of the graph.
 *
 * <p>A pass belongs to one subtask. It is pointed at a key's state ({@link #attach}) and at a sample ({@link #aim}), which is
 * known by its sequence number among the key's events, and allocates nothing afterwards. Backward, nodes must be visited from the
 * last to the first; in a pipeline, each for a sample of its own, in any order, and {@link #deliver} then takes on what they have put aside.
 */
public final class Pass {

    private final Plan plan;
    private final Kernel kernel;
    private final SampleStore store;
    private final Signals signals;
    /** Null but in a pipeline. */
    private final SignalRings rings;

    private final Memory memory;
    private final Gradient gradient;
    private final boolean valuesInState;
    private final float[] work;
    private final Node[] nodes;
    private final Frame[] frames;
    private final JunctionFrame[] junctions;

    private NetworkState state;
    private int bypassAt = -1;
    private float[] values;
    private long sample;
    private boolean isEarlier;

    /**
     * A pass for the events of a sweep. A sample's values last until the next sweep, or in the key's state as long as gradients reach
     * back to them.
     *
     * @param reach events that a gradient reaches back over, at least 1
     */
    public static Pass sweep(Plan plan, Kernel kernel, Places places, int reach, StateLayout state) {
        return new Pass(plan, kernel, places, Course.SWEEP, reach, reach > 1, state);
    }

    /** A pass for a mesh: the values of the samples in flight lie in the key's state. */
    public static Pass mesh(Plan plan, Kernel kernel, Places places, int reach, StateLayout state) {
        return new Pass(plan, kernel, places, Course.MESH, reach, true, state);
    }

    /** A pass for a mesh through which signals come back as events go: values, tapes and signals lie in the key's state. */
    public static Pass pipeline(Plan plan, Kernel kernel, Places places, int reach, StateLayout state) {
        return new Pass(plan, kernel, places, Course.PIPELINE, reach, true, state);
    }

    /** A pass for examples outside the key's events: it works on a copy of the memory and leaves nothing behind. */
    public static Pass aside(Plan plan, Kernel kernel, Places places) {
        return new Pass(plan, kernel, places, Course.ASIDE, 1, false, new StateLayout());
    }

    private Pass(
            Plan plan,
            Kernel kernel,
            Places places,
            Course course,
            int reach,
            boolean valuesInState,
            StateLayout state) {
        this.plan = plan;
        this.kernel = kernel;
        this.valuesInState = valuesInState;
        WorkLayout layout = new WorkLayout();
        store = new SampleStore(
                plan,
                depth -> course.stay(plan.latency(), depth),
                reach,
                valuesInState ? state::reserveFloats : layout::reserve);
        signals = new Signals(plan, course == Course.PIPELINE, layout);
        rings = course == Course.PIPELINE ? new SignalRings(plan, signals, kernel, state) : null;
        memory = new Memory(plan, places.memoryAt(), reach, course, layout, state);
        gradient = places.gradient();
        nodes = plan.nodes().toArray(new Node[0]);
        frames = new Frame[nodes.length];
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
                frames[i] = frame(node, places, scratchAt[i]);
            } else {
                junctions[i] = frame((JunctionNode) nodes[i], scratchAt[i]);
            }
        }
        values = work;
    }

    private Frame frame(StageNode node, Places places, int scratchAt) {
        Frame frame = new Frame(kernel, work, gradient.floats());
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

    public Plan plan() {
        return plan;
    }

    public Kernel kernel() {
        return kernel;
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

    private boolean isBypassed(int node) {
        return bypassAt >= 0 && isBypassed(state, bypassAt, node);
    }

    /** Points the pass at a key's state. */
    public void attach(NetworkState state) {
        this.state = state;
        values = valuesInState ? state.floats : work;
        memory.attach(state, work);
        for (int node = 0; node < nodes.length; node++) {
            if (frames[node] != null) {
                frames[node].parameters = state.floats;
                frames[node].memory = memory.floats();
                frames[node].values = values;
            } else {
                junctions[node].values = values;
            }
        }
    }

    /** Points every node at one sample. */
    public void aim(long sample) {
        this.sample = sample;
        for (int node = 0; node < nodes.length; node++) {
            aim(node, sample);
        }
    }

    /** Points one node at a sample. */
    public void aim(int node, long sample) {
        if (nodes[node] instanceof StageNode stage) {
            Frame frame = frames[node];
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

    /** The array that holds the values of wires. */
    public float[] values() {
        return values;
    }

    /** Where the value of a wire for a sample starts in {@link #values}. */
    public int valueAt(Wire wire, long sample) {
        return store.wire(wire, sample);
    }

    /** The array that holds signals. */
    public float[] signals() {
        return work;
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
        Frame frame = frames[node];
        if (frame == null) {
            ((JunctionNode) nodes[node]).junction().forward(junctions[node]);
            return;
        }
        StageNode stage = (StageNode) nodes[node];
        memory.keep(stage, sample);
        if (isBypassed(node)) {
            System.arraycopy(
                    values,
                    frame.inputAt,
                    values,
                    frame.outputAt,
                    stage.output().floats());
            return;
        }
        stage.stage().forward(frame);
        memory.guard(stage, kernel, sample);
    }

    /** Floats of an event as it was: the value of the input wire, and the memory before it. */
    public int pastFloats() {
        return plan.input().floats() + plan.memoryFloats();
    }

    /** Copies an event that has just been answered as it was. */
    public void copyPast(long sample, float[] into, int at) {
        int inputs = plan.input().floats();
        System.arraycopy(values, valueAt(plan.input(), sample), into, at, inputs);
        memory.copyPast(sample, into, at + inputs);
    }

    /** In a pass aside, takes an event in as it was. */
    public void recall(float[] past, int at) {
        int inputs = plan.input().floats();
        System.arraycopy(past, at, values, valueAt(plan.input(), sample), inputs);
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
        signals.clear(work);
        aim(sample - 1);
        return true;
    }

    /** Starts the way back through a node; {@link #accumulate} and {@link #pullback} follow. */
    public void delta(int node, Shaping shaping) {
        if (frames[node] != null && signals.isVisited(node, isEarlier) && !isBypassed(node)) {
            ((StageNode) nodes[node]).stage().delta(frames[node], shaping.epsilon());
        }
    }

    /** Adds {@code factor} times a node's parameter gradient to the gradient; nothing to do where nothing is trained. */
    public void accumulate(int node, float factor) {
        if (nodes[node] instanceof StageNode stage && stage.isTrained() && signals.isVisited(node, isEarlier)) {
            if (isBypassed(node)) {
                gradient.blank(node);
            } else {
                gradient.accumulate(stage, frames[node], factor);
            }
        }
    }

    /** Moves the signal from a node's output wire to its input wires; nothing to do where no input needs one. */
    public void pullback(int node, Shaping shaping) {
        if (!signals.isVisited(node, isEarlier)) {
            return;
        }
        if (frames[node] == null) {
            ((JunctionNode) nodes[node]).junction().pullback(junctions[node]);
        } else if (frames[node].inputSignalAt != Frame.NONE) {
            if (isBypassed(node)) {
                passOn(frames[node], nodes[node].output().floats());
            } else {
                pullback((StageNode) nodes[node], frames[node], shaping);
            }
        }
        signals.add(node, kernel, work);
    }

    private void passOn(Frame frame, int n) {
        System.arraycopy(work, frame.outputSignalAt, work, frame.inputSignalAt, n);
    }

    private void pullback(StageNode node, Frame frame, Shaping shaping) {
        Stage stage = node.stage();
        int deltas = stage.deltas();
        float after = shaping.inputScale();
        if (deltas == 0) {
            after *= shaping.scale();
        } else {
            if (shaping.scale() != 1f) {
                kernel.scale(deltas, shaping.scale(), work, frame.scratchAt);
            }
            if (shaping.isBounded()) {
                kernel.clamp(deltas, shaping.bound(), work, frame.scratchAt);
            }
        }
        stage.pullback(frame);
        int n = node.input().floats();
        if (after != 1f) {
            kernel.scale(n, after, work, frame.inputSignalAt);
        }
        if (shaping.isInputBounded()) {
            kernel.clamp(n, shaping.inputBound(), work, frame.inputSignalAt);
        }
    }

    /**
     * Starts the way back through a node where signals are gaps; {@link #accumulate} and {@link #estimate} follow.
     *
     * @param withSlope whether the slope of the activation counts; a stage that cannot do without takes it anyway
     */
    public void gap(int node, boolean withSlope) {
        if (frames[node] == null || !signals.isVisited(node, isEarlier) || isBypassed(node)) {
            return;
        }
        Stage stage = ((StageNode) nodes[node]).stage();
        if (!withSlope && stage instanceof TargetEstimate estimate) {
            estimate.gap(frames[node]);
        } else {
            stage.delta(frames[node], 0f);
        }
    }

    /** {@code (cos(y, target) + 1) / 2} of a stage's output and its target, where signals are gaps; 0.5 if one is near 0. */
    public float linkBudget(int node) {
        Frame frame = frames[node];
        if (frame == null || !signals.isVisited(node, isEarlier)) {
            return 0.5f;
        }
        int n = nodes[node].output().floats();
        return Targets.linkBudget(kernel, n, values, frame.outputAt, work, frame.outputSignalAt);
    }

    /**
     * Moves a gap from a node's output wire to its input wires by a guess, or by derivatives where a stage knows no guess.
     *
     * @param corrected whether the guess is taken as a difference: {@code x + est(target) - est(y)}, not {@code est(target)}
     */
    public void estimate(int node, boolean corrected) {
        Frame frame = frames[node];
        if (frame == null
                || frame.inputSignalAt == Frame.NONE
                || !signals.isVisited(node, isEarlier)
                || isBypassed(node)) {
            pullback(node, Shaping.EXACT);
            return;
        }
        StageNode stage = (StageNode) nodes[node];
        if (!(stage.stage() instanceof TargetEstimate estimate)) {
            if (corrected || stage.input().floats() != stage.output().floats()) {
                pullback(node, Shaping.EXACT);
                return;
            }
            Targets.pass(stage, frame);
        } else if (corrected) {
            estimate.estimateInput(frame);
        } else {
            Targets.estimateInput(stage, estimate, frame);
        }
        signals.add(node, kernel, work);
    }

    /** Whether a signal comes back to a node: something learns there, or further back. */
    public boolean hasSignal(Node node) {
        return signals.isVisited(node.index(), false);
    }

    /**
     * In a pipeline, takes the loss gradient of a sample, which is in place, to the signals on their way.
     *
     * @return false if it is not finite
     */
    public boolean send(long sample) {
        rings.send(plan.output(), sample, state, work);
        return kernel.isFinite(plan.output().floats(), work, signals.at(plan.output()));
    }

    /**
     * In a pipeline, starts the way of a sample's signal back through one node, whose verbs follow.
     *
     * @return false if the signal is not finite
     */
    public boolean startBackward(int node, long sample) {
        Wire output = nodes[node].output();
        aim(node, sample);
        rings.fetch(node, sample, state, work);
        if (nodes[node] instanceof StageNode stage) {
            frames[node].inputSignalAt = signals.writtenAt(node, 0);
            memory.clearSignal(stage);
        }
        return kernel.isFinite(output.floats(), work, signals.at(output));
    }

    /**
     * In a pipeline, goes on at one node to an earlier event, if the sample's gradient reaches it there: its verbs follow again, for that event, which
     * has no signal but that of memory and passes none on.
     */
    public boolean reachBack(int node, long sample, long earlier) {
        if (!(nodes[node] instanceof StageNode stage) || !memory.reaches(stage, sample, earlier)) {
            return false;
        }
        aim(node, earlier);
        int at = signals.at(stage.output());
        Arrays.fill(work, at, at + stage.output().floats(), 0f);
        frames[node].inputSignalAt = Frame.NONE;
        return true;
    }

    /** In a pipeline, adds the signals that a node has put aside to those of the sample. */
    public void deliver(int node, long sample) {
        rings.deliver(node, sample, state, work);
    }

    /** Pulls the exact signal back through all nodes and moves every trained parameter by {@code -rate} times its gradient. */
    void descend(float rate) {
        for (int node = nodes.length - 1; node >= 0; node--) {
            if (nodes[node] instanceof StageNode stage && stage.isTrained()) {
                ((FusedStep) stage.stage()).pullbackAndStep(frames[node], rate);
                signals.add(node, kernel, work);
            } else {
                delta(node, Shaping.EXACT);
                pullback(node, Shaping.EXACT);
            }
        }
    }

    /** The gradient of the parameters, which {@link #accumulate} adds to. */
    public Gradient gradient() {
        return gradient;
    }

    /** Largest magnitude of the value that a stage reads, for the sample aimed at. */
    float inputMagnitude(StageNode node) {
        return kernel.maxMagnitude(node.input().floats(), values, frames[node.index()].inputAt);
    }

    /** Largest magnitude of the signal of a wire. */
    float signalMagnitude(Wire wire) {
        return kernel.maxMagnitude(wire.floats(), work, signals.at(wire));
    }
}
