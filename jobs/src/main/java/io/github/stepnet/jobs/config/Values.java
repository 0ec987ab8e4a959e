package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.Shorthand;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * Where the numbers of a vector stand in a record: {@code features: [temperature, sensor.pressure]} for one field each, {@code
 * features: readings} for one field that is an array. A dot leads into a nested record.
 */
public sealed interface Values extends Serializable {

    /**
     * One field for each number, in the vector's order. Booleans count as 0 and 1.
     *
     * @param fields paths of the fields
     */
    @Shorthand
    record Each(List<String> fields) implements Values {

        public Each {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("Each.fields is empty; name at least one field");
            }
            if (new HashSet<>(fields).size() < fields.size()) {
                throw new IllegalArgumentException("Each.fields is " + fields + "; name each field once");
            }
        }
    }

    /**
     * One field that is an array of numbers, as long as the vector.
     *
     * @param field path of the field
     */
    @Shorthand
    record Array(String field) implements Values {}
}
