package io.github.stepnet.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An argument of a command line that no command knows as its option: {@code --name value} or {@code --name=value}.
 *
 * @param at where it starts among the arguments
 * @param name what stands before the value, the dashes too
 * @param value the value, unless the arguments end before it
 */
public record Argument(int at, String name, Optional<String> value) {

    /** All of them, in their order. What they may be called is for others to say. */
    public static List<Argument> all(List<String> arguments) {
        List<Argument> all = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (equals >= 0) {
                all.add(new Argument(i, argument.substring(0, equals), Optional.of(argument.substring(equals + 1))));
            } else {
                Optional<String> next = i + 1 < arguments.size() ? Optional.of(arguments.get(i + 1)) : Optional.empty();
                all.add(new Argument(i, argument, next));
                i++;
            }
        }
        return all;
    }
}
