package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;

/**
 * A place where wires meet: a sum, a concatenation, a gate. It has no parameters, no memory and no tape, and takes no tick.
 *
 * <p>It works on the arrays of a {@link JunctionFrame}, allocates nothing, and writes nowhere but where its verbs say.
 */
public interface Junction {

    /** Shape of the output. */
    Shape output();

    /** Floats of work that {@link #pullback} uses. */
    default int scratch() {
        return 0;
    }

    /** Computes the output from the inputs. */
    void forward(JunctionFrame frame);

    /** Writes (overwriting) the signal of every input whose {@link JunctionFrame#inputSignalAt} is an offset. */
    void pullback(JunctionFrame frame);

    /**
     * Whether the output is made of input values with factors of at most 1, so that no signal at an input is larger than
     * the one at the output.
     */
    default boolean isBounded() {
        return false;
    }
}
