package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.Unnamed;
import java.util.Map;

/**
 * What every key's network is: {@code network: {inputs: 3, layers: [...]}}, or {@code network: {inputs: 3, model: looped-mlp, outputs: 2}}.
 *
 * @param network the network
 */
@Unnamed
public record OneNetwork(NetworkConfig network) implements Networks {

    public OneNetwork {
        network.checkedOutputs("OneNetwork.network");
    }

    @Override
    public Map<String, NetworkConfig> byAgent() {
        return Map.of("", network);
    }

    @Override
    public NetworkConfig one() {
        return network;
    }
}
