package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.SpecException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/**
 * A text that was given by its place: a path or URI of any file system that Flink knows, {@code env:NAME}, or the text itself, which has
 * a line break or starts with a brace.
 *
 * <p>It is read once, in the program that submits the job. A path without a scheme is of the local file system.
 *
 * @param name what it is called in errors: the file's own name, {@code env:NAME} or {@code inline}
 * @param text the text
 */
record ConfigText(String name, String text) {

    static final String ENVIRONMENT = "env:";

    private static final int MOST_BYTES = 1 << 20;
    /** Two letters or more before the colon: one letter is a Windows drive. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    /**
     * Reads a text.
     *
     * @param where who asks, for errors, such as {@code --config}
     * @param environment the environment's variables by name, null for one that is not set
     * @throws SpecException if there is nothing at that place
     */
    static ConfigText read(String where, String place, UnaryOperator<String> environment) {
        if (place.startsWith(ENVIRONMENT)) {
            String text = environment.apply(place.substring(ENVIRONMENT.length()));
            if (text == null) {
                throw unreadable(where, place, "no such environment variable");
            }
            return new ConfigText(place, text);
        }
        if (place.contains("\n") || place.strip().startsWith("{")) {
            return new ConfigText("inline", place);
        }
        if (place.isBlank()) {
            throw unreadable(where, place, "it is blank");
        }
        try {
            Path path = SCHEME.matcher(place).matches()
                    ? new Path(place)
                    : Path.fromLocalFile(new File(place).getAbsoluteFile());
            try (FSDataInputStream in = path.getFileSystem().open(path)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw unreadable(where, place, "it has more than " + MOST_BYTES + " bytes");
                }
                return new ConfigText(path.getName(), new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException e) {
            if (e instanceof SpecException placed) {
                throw placed;
            }
            throw unreadable(where, place, String.valueOf(e.getMessage()));
        }
    }

    private static SpecException unreadable(String where, String place, String why) {
        return new SpecException(
                where,
                "",
                "cannot be read from \"" + place + "\": " + why,
                "allowed: a path or URI of a file, env:NAME, or the text itself");
    }
}
