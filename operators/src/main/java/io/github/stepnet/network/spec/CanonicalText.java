package io.github.stepnet.network.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A specification as one line of text, in the notation that {@link SpecReader} reads: {@code {outputs: 64, activation: leaky-relu,
 * initializer: he}}.
 *
 * <p>A record of a sealed family is wrapped by its name, {@code {dense: {...}}}, unless it is {@link Unnamed}; components come in the order of the record, none is left
 * out, and nothing is in shorthand. Equal text means equal specifications, on every machine and JDK, and {@link FlowText} and {@code
 * SpecReader} make the same specification of it. What came into a family by an open door (a user's own layer) is written as its class
 * and its {@code toString}, which cannot be read back.
 */
public final class CanonicalText {

    private CanonicalText() {}

    /** The text of a record. */
    public static String of(Record specification) {
        return components(specification);
    }

    /** The text of a value of a sealed family, or of any other type that {@link SpecReader} reads. */
    public static <T> String of(Class<T> type, T value) {
        return value(type, value, false);
    }

    private static String components(Record record) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            text.add(Names.kebab(component.getName()) + ": " + component(component, record));
        }
        return text.toString();
    }

    private static String component(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(record);
            return value(component.getGenericType(), value, component.isAnnotationPresent(Percent.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + record, e);
        }
    }

    private static String value(Type type, Object value, boolean percent) {
        if (value instanceof Optional<?> optional) {
            return optional.map(present -> value(argument(type, 0), present, percent))
                    .orElse("null");
        }
        if (value instanceof List<?> list) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            list.forEach(element -> text.add(value(argument(type, 0), element, false)));
            return text.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            map.forEach((key, element) ->
                    text.add(Scalars.quoted(String.valueOf(key)) + ": " + value(argument(type, 1), element, false)));
            return text.toString();
        }
        if (value instanceof Enum<?> || Scalars.isScalar(value.getClass())) {
            return Scalars.write(value, percent);
        }
        if (type instanceof Class<?> family && Family.isFamily(family)) {
            return Family.of(family)
                    .nameOf(value)
                    .map(name -> variant(name, (Record) value))
                    .orElseGet(() -> foreign(value));
        }
        return value.getClass() == type && value instanceof Record record ? components(record) : foreign(value);
    }

    private static String variant(String name, Record variant) {
        Class<?> type = variant.getClass();
        if (!type.isAnnotationPresent(Unnamed.class)) {
            return "{" + name + ": " + components(variant) + "}";
        }
        return Family.isAlone(type) ? component(type.getRecordComponents()[0], variant) : components(variant);
    }

    private static String foreign(Object value) {
        return "{" + Scalars.quoted(value.getClass().getName()) + ": " + Scalars.quoted(value.toString()) + "}";
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
