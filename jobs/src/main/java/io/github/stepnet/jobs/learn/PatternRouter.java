package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.IncomingEvent;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first pattern that matches the whole key names the agent. Not for use by several threads at once. */
final class PatternRouter implements Router {

    private static final long serialVersionUID = 1;

    private final String[] patterns;
    private final int[] agents;
    private final int otherwise;

    /** Used again for each key. */
    private transient Matcher[] matchers;

    PatternRouter(Map<String, String> agentsByPattern, List<String> names, int otherwise) {
        patterns = agentsByPattern.keySet().toArray(String[]::new);
        agents = agentsByPattern.values().stream().mapToInt(names::indexOf).toArray();
        this.otherwise = otherwise;
    }

    @Override
    public int agent(IncomingEvent event) {
        if (matchers == null) {
            matchers = new Matcher[patterns.length];
            for (int i = 0; i < patterns.length; i++) {
                matchers[i] = Pattern.compile(patterns[i]).matcher("");
            }
        }
        for (int i = 0; i < matchers.length; i++) {
            if (matchers[i].reset(event.key()).matches()) {
                return agents[i];
            }
        }
        return otherwise;
    }

    @Override
    public String refusal(IncomingEvent event) {
        return "the key matches none of the patterns of the route: " + String.join(", ", patterns);
    }
}
