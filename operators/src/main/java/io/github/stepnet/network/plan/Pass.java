package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.arena.WorkLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.FusedStep;
import io.github.stepnet.network.layer.Shaping;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Node.SumNode;
import java.util.List;

/**
 * Runs the nodes of a plan for one sample at a time: the verbs of a stage, at every place of the graph.
 *
 * <p>A pass belongs to one subtask. It is pointed at a key's state ({@link #attach}) and, in a mesh, at a sample ({@link #aim}), and
 * allocates nothing afterwards. Backward, nodes must be visited from the last to the first: the signals of a wire with
 * several readers are added up in that order.
 */
public final class Pass {

    private final Plan plan;
    private final Kernel kernel;
    private final SampleStore store;
    private final boolean valuesInState;
    private final float[] work;
    private final Node[] nodes;
    private final Frame[] frames;
    private final int[] signalAt;
    private final boolean[] leftOverwrites;
    private final boolean[] rightOverwrites;
    private final int splitSignalAt;

    private float[] values;
    private long sumSample;

    /** A pass for sweeps: a sample's values lie in work and last until the next sweep. */
    public static Pass sweep(Plan plan, Kernel kernel, int parametersAt, float[] gradient) {
        WorkLayout layout = new WorkLayout();
        return new Pass(plan, kernel, parametersAt, gradient, layout, SampleStore.single(plan, layout::reserve), false);
    }

    /** A pass for a mesh: the values of the samples in flight lie in the key's state. */
    public static Pass mesh(Plan plan, Kernel kernel, int parametersAt, float[] gradient, StateLayout state) {
        SampleStore store = SampleStore.rings(plan, state::reserveFloats);
        return new Pass(plan, kernel, parametersAt, gradient, new WorkLayout(), store, true);
    }

