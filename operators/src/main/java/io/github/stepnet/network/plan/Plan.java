package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of stages and wires that a specification compiles to; immutable, it knows shapes and offsets only and is
 * shared by all keys.
 *
 * <p>Nodes stand in an order in which every wire is written before it is read. Splits and delays need no node: a wire can be read
 * twice, and later. Parameters of all stages lie in one run, in node order, and so does their memory.
 */
public final class Plan {

    private final List<Wire> wires;
    private final List<Node> nodes;
    private final Wire output;
    private final List<ParameterBlock> parameters = new ArrayList<>();
    private final List<ParameterBlock> trained = new ArrayList<>();
    private final int parameterFloats;
    private final int memoryFloats;
    private final boolean isRecurrent;

    Plan(List<Wire> wires, List<Node> nodes, Wire output) {
        this.wires = List.copyOf(wires);
        this.nodes = List.copyOf(nodes);
        this.output = output;
        int floats = 0;
        int memory = 0;
        boolean recurrent = false;
        for (Node node : nodes) {
            if (node instanceof StageNode stage) {
                for (ParameterBlock block : stage.stage().parameters()) {
                    ParameterBlock placed = block.within(stage.name(), stage.parametersAt());
                    parameters.add(placed);
                    if (stage.isTrained()) {
                        trained.add(placed);
                    }
                    floats = Math.addExact(floats, block.floats());
                }
                memory = Math.addExact(memory, stage.stage().memory());
                recurrent |= stage.stage().isRecurrent();
            }
        }
        parameterFloats = floats;
        memoryFloats = memory;
        isRecurrent = recurrent;
    }

    /** Starts a plan for inputs of this shape. */
    public static PlanBuilder input(Shape shape) {
        return new PlanBuilder(shape);
    }

    public List<Wire> wires() {
        return wires;
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** The wire that samples enter by. */
    public Wire input() {
        return wires.get(0);
    }

    /** The wire that answers leave by. */
    public Wire output() {
        return output;
    }

    /** Ticks that a mesh takes from a sample's entry to its answer, both counted: the number of stages one after another. */
    public int latency() {
        return output.depth() + 1;
    }

    /** All parameters, in the order in which they lie. */
    public List<ParameterBlock> parameters() {
        return List.copyOf(parameters);
    }

    /** The parameters that a rule may move, in the order in which they lie. */
    public List<ParameterBlock> trainedParameters() {
        return List.copyOf(trained);
    }

    /** The stages whose parameters a rule may move, in the order in which the plan computes. */
    public List<StageNode> trainedStages() {
        return nodes.stream()
                .filter(node -> node instanceof StageNode stage && stage.isTrained())
                .map(StageNode.class::cast)
                .toList();
    }

    /** Floats of all parameters. */
    public int parameterFloats() {
        return parameterFloats;
    }

    /** Floats that a key remembers from one event to the next, parameters not counted. */
    public int memoryFloats() {
        return memoryFloats;
    }

    /** Whether a gradient can reach back over events, through the memory of a stage. */
    public boolean isRecurrent() {
        return isRecurrent;
    }

    /** Writes the initial parameters from {@code at} on. */
    public void initialize(float[] floats, int at, SplitMix64 random) {
        for (Node node : nodes) {
            if (node instanceof StageNode stage) {
                stage.stage().initialize(floats, at + stage.parametersAt(), random);
            }
        }
    }
}
