package io.github.stepnet.jobs.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which agent an event is for: {@code route: {field: machine-type, otherwise: small}} or {@code route: {pattern: {"press-.*": big, "pump-.*":
 * small}}}.
 *
 * <p>A field may say something else in each event of a key, the key itself cannot: by pattern a key always has one network, by field only if
 * its events agree.
 *
 * @param field path of the field whose value is the agent's name; a string, whole number or enum
 * @param pattern agents by regular expressions, of which the first that matches the whole key counts
 * @param otherwise the agent of events for which that names none; without it they are dead letters
 */
public record Route(Optional<String> field, Optional<Map<String, String>> pattern, Optional<String> otherwise) {

    public Route {
        pattern = pattern.map(given -> Collections.unmodifiableMap(new LinkedHashMap<>(given)));
        if (field.isEmpty() && pattern.isEmpty()) {
            throw new IllegalArgumentException(
                    "Route.field is missing; name the field whose value is an agent's name, or give pattern");
        }
        if (field.isPresent() && pattern.isPresent()) {
            throw new IllegalArgumentException(
                    "Route.pattern is given beside field; keep field to route by a value of the event, or pattern to route by its key");
        }
        pattern.ifPresent(Route::checkPatterns);
    }

    private static void checkPatterns(Map<String, String> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException(
                    "Route.pattern is empty; give at least one, such as {\"press-.*\": small}");
        }
        for (String pattern : patterns.keySet()) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "Route.pattern has \"" + pattern + "\", which is no regular expression: " + e.getDescription()
                                + "; allowed: those of java.util.regex, such as press-.*",
                        e);
            }
        }
    }
}
