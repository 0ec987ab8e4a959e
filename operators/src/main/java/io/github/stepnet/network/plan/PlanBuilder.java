package io.github.stepnet.network.plan;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.layer.Junction;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Stage;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.layer.Wiring;
import io.github.stepnet.network.plan.Node.JunctionNode;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.ArrayList;
import java.util.List;

/** Lays stages and wires, from the input on. */
public final class PlanBuilder {

    private final List<Wire> wires = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private int parameterFloats;
    private int memoryFloats;

    PlanBuilder(Shape shape) {
        wires.add(new Wire(0, shape, 0));
    }

    /** The wire that samples enter by. */
    public Wire input() {
        return wires.get(0);
    }

    /**
     * Lays a layer behind a wire.
     *
     * @param name what it is called in errors, such as {@code NetworkSpec.layers[0]}; descriptions leave out what stands before the first dot
     * @throws IllegalArgumentException if the layer cannot take the wire's shape; the message starts with the name
     */
    public Wire lay(String name, LayerSpec layer, Wire from) {
        return lay(new Place(name, layer, false, 0), layer, from);
    }

    /** Lays a layer whose stages take no tick before the one that writes {@code beside}. */
    public Wire layBeside(String name, LayerSpec layer, Wire from, Wire beside) {
        return lay(new Place(name, layer, false, beside.depth()), layer, from);
    }

    /** Joins wires, in the tick of the latest of them. */
    public Wire join(String name, Junction junction, List<Wire> from) {
        int depth = from.stream().mapToInt(Wire::depth).max().orElseThrow();
        Wire to = wire(junction.output(), depth);
        nodes.add(new JunctionNode(nodes.size(), name, junction, depth, from, to));
        return to;
    }

    /**
     * The plan whose answers leave by {@code output}.
     *
     * @throws IllegalStateException if a wire leads nowhere: its rings would end before its sample leaves
     */
    public Plan build(Wire output) {
        boolean[] isRead = new boolean[wires.size()];
        isRead[output.index()] = true;
        nodes.forEach(node -> node.inputs().forEach(wire -> isRead[wire.index()] = true));
        for (Node node : nodes) {
            if (!isRead[node.output().index()]) {
                throw new IllegalStateException(node.name() + " puts out a wire that nobody reads");
            }
        }
        return new Plan(wires, nodes, output);
    }

    private static Wire lay(Place place, LayerSpec layer, Wire from) {
        try {
            return layer.lay(place, from);
        } catch (IllegalArgumentException e) {
            throw place.refused(from, e);
        }
    }

    private Wire wire(Shape shape, int depth) {
        Wire wire = new Wire(wires.size(), shape, depth);
        wires.add(wire);
        return wire;
    }

    /** The wiring that one layer sees. */
    private final class Place implements Wiring {

        private final String name;
        private final LayerSpec layer;
        private final boolean isFrozen;
        private final int earliest;

        Place(String name, LayerSpec layer, boolean isFrozen, int earliest) {
            this.name = name;
            this.layer = layer;
            this.isFrozen = isFrozen;
            this.earliest = earliest;
        }

        @Override
        public Wire through(Stage stage, Wire from) {
            int depth = Math.max(earliest, from.index() == 0 ? 0 : from.depth() + 1);
            Wire to = wire(stage.output(), depth);
            String kind = layer.getClass().getSimpleName();
            String shown = name.substring(name.indexOf('.') + 1);
            int floats = stage.parameterFloats();
            nodes.add(new StageNode(
                    nodes.size(),
                    shown,
                    kind,
                    stage,
                    depth,
                    from,
                    to,
                    parameterFloats,
                    floats,
                    memoryFloats,
                    isFrozen));
            parameterFloats = Math.addExact(parameterFloats, floats);
            memoryFloats = Math.addExact(memoryFloats, stage.memory());
            return to;
        }

        @Override
        public Wire join(Junction junction, List<Wire> from) {
            return PlanBuilder.this.join(name, junction, from);
        }

        @Override
        public Wire lay(String part, LayerSpec spec, Wire from) {
            return PlanBuilder.lay(new Place(name + "." + part, spec, isFrozen, earliest), spec, from);
        }

        @Override
        public Wiring frozen() {
            return new Place(name, layer, true, earliest);
        }

        /** The message of a layer's own refusal, with its place in front; an inner place stays as it is. */
        IllegalArgumentException refused(Wire from, IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            return message.startsWith(name + ".") || message.startsWith(name + " ")
                    ? e
                    : new IllegalArgumentException(
                            name + " cannot take an input of " + from.shape() + ": " + message, e);
        }
    }
}
