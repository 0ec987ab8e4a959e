package io.github.stepnet.jobs.config;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Unnamed;

/**
 * A network of layers.
 *
 * @param network what it is
 */
@Unnamed
public record LayeredNetwork(NetworkSpec network) implements NetworkConfig {

    @Override
    public int inputs() {
        return network.inputs();
    }

    @Override
    public Loss loss() {
        return network.loss();
    }

    @Override
    public int checkedOutputs(String what) {
        return NetworkCheck.outputs(what, network);
    }

    @Override
    public String outputsKey() {
        return "layers[" + (network.layers().size() - 1) + "]";
    }
}
