package io.github.stepnet.network.spec;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records that a sealed interface permits, by their names in a text and in the order of its {@code permits} clause.
 *
 * <p>Sealed interfaces below it are walked too. What it permits without sealing (an open door for users' own classes) has
 * no name, and is for code only.
 */
record Family(Class<?> type, Map<String, Class<?>> variants) {

    /** A component that may stand {@link Beside} its family's, and the variant that it makes of it. */
    record BesideKey(Class<?> variant, String component) {}

    static boolean isFamily(Class<?> type) {
        return type.isSealed() && type.isInterface();
    }

    static Family of(Class<?> type) {
        Map<String, Class<?>> variants = new LinkedHashMap<>();
        collect(type, variants);
        return new Family(type, variants);
    }

    private static void collect(Class<?> type, Map<String, Class<?>> variants) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                Class<?> other = variants.putIfAbsent(Names.kebab(permitted.getSimpleName()), permitted);
                if (other != null && other != permitted) {
                    throw new IllegalStateException(other + " and " + permitted + " have the same name in a text");
                }
            } else if (isFamily(permitted)) {
                collect(permitted, variants);
            }
        }
    }

    /** The name of a value's class; empty if it came in by an open door. */
    Optional<String> nameOf(Object value) {
        String name = Names.kebab(value.getClass().getSimpleName());
        return variants.get(name) == value.getClass() ? Optional.of(name) : Optional.empty();
    }

    /** The variant that a bare scalar, or a bare list, stands for. */
    Optional<Class<?>> shorthand(SpecNode.Kind kind) {
        return variants.values().stream()
                .filter(variant -> isShorthand(variant, kind))
                .filter(variant -> variant.getAnnotation(Shorthand.class).unnamed())
                .findFirst();
    }

    /** Whether a node of this kind stands for the first component of {@code type} alone. */
    static boolean isShorthand(Class<?> type, SpecNode.Kind kind) {
        if (!type.isAnnotationPresent(Shorthand.class)) {
            return false;
        }
        Class<?> first = type.getRecordComponents()[0].getType();
        return switch (kind) {
            case SCALAR -> Scalars.isScalar(first);
            case LIST -> first == List.class;
            case NOTHING, MAP -> false;
        };
    }

    /** The variant that a node without a name stands for. */
    Optional<Class<?>> unnamed(SpecNode node) {
        Class<?> alone = null;
        for (Class<?> variant : variants.values()) {
            if (variant.isAnnotationPresent(Unnamed.class)) {
                String first = Names.kebab(variant.getRecordComponents()[0].getName());
                if (isAlone(variant)) {
                    alone = variant;
                } else if (node.entries().stream().anyMatch(entry -> entry.key().equals(first))) {
                    return Optional.of(variant);
                }
            }
        }
        return Optional.ofNullable(alone);
    }

    /** Whether an unnamed variant is its only component, and not the map of them. */
    static boolean isAlone(Class<?> unnamed) {
        return unnamed.getRecordComponents().length == 1;
    }

    /** The keys that may stand {@link Beside} a component of this family. */
    Map<String, BesideKey> beside() {
        Map<String, BesideKey> keys = new LinkedHashMap<>();
        for (Class<?> variant : variants.values()) {
            for (RecordComponent component : variant.getRecordComponents()) {
                Beside beside = component.getAnnotation(Beside.class);
                if (beside != null) {
                    keys.put(beside.value(), new BesideKey(variant, Names.kebab(component.getName())));
                }
            }
        }
        return keys;
    }
}
