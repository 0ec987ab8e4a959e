package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Stage;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Node.SumNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of stages and wires that a specification compiles to; immutable, it knows shapes and offsets only and is
 * shared by all keys.
 *
 * <p>Nodes stand in an order in which every wire is written before it is read. Splits and delays need no node: a wire can be read
 * twice, and later. Parameters of all stages lie in one run, in node order.
 */
public final class Plan {

    private final List<Wire> wires;
    private final List<Node> nodes;
    private final Wire output;
    private final int latency;
    private final List<ParameterBlock> parameters;
    private final int parameterFloats;

    private Plan(List<Wire> wires, List<Node> nodes, Wire output) {
        this.wires = List.copyOf(wires);
        this.nodes = List.copyOf(nodes);
        this.output = output;
        latency = output.depth() + 1;
        List<ParameterBlock> blocks = new ArrayList<>();
        int floats = 0;
        for (Node node : nodes) {
            if (node instanceof StageNode stage) {
                for (ParameterBlock block : stage.stage().parameters()) {
                    blocks.add(block.within(stage.name(), stage.parametersAt()));
                    floats += block.floats();
                }
            }
        }
        parameters = List.copyOf(blocks);
        parameterFloats = floats;
    }

    /** Starts a plan for inputs of this shape. */
    public static Builder input(Shape shape) {
        return new Builder(shape);
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
        return latency;
    }

    /** All parameters, in the order in which they lie. */
    public List<ParameterBlock> parameters() {
        return parameters;
    }

    /** Floats of all parameters. */
    public int parameterFloats() {
        return parameterFloats;
    }

    /** Writes the initial parameters from {@code at} on. */
    public void initialize(float[] floats, int at, SplitMix64 random) {
        for (Node node : nodes) {
            if (node instanceof StageNode stage) {
                stage.stage().initialize(floats, at + stage.parametersAt(), random);
            }
        }
    }

    /** Lays stages and wires, from the input on. */
    public static final class Builder {

        private final List<Wire> wires = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();
        private int parameterFloats;

        private Builder(Shape shape) {
            wires.add(new Wire(0, shape, 0));
        }

        /** The wire that samples enter by. */
        public Wire input() {
            return wires.get(0);
        }

        /**
         * Sends a wire through a layer.
         *
         * @param name what the stage is called in descriptions and errors
         * @throws IllegalArgumentException if the layer cannot take the wire's shape
         */
        public Wire through(String name, LayerSpec layer, Wire from) {
            return through(name, layer, from, earliestDepth(from));
        }

        /** Sends a wire through a layer in the tick that writes {@code beside}, so that both can be summed. */
        public Wire throughBeside(String name, LayerSpec layer, Wire from, Wire beside) {
            if (beside.depth() < earliestDepth(from)) {
                throw new IllegalArgumentException(name + " would read its input before it is written");
            }
            return through(name, layer, from, beside.depth());
        }

        /**
         * Adds two wires.
         *
         * @throws IllegalArgumentException if their shapes differ
         */
        public Wire sum(Wire left, Wire right) {
            if (!left.shape().equals(right.shape())) {
                throw new IllegalArgumentException("cannot add a wire of shape " + right.shape() + " to one of shape "
                        + left.shape() + "; make both shapes equal");
            }
            int depth = Math.max(left.depth(), right.depth());
            Wire output = wire(left.shape(), depth);
            nodes.add(new SumNode(nodes.size(), depth, left, right, output));
            return output;
        }

        /** The plan whose answers leave by {@code output}. */
        public Plan build(Wire output) {
            return new Plan(wires, nodes, output);
        }

        private Wire through(String name, LayerSpec layer, Wire from, int depth) {
            Stage stage = layer.compile(from.shape());
            Wire to = wire(stage.output(), depth);
            nodes.add(new StageNode(
                    nodes.size(), name, layer.getClass().getSimpleName(), stage, depth, from, to, parameterFloats));
            parameterFloats = Math.addExact(parameterFloats, stage.parameterFloats());
            return to;
        }

        private int earliestDepth(Wire from) {
            return from.index() == 0 ? 0 : from.depth() + 1;
        }

        private Wire wire(Shape shape, int depth) {
            Wire wire = new Wire(wires.size(), shape, depth);
            wires.add(wire);
            return wire;
        }
    }
}
