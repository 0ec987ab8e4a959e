package io.github.stepnet.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The schemas as they were released, beside the classes: {@code v1/Event.avsc} and so on. A file is never edited once it is released. */
public final class Versions {

    /** The latest one first. */
    private static final List<String> RELEASED = List.of("v5", "v4", "v3", "v2", "v1");

    private Versions() {}

    /**
     * The released versions of a record, the latest first; the current one is among them if it has not changed since.
     *
     * @param current the record's current schema, such as {@code Event.getClassSchema()}
     */
    public static List<Schema> earlier(Schema current) {
        List<Schema> found = new ArrayList<>();
        for (String version : RELEASED) {
            String file = version + "/" + current.getName() + ".avsc";
            try (InputStream in = Versions.class.getResourceAsStream(file)) {
                if (in != null) {
                    found.add(new Schema.Parser().parse(in));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file, e);
            }
        }
        return List.copyOf(found);
    }
}
