package io.github.stepnet.jobs.config;

import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Unnamed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Several networks with a name each: {@code network: {agents: {small: {...}, big: {...}}, route: {field: machine-type}}}. Each is an operator
 * of its own, whose uids start with {@code <uid-prefix>-<name>}. All read the same features and learn the same truth.
 *
 * <p>A key has a network of every agent that its events were routed to. If its route changes, the other agent's network begins, or goes
 * on from where it was; the one that is left stays as it is.
 *
 * @param agents the networks by their names
 * @param route which agent an event is for
 */
@Unnamed
public record Agents(Map<String, NetworkConfig> agents, Route route) implements Networks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    public Agents {
        agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
        if (agents.isEmpty()) {
            throw new IllegalArgumentException("Agents.agents is empty; name at least one, with its network");
        }
        for (String name : agents.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("Agents.agents has the name \"" + name
                        + "\"; it must be letters, digits, underscores and hyphens, the first a letter or digit");
            }
        }
        String first = agents.keySet().iterator().next();
        int answers = answers(first, agents.get(first));
        for (String name : agents.keySet()) {
            checkAlike(first, agents.get(first), answers, name, agents.get(name));
        }
        checkNames(agents, route);
    }

    private static String what(String name) {
        return "Agents.agents[\"" + name + "\"]";
    }

    private static int answers(String name, NetworkConfig network) {
        return network.loss().answers(network.checkedOutputs(what(name)));
    }

    private static void checkAlike(
            String first, NetworkConfig expected, int answers, String name, NetworkConfig network) {
        int own = answers(name, network);
        if (network.inputs() != expected.inputs()) {
            throw new IllegalArgumentException(what(name) + ".inputs is " + network.inputs() + ", but agent " + first
                    + " has " + expected.inputs() + "; all agents read the same features, make them equal");
        }
        if (network.loss().task() != expected.loss().task()) {
            throw new IllegalArgumentException(what(name) + ".loss is " + loss(network) + ", but that of agent " + first
                    + " is " + loss(expected) + "; all agents learn classes, or all learn values");
        }
        if (own != answers) {
            throw new IllegalArgumentException(what(name) + "." + network.outputsKey() + " leads to "
                    + own + " answers, but agent " + first + " has " + answers
                    + "; all agents learn the same truth, make them equal");
        }
    }

    private static String loss(NetworkConfig network) {
        return CanonicalText.of(Loss.class, network.loss());
    }

    private static void checkNames(Map<String, NetworkConfig> agents, Route route) {
        String names = String.join(", ", agents.keySet());
        route.pattern().orElse(Map.of()).forEach((pattern, name) -> {
            if (!agents.containsKey(name)) {
                throw new IllegalArgumentException("Agents.route.pattern[\"" + pattern + "\"] is \"" + name
                        + "\", which is no agent; allowed: " + names);
            }
        });
        route.otherwise().ifPresent(name -> {
            if (!agents.containsKey(name)) {
                throw new IllegalArgumentException(
                        "Agents.route.otherwise is \"" + name + "\", which is no agent; allowed: " + names);
            }
        });
        for (String name : agents.keySet()) {
            if (route.field().isEmpty()
                    && !route.pattern().orElseThrow().containsValue(name)
                    && !route.otherwise().equals(Optional.of(name))) {
                throw new IllegalArgumentException(
                        what(name) + " gets no event; name it in route.pattern or route.otherwise, or leave it out");
            }
        }
    }

    @Override
    public Map<String, NetworkConfig> byAgent() {
        return agents;
    }

    @Override
    public NetworkConfig one() {
        throw new IllegalArgumentException(
                "the network has the agents " + String.join(", ", agents.keySet()) + "; choose one of them");
    }
}
