package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;

/** An optimiser bound to the trained parameters of a plan: which of them take their steps together. */
interface Steps {

    /** No parameter takes its next step at a higher learning rate. */
    float highestRate(long taken, float[] factors);

    /**
     * Moves the parameters against the gradient.
     *
     * @param taken steps that the optimiser has taken for the key
     * @param factors of the learning rate, one for each node; at 0 a node takes no step
     */
    void apply(NetworkState state, long taken, float[] gradient, float[] factors);

    /** Counts what was applied with these factors; not called for a step that is taken back. */
    void count(NetworkState state, float[] factors);
}
