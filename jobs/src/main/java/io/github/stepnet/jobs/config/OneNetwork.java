package io.github.stepnet.jobs.config;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.spec.Unnamed;
import java.util.Map;

/**
 * What every key's network is: {@code network: {inputs: 3, layers: [...]}}.
 *
 * @param network the network
 */
@Unnamed
public record OneNetwork(NetworkSpec network) implements Networks {

    public OneNetwork {
        NetworkCheck.outputs("OneNetwork.network", network);
    }

    @Override
    public Map<String, NetworkSpec> byAgent() {
        return Map.of("", network);
    }

    @Override
    public NetworkSpec one() {
        return network;
    }
}
