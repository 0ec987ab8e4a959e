package io.github.stepnet.network.plan;

import io.github.stepnet.network.layer.Stage;

/**
 * A place in a plan where wires meet: a stage that turns one wire into another, or a sum of two wires.
 */
public sealed interface Node {

    /** Position in the order in which the plan computes. */
    int index();

    /** Ticks from a sample's entry to the tick at which this node handles it; in a sweep, the order alone counts. */
    int depth();

    /** The wire it writes. */
    Wire output();

    /**
     * A compiled layer at its place.
     *
     * @param index position in the order of computation
     * @param name what it is called in descriptions, such as {@code layers[1]}
     * @param layer the kind of layer, such as {@code dense}
     * @param stage the compiled layer
     * @param depth ticks from a sample's entry
     * @param input the wire it reads
     * @param output the wire it writes
     * @param parametersAt where its parameters start among those of the plan
     */
    record StageNode(
            int index, String name, String layer, Stage stage, int depth, Wire input, Wire output, int parametersAt)
            implements Node {}

    /**
     * The sum of two wires of one shape, computed in the tick of the later one.
     *
     * @param index position in the order of computation
     * @param depth depth of the later of the two wires
     * @param left the one term
     * @param right the other term
     * @param output the wire it writes
     */
    record SumNode(int index, int depth, Wire left, Wire right, Wire output) implements Node {}
}
