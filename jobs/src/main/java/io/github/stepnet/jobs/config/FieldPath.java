package io.github.stepnet.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The notation for a place in a record: a name, names joined by dots for nested records ({@code sensor.pressure}, {@code readings.0} for an
 * item of an array), or a JSON pointer for names that have dots themselves ({@code /sensor/p.abs}).
 */
public final class FieldPath {

    private static final String POINTER = "/";
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

    private FieldPath() {}

    /** The steps of a path, from the record inwards. */
    public static List<String> steps(String path) {
        if (!path.startsWith(POINTER)) {
            return List.of(path.split("\\.", -1));
        }
        List<String> steps = new ArrayList<>();
        for (String step : path.substring(POINTER.length()).split(POINTER, -1)) {
            steps.add(step.replace("~1", POINTER).replace("~0", "~"));
        }
        return steps;
    }

    /** Whether a step can be that to an item of an array. */
    public static boolean isIndex(String step) {
        return INDEX.matcher(step).matches();
    }
}
