package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.IncomingEvent;
import java.util.HashMap;
import java.util.List;

/** The value of a field is the agent's name. */
final class FieldRouter implements Router {

    private static final long serialVersionUID = 1;

    private static final int LONGEST_SHOWN = 60;

    private final String field;
    private final List<String> names;
    private final int otherwise;
    private final HashMap<String, Integer> numbers = new HashMap<>();

    FieldRouter(String field, List<String> names, int otherwise) {
        this.field = field;
        this.names = names;
        this.otherwise = otherwise;
        for (String name : names) {
            numbers.put(name, numbers.size());
        }
    }

    @Override
    public int agent(IncomingEvent event) {
        Integer number = event.route() == null ? null : numbers.get(event.route());
        return number == null ? otherwise : number;
    }

    @Override
    public String refusal(IncomingEvent event) {
        String value = event.route();
        String given = value == null
                ? "missing or null"
                : "\"" + (value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "..." : value) + "\"";
        return "field " + field + " is " + given + "; it must name an agent: " + String.join(", ", names);
    }
}
