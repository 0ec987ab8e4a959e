package io.github.stepnet.network.spec;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A specification record as one line of text, in the notation of the configuration: {@code {outputs: 64, activation: leaky-relu}}.
 *
 * <p>A record of a sealed family is wrapped by its name, {@code {dense: {...}}}; names are the Java names in kebab case, components come in the order of the
 * record, none is left out. Equal text means equal specifications.
 */
public final class CanonicalText {

    private CanonicalText() {}

    /** The text of a record. */
    public static String of(Record specification) {
        return components(specification);
    }

    /** A Java name in kebab case: {@code LeakyReLU} stays odd, {@code SoftmaxCrossEntropy} becomes {@code softmax-cross-entropy}. */
    public static String kebab(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String components(Record record) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(record);
                text.add(kebab(component.getName()) + ": " + value(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component + " of " + record, e);
            }
        }
        return text.toString();
    }

    private static String value(Object value) {
        if (value instanceof Record record) {
            return isOfFamily(record)
                    ? "{" + kebab(record.getClass().getSimpleName()) + ": " + components(record) + "}"
                    : components(record);
        }
        if (value instanceof List<?> list) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            list.forEach(element -> text.add(value(element)));
            return text.toString();
        }
        return value instanceof Enum<?> constant ? kebab(constant.name()) : String.valueOf(value);
    }

    private static boolean isOfFamily(Record record) {
        for (Class<?> parent : record.getClass().getInterfaces()) {
            if (parent.isSealed()) {
                return true;
            }
        }
        return false;
    }
}
