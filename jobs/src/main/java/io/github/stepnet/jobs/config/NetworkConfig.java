package io.github.stepnet.jobs.config;

import io.github.stepnet.network.loss.Loss;

/** What a network is: layers, {@code {inputs: 3, layers: [...]}}, or a model that settles, {@code {inputs: 3, model: {looped-mlp: {hidden: 64}}, outputs: 2}}. */
public sealed interface NetworkConfig permits LayeredNetwork, SettlingNetwork {

    /** Number of features. */
    int inputs();

    /** What to make small. */
    Loss loss();

    /**
     * Raw outputs of the network.
     *
     * @param what the component that holds it, such as {@code JobConfig.network}
     * @throws IllegalArgumentException if there is no such network
     */
    int checkedOutputs(String what);

    /** The key that says how many outputs there are, such as {@code layers[2]}. */
    String outputsKey();
}