    private Pass(
            Plan plan,
            Kernel kernel,
            int parametersAt,
            float[] gradient,
            WorkLayout layout,
            SampleStore store,
            boolean valuesInState) {
        this.plan = plan;
        this.kernel = kernel;
        this.store = store;
        this.valuesInState = valuesInState;
        nodes = plan.nodes().toArray(new Node[0]);
        frames = new Frame[nodes.length];
        leftOverwrites = new boolean[nodes.length];
        rightOverwrites = new boolean[nodes.length];
        signalAt = reserveSignals(plan.wires(), layout);
        splitSignalAt = layout.reserve(widest(plan.wires()));
        int[] scratchAt = new int[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            scratchAt[i] = nodes[i] instanceof StageNode node
                    ? layout.reserve(node.stage().scratch())
                    : 0;
        }
        findFirstSignals(plan.wires().size());
        work = layout.newArray();
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] instanceof StageNode node) {
                frames[i] = new Frame(
                        kernel,
                        gradient,
                        node.parametersAt(),
                        parametersAt + node.parametersAt(),
                        work,
                        scratchAt[i],
                        signalAt[node.output().index()],
                        inputSignalAt(node));
            }
        }
        if (!valuesInState) {
            values = work;
            aim(0);
        }
    }

    public Plan plan() {
        return plan;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** Points the pass at a key's state. */
    public void attach(float[] state) {
        if (valuesInState) {
            values = state;
        }
        for (Frame frame : frames) {
            if (frame != null) {
                frame.parameters = state;
                frame.values = values;
            }
        }
    }

    /** Points every node at one sample. */
    public void aim(long sample) {
        for (int node = 0; node < nodes.length; node++) {
            aim(node, sample);
        }
    }

    /** Points one node at a sample. */
    public void aim(int node, long sample) {
        Frame frame = frames[node];
        if (frame != null) {
            StageNode stage = (StageNode) nodes[node];
            frame.inputAt = store.wire(stage.input(), sample);
            frame.outputAt = store.wire(stage.output(), sample);
            frame.tapeAt = store.tape(stage, sample);
        } else {
            sumSample = sample;
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

    /** Where the loss gradient with respect to a wire starts in {@link #signals}; the input wire has none. */
    public int signalAt(Wire wire) {
        return signalAt[wire.index()];
    }

    /** Computes all nodes for the sample aimed at. */
    public void forward() {
        for (int node = 0; node < nodes.length; node++) {
            forward(node);
        }
    }

    /** Computes one node for the sample aimed at. */
    public void forward(int node) {
        if (frames[node] != null) {
            ((StageNode) nodes[node]).stage().forward(frames[node]);
        } else {
            SumNode sum = (SumNode) nodes[node];
            int n = sum.output().floats();
            int to = store.wire(sum.output(), sumSample);
            System.arraycopy(values, store.wire(sum.left(), sumSample), values, to, n);
            kernel.add(n, values, store.wire(sum.right(), sumSample), values, to);
        }
    }

    /** Moves the signal from a node's output wire to its input wires; nothing to do where no input needs one. */
    public void pullback(int node, Shaping shaping) {
        Frame frame = frames[node];
        if (frame == null) {
            SumNode sum = (SumNode) nodes[node];
            passOn(sum.output(), sum.left(), leftOverwrites[node]);
            passOn(sum.output(), sum.right(), rightOverwrites[node]);
        } else if (frame.inputSignalAt != Frame.NONE) {
            StageNode stage = (StageNode) nodes[node];
            stage.stage().pullback(frame, shaping);
            int n = stage.input().floats();
            if (shaping.inputScale() != 1f) {
                kernel.scale(n, shaping.inputScale(), work, frame.inputSignalAt);
            }
            if (shaping.isInputBounded()) {
                kernel.clamp(n, shaping.inputBound(), work, frame.inputSignalAt);
            }
            addSplitSignal(node, stage);
        }
    }

    /** Adds {@code factor} times a node's parameter gradient to the gradient; nothing to do for a sum. */
    public void accumulate(int node, Shaping shaping, float factor) {
        if (frames[node] != null) {
            ((StageNode) nodes[node]).stage().accumulate(frames[node], shaping, factor);
        }
    }

    /** Pulls the exact signal back through all nodes and moves every parameter by {@code -rate} times its gradient. */
    void descend(float rate) {
        for (int node = nodes.length - 1; node >= 0; node--) {
            Frame frame = frames[node];
            if (frame == null) {
                pullback(node, Shaping.EXACT);
            } else {
                StageNode stage = (StageNode) nodes[node];
                ((FusedStep) stage.stage()).pullbackAndStep(frame, rate);
                if (frame.inputSignalAt != Frame.NONE) {
                    addSplitSignal(node, stage);
                }
            }
        }
    }

    /** Largest magnitude of the value that a node reads, for the sample aimed at. */
    float inputMagnitude(int node) {
        StageNode stage = (StageNode) nodes[node];
        return kernel.maxMagnitude(stage.input().floats(), values, frames[node].inputAt);
    }

    /** Largest magnitude of the signal of a wire. */
    float signalMagnitude(Wire wire) {
        return kernel.maxMagnitude(wire.floats(), work, signalAt[wire.index()]);
    }

    private void addSplitSignal(int node, StageNode stage) {
        if (!leftOverwrites[node]) {
            kernel.add(
                    stage.input().floats(),
                    work,
                    splitSignalAt,
                    work,
                    signalAt[stage.input().index()]);
        }
    }

    private void passOn(Wire from, Wire to, boolean overwrites) {
        int at = signalAt[to.index()];
        if (at == Frame.NONE) {
            return;
        }
        if (overwrites) {
            System.arraycopy(work, signalAt[from.index()], work, at, to.floats());
        } else {
            kernel.add(to.floats(), work, signalAt[from.index()], work, at);
        }
    }

    /** The reader that comes last in the order of computation is the first to write a wire's signal; the others add to it. */
    private void findFirstSignals(int wires) {
        boolean[] written = new boolean[wires];
        for (int i = nodes.length - 1; i >= 0; i--) {
            if (nodes[i] instanceof StageNode stage) {
                leftOverwrites[i] = !written[stage.input().index()];
                written[stage.input().index()] = true;
            } else if (nodes[i] instanceof SumNode sum) {
                leftOverwrites[i] = !written[sum.left().index()];
                written[sum.left().index()] = true;
                rightOverwrites[i] = !written[sum.right().index()];
                written[sum.right().index()] = true;
            }
        }
    }

    private int inputSignalAt(StageNode node) {
        int at = signalAt[node.input().index()];
        return at == Frame.NONE || leftOverwrites[node.index()] ? at : splitSignalAt;
    }

    private static int[] reserveSignals(List<Wire> wires, WorkLayout layout) {
        int[] at = new int[wires.size()];
        for (Wire wire : wires) {
            at[wire.index()] = wire.index() == 0 ? Frame.NONE : layout.reserve(wire.floats());
        }
        return at;
    }

    private static int widest(List<Wire> wires) {
        int widest = 0;
        for (Wire wire : wires) {
            widest = Math.max(widest, wire.floats());
        }
        return widest;
    }
}
