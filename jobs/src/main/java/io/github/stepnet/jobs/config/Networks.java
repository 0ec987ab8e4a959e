package io.github.stepnet.jobs.config;

import java.util.Map;

/** The section {@code network}: what the job's networks are, one and the same for all keys, or one for each agent. */
public sealed interface Networks permits Agents, OneNetwork {

    /** The networks by the names of their agents, in the order of the text; one that is no agent's has the name {@code ""}. */
    Map<String, NetworkConfig> byAgent();

    /** Whether one of them is a model that settles. */
    default boolean anySettles() {
        return byAgent().values().stream().anyMatch(SettlingNetwork.class::isInstance);
    }

    /** One of them. They have as many inputs, the same task and as many answers each. */
    default NetworkConfig any() {
        return byAgent().values().iterator().next();
    }

    /**
     * The network, where there is one for all keys.
     *
     * @throws IllegalArgumentException if there are agents
     */
    NetworkConfig one();
}
