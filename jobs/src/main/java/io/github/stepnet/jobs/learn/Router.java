package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Agents;
import io.github.stepnet.jobs.wire.IncomingEvent;
import java.io.Serializable;
import java.util.List;

/** Which agent an event is for, by the section {@code route} of a job file. Agents are counted in the order of the file. */
interface Router extends Serializable {

    /** No agent. */
    int NONE = -1;

    /** The agent's number, or {@link #NONE}. */
    int agent(IncomingEvent event);

    /** Why an event has no agent, for people. */
    String refusal(IncomingEvent event);

    static Router of(Agents agents) {
        List<String> names = List.copyOf(agents.agents().keySet());
        int otherwise = agents.route().otherwise().map(names::indexOf).orElse(NONE);
        return agents.route()
                .field()
                .<Router>map(field -> new FieldRouter(field, names, otherwise))
                .orElseGet(() -> new PatternRouter(agents.route().pattern().orElseThrow(), names, otherwise));
    }
}
