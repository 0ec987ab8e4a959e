package io.github.stepnet.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/** The schemas of this version, and each as it was when it was first released. */
final class Words {
    private Words() {}

    static List<Schema> current() {
        return List.of(
                Event.getClassSchema(),
                Prediction.getClassSchema(),
                Milestone.getClassSchema(),
                DeadLetter.getClassSchema());
    }

    static Schema firstVersionOf(Schema current) {
        String file = "/v1/" + current.getName() + ".avsc";
        try (InputStream in = Words.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing; copy the schema's first version there");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
