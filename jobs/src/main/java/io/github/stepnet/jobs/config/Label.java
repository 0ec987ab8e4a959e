package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Shorthand;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * Where the true class of a record stands: {@code label: state} for a field that counts the classes from 0, {@code label:
 * {field: state, classes: [ok, worn, broken]}} for one that names them. A record whose field is null or missing is predicted and
 * teaches nothing.
 *
 * @param field path of the field; a dot leads into a nested record
 * @param classes the names of the classes, in the order of the network's outputs; empty if the field counts them
 */
@Shorthand
public record Label(String field, @Default("[]") List<String> classes) implements Serializable {

    public Label {
        classes = List.copyOf(classes);
        if (classes.size() == 1) {
            throw new IllegalArgumentException("Label.classes is " + classes
                    + "; name at least 2 classes, or none if the field counts them from 0");
        }
        if (new HashSet<>(classes).size() < classes.size()) {
            throw new IllegalArgumentException("Label.classes is " + classes + "; name each class once");
        }
    }
}
