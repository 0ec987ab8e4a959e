package io.github.stepnet.network.plan;

import io.github.stepnet.network.layer.Junction;
import io.github.stepnet.network.layer.Stage;
import io.github.stepnet.network.layer.Wire;
import java.util.List;

/**
 * A place in a plan where wires meet: a stage that turns one wire into another, or a junction of several.
 */
public sealed interface Node {

    /** Position in the order in which the plan computes. */
    int index();

    /** What it is called in descriptions, such as {@code layers[1]}. */
    String name();

    /** Ticks from a sample's entry to the tick at which this node handles it; in a sweep, the order alone counts. */
    int depth();

    /**
     * Depth at which a sample's signal meets it in a pipeline: a junction hands signals on in the tick of the last of its readers, before the stages
     * of its own depth.
     */
    default int returnDepth() {
        return this instanceof JunctionNode ? depth() + 1 : depth();
    }

    /** The wires it reads. */
    List<Wire> inputs();

    /** The wire it writes. */
    Wire output();

    /**
     * A stage at its place.
     *
     * @param layer the kind of layer that laid it, such as {@code Dense}
     * @param stage the stage
     * @param input the wire it reads
     * @param parametersAt where its parameters start among those of the plan
     * @param parameterFloats floats of its parameters
     * @param memoryAt where its memory starts among that of the plan
     * @param isFrozen whether its parameters stay as they are
     */
    record StageNode(
            int index,
            String name,
            String layer,
            Stage stage,
            int depth,
            Wire input,
            Wire output,
            int parametersAt,
            int parameterFloats,
            int memoryAt,
            boolean isFrozen)
            implements Node {

        @Override
        public List<Wire> inputs() {
            return List.of(input);
        }

        /** Whether it has parameters that a rule may move. */
        public boolean isTrained() {
            return !isFrozen && parameterFloats > 0;
        }
    }

    /**
     * A junction at its place, computed in the tick of the latest of its wires.
     *
     * @param junction the junction
     */
    record JunctionNode(int index, String name, Junction junction, int depth, List<Wire> inputs, Wire output)
            implements Node {

        public JunctionNode {
            inputs = List.copyOf(inputs);
        }
    }
}
