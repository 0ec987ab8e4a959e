package io.github.stepnet.network.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a parsed text into specification records; the package documentation says by which rules.
 *
 * <p>Records need no code for this: their components are the keys, and their constructors the checks.
 */
public final class SpecReader {

    private SpecReader() {}

    /**
     * The value that a text describes.
     *
     * @param type a record, a sealed family of records, an enum or a scalar
     * @throws SpecException if the text does not describe one; it says where, what was given and what is allowed
     */
    public static <T> T read(SpecNode node, Class<T> type) {
        return type.cast(value(node, type, false, ""));
    }

    static Object value(SpecNode node, Type type, boolean percent, String path) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return node.kind() == SpecNode.Kind.NOTHING
                        ? Optional.empty()
                        : Optional.of(value(node, of[0], percent, path));
            }
            if (generic.getRawType() == List.class) {
                return list(node, of[0], path);
            }
            if (generic.getRawType() == Map.class && of[0] == String.class) {
                return map(node, of[1], path);
            }
        }
        if (type instanceof Class<?> plain) {
            if (Scalars.isScalar(plain)) {
                expect(node, SpecNode.Kind.SCALAR, path);
                return Scalars.read(node, plain, percent, path);
            }
            if (plain.isRecord()) {
                return record(node, plain, path);
            }
            if (Family.isFamily(plain)) {
                return member(node, Family.of(plain), path);
            }
        }
        throw new IllegalStateException("no text describes a " + type.getTypeName() + ", see " + path);
    }

    private static List<Object> list(SpecNode node, Type of, String path) {
        expect(node, SpecNode.Kind.LIST, path);
        List<Object> values = new ArrayList<>();
        for (SpecNode item : node.items()) {
            values.add(value(item, of, false, path + "[" + values.size() + "]"));
        }
        return List.copyOf(values);
    }

    private static Map<String, Object> map(SpecNode node, Type of, String path) {
        expect(node, SpecNode.Kind.MAP, path);
        Map<String, Object> values = new LinkedHashMap<>();
        collect(node, of, "", path, values);
        return Collections.unmodifiableMap(values);
    }

    /** A map below a map of scalars lengthens the keys, {@code {a: {b: 1}}} is {@code {a.b: 1}}. */
    private static void collect(SpecNode node, Type of, String prefix, String path, Map<String, Object> values) {
        for (SpecNode.Entry entry : RecordBinder.distinct(node, path).values()) {
            String key = prefix + entry.key();
            String below = RecordBinder.below(path, entry.key());
            SpecNode value = entry.value();
            if (value.kind() == SpecNode.Kind.MAP && of instanceof Class<?> plain && Scalars.isScalar(plain)) {
                collect(value, of, key + ".", below, values);
            } else if (values.putIfAbsent(key, value(value, of, false, below)) != null) {
                throw new SpecException(entry.where(), path, "has the key \"" + key + "\" twice", "allowed: once");
            }
        }
    }

    private static Object record(SpecNode node, Class<?> type, String path) {
        if (Family.isShorthand(type, node.kind())) {
            return RecordBinder.ofFirst(type, node, path);
        }
        expect(node, SpecNode.Kind.MAP, path);
        return RecordBinder.of(type, node, path);
    }

    private static Object member(SpecNode node, Family family, String path) {
        Optional<Class<?>> unnamed = family.unnamed(node);
        if (unnamed.isPresent()) {
            return Family.isAlone(unnamed.get())
                    ? RecordBinder.ofFirst(unnamed.get(), node, path)
                    : record(node, unnamed.get(), path);
        }
        List<String> names = List.copyOf(family.variants().keySet());
        Optional<Class<?>> shorthand = family.shorthand(node.kind());
        if (node.kind() == SpecNode.Kind.SCALAR) {
            Class<?> variant = family.variants().get(node.text());
            if (variant != null) {
                return RecordBinder.ofDefaults(variant, node, path);
            }
            if (shorthand.isEmpty()) {
                throw new SpecException(
                        node.where(), path, "is \"" + node.text() + "\"", Names.allowed(node.text(), names));
            }
        }
        if (shorthand.isPresent()) {
            return RecordBinder.ofFirst(shorthand.get(), node, path);
        }
        if (node.kind() != SpecNode.Kind.MAP) {
            throw new SpecException(node.where(), path, "is " + given(node), Names.allowed("", names));
        }
        if (node.entries().size() != 1) {
            List<String> keys = node.entries().stream().map(SpecNode.Entry::key).toList();
            throw new SpecException(
                    node.where(),
                    path,
                    keys.isEmpty() ? "is an empty map" : "has the keys " + String.join(", ", keys) + " side by side",
                    "allowed: one of " + String.join(", ", names) + ", with all that belongs to it below it");
        }
        SpecNode.Entry only = node.entries().get(0);
        Class<?> variant = family.variants().get(only.key());
        if (variant == null) {
            throw new SpecException(
                    only.where(), path, "has the key \"" + only.key() + "\"", Names.allowed(only.key(), names));
        }
        String below = RecordBinder.below(path, only.key());
        return only.value().kind() == SpecNode.Kind.NOTHING
                ? RecordBinder.ofDefaults(variant, only.value(), below)
                : record(only.value(), variant, below);
    }

    private static void expect(SpecNode node, SpecNode.Kind kind, String path) {
        if (node.kind() != kind) {
            String allowed = switch (kind) {
                case SCALAR -> "a single value";
                case LIST -> "a list, such as [a, b]";
                case MAP -> "a map, such as {key: value}";
                case NOTHING -> throw new IllegalArgumentException("nothing is never expected");
            };
            throw new SpecException(node.where(), path, "is " + given(node), "allowed: " + allowed);
        }
    }

    static String given(SpecNode node) {
        return switch (node.kind()) {
            case NOTHING -> "empty";
            case SCALAR -> "\"" + node.text() + "\"";
            case LIST -> "a list";
            case MAP -> "a map";
        };
    }
}
