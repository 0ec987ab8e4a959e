package io.github.stepnet.network.layer;

/**
 * The formulas of a recurrent layer: how a step's pre-activations become its state, and the way back. It knows no sizes; {@link Unrolled}
 * steps it and tells them.
 *
 * <p>A cell counts in runs of one float per hidden unit. Its states are vectors of that length, the hidden one first.
 */
interface Cell {

    /** Gates that the input feeds; the hidden state feeds as many. */
    int gates();

    /** Runs in the row of a step; the input feeds the first {@link #gates}, the hidden state the last. */
    default int row() {
        return gates();
    }

    /** Vectors of state. */
    default int states() {
        return 1;
    }

    /** Whether the hidden state is an element-wise activation of the row, so that the row need not be kept. */
    default boolean isOneActivation() {
        return false;
    }

    /** Floats of work of the cell's own. */
    default int scratch(int steps, int units) {
        return 0;
    }

    /** What the biases of a run of the row start as. */
    default float bias(int run) {
        return 0f;
    }

    /**
     * Takes all steps: from the state before the event, which lies on the tape, to every hidden state. States besides the hidden one go into
     * the memory, if it is carried.
     */
    void forward(Frame f, Unrolled u);

    /**
     * Goes back through all steps: leaves the signal of every row in the scratch.
     *
     * @param stateSignalAt where in the frame's work the signal of the states after the event lies, to be replaced by that before it
     * @param epsilon added to the slopes of the activations
     */
    void delta(Frame f, Unrolled u, int stateSignalAt, float epsilon);
}
