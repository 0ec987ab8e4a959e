package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The option {@code --agent}: which of a job file's agents a command takes that has room for one network. */
final class AgentChoice {

    private static final String NETWORK = "network";
    private static final String AGENTS = "agents";

    private AgentChoice() {}

    /**
     * The text with the agent's network as its only one.
     *
     * @throws IllegalArgumentException if there are agents and none is chosen, or one that is not there
     */
    static SpecNode apply(SpecNode root, Optional<String> agent) {
        Optional<SpecNode> agents = at(root, NETWORK).flatMap(network -> at(network, AGENTS));
        if (agents.isEmpty()) {
            agent.ifPresent(name -> {
                throw new IllegalArgumentException(
                        "--agent is \"" + name + "\", but the network has no agents; leave it out");
            });
            return root;
        }
        List<String> names =
                agents.get().entries().stream().map(SpecNode.Entry::key).toList();
        String name = agent.orElseThrow(() -> new IllegalArgumentException(
                "the job file has the agents " + String.join(", ", names) + "; choose one with --agent"));
        SpecNode chosen = at(agents.get(), name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--agent is \"" + name + "\"; allowed: " + String.join(", ", names)));
        List<SpecNode.Entry> entries = new ArrayList<>();
        for (SpecNode.Entry entry : root.entries()) {
            boolean isNetwork = entry.key().equals(NETWORK);
            entries.add(isNetwork ? new SpecNode.Entry(NETWORK, entry.where(), chosen) : entry);
        }
        return SpecNode.map(entries, root.where());
    }

    private static Optional<SpecNode> at(SpecNode map, String key) {
        return map.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .map(SpecNode.Entry::value);
    }
}
