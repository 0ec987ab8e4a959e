package io.github.stepnet.network.spec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one record of the nodes that belong to it.
 *
 * <p>A message of the record's constructor that starts with its name and a component, {@code Dense.outputs is 0; ...}, is turned into
 * one about the place where that component was given; the components may lead deeper, as in {@code NetworkSpec.layers[1]}, or by a key
 * of a map as in {@code Job.networks["press-1"].layers}.
 */
final class RecordBinder {

    private static final Pattern STEP =
            Pattern.compile("\\.(?<key>\\w+)|\\[(?<index>[0-9]{1,9})]|\\[\"(?<name>[^\"]*)\"]");

    private final Class<?> type;
    private final SpecNode node;
    private final String path;
    /** Where each given component stands, by its name in the text. */
    private final Map<String, Place> given = new LinkedHashMap<>();

    private record Place(SpecNode node, String path) {}

    private RecordBinder(Class<?> type, SpecNode node, String path) {
        this.type = type;
        this.node = node;
        this.path = path;
    }

    /** The record that a map describes. */
    static Object of(Class<?> type, SpecNode map, String path) {
        RecordBinder binder = new RecordBinder(type, map, path);
        Map<String, SpecNode.Entry> entries = distinct(map, path);
        Map<String, String> beside = binder.besideKeys();
        List<String> keys = new ArrayList<>(binder.keys());
        keys.addAll(beside.keySet());
        for (SpecNode.Entry entry : entries.values()) {
            if (!keys.contains(entry.key())) {
                throw new SpecException(
                        entry.where(), path, "has the key \"" + entry.key() + "\"", Names.allowed(entry.key(), keys));
            }
            binder.given.put(entry.key(), new Place(entry.value(), below(path, entry.key())));
        }
        return binder.record(beside);
    }

    /** The record whose first component is {@code first}, the others at their defaults. */
    static Object ofFirst(Class<?> type, SpecNode first, String path) {
        RecordBinder binder = new RecordBinder(type, first, path);
        binder.given.put(binder.keys().get(0), new Place(first, path));
        return binder.record(Map.of());
    }

    /** The record with all components at their defaults. */
    static Object ofDefaults(Class<?> type, SpecNode node, String path) {
        return new RecordBinder(type, node, path).record(Map.of());
    }

    /** A map's entries by key. An error if there are two of a key. */
    static Map<String, SpecNode.Entry> distinct(SpecNode map, String path) {
        Map<String, SpecNode.Entry> entries = new LinkedHashMap<>();
        for (SpecNode.Entry entry : map.entries()) {
            SpecNode.Entry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                throw new SpecException(
                        entry.where(),
                        path,
                        "has the key \"" + entry.key() + "\" twice",
                        "allowed: once; the first is at " + first.where());
            }
        }
        return entries;
    }

    static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private List<String> keys() {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> Names.kebab(component.getName()))
                .toList();
    }

    /** The keys that stand for more of a component than itself, with the name of that component. */
    private Map<String, String> besideKeys() {
        Map<String, String> beside = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (Family.isFamily(component.getType())) {
                for (String key : Family.of(component.getType()).beside().keySet()) {
                    if (beside.put(key, component.getName()) != null || keys().contains(key)) {
                        throw new IllegalStateException(type + " has two meanings for the key " + key);
                    }
                }
            }
        }
        return beside;
    }

    private Object record(Map<String, String> beside) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], beside);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refused(refusal);
            }
            throw new IllegalStateException("the constructor of " + type + " failed, see " + path, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private Object value(RecordComponent component, Map<String, String> beside) {
        for (Map.Entry<String, String> other : beside.entrySet()) {
            if (other.getValue().equals(component.getName()) && given.containsKey(other.getKey())) {
                return joined(component, other.getKey());
            }
        }
        Place place = given.get(Names.kebab(component.getName()));
        if (place == null) {
            return omitted(component);
        }
        return SpecReader.value(
                place.node, component.getGenericType(), component.isAnnotationPresent(Percent.class), place.path);
    }

    private Object omitted(RecordComponent component) {
        Default value = component.getAnnotation(Default.class);
        if (value != null) {
            String origin = "default of " + type.getSimpleName() + "." + component.getName();
            return SpecReader.value(
                    FlowText.parse(origin, value.value()),
                    component.getGenericType(),
                    component.isAnnotationPresent(Percent.class),
                    below(path, Names.kebab(component.getName())));
        }
        if (component.getType() == Optional.class) {
            return Optional.empty();
        }
        List<String> required = Arrays.stream(type.getRecordComponents())
                .filter(c -> !c.isAnnotationPresent(Default.class) && c.getType() != Optional.class)
                .map(c -> Names.kebab(c.getName()))
                .toList();
        boolean isWord = node.kind() == SpecNode.Kind.SCALAR;
        throw new SpecException(
                node.where(),
                path,
                (isWord ? "is " + SpecReader.given(node) + " and " : "") + "lacks the key \""
                        + Names.kebab(component.getName()) + "\"",
                "required: " + String.join(", ", required));
    }

    /** A component that is given as a single value with a key of {@link Beside} beside it. */
    private Object joined(RecordComponent component, String key) {
        Family.BesideKey target = Family.of(component.getType()).beside().get(key);
        Place own = given.get(Names.kebab(component.getName()));
        Place other = given.get(key);
        if (own == null || own.node.kind() != SpecNode.Kind.SCALAR) {
            String name = Names.kebab(component.getName());
            throw new SpecException(
                    other.node.where(),
                    other.path,
                    "stands beside "
                            + (own == null ? "no " + name : "a " + name + " that is " + SpecReader.given(own.node)),
                    "allowed: " + key + " beside a " + name + " that is a single value");
        }
        RecordBinder variant = new RecordBinder(target.variant(), own.node, own.path);
        variant.given.put(variant.keys().get(0), own);
        variant.given.put(target.component(), other);
        return variant.record(Map.of());
    }

    private SpecException refused(IllegalArgumentException refusal) {
        if (refusal instanceof SpecException placed) {
            return placed;
        }
        String message = String.valueOf(refusal.getMessage());
        Matcher about = Pattern.compile(
                        Pattern.quote(type.getSimpleName())
                                + "(?<steps>(\\.\\w+)(\\.\\w+|\\[[0-9]{1,9}]|\\[\"[^\"]*\"])*) (?<rest>.*)",
                        Pattern.DOTALL)
                .matcher(message);
        if (!about.matches()) {
            return new SpecException(node.where(), path, "is refused: " + message, "", refusal);
        }
        Place place = new Place(node, path);
        Matcher step = STEP.matcher(about.group("steps"));
        for (boolean isFirst = true; step.find(); isFirst = false) {
            place = isFirst ? component(step.group("key")) : deeper(place, step);
        }
        String[] parts = about.group("rest").split("; ", 2);
        return new SpecException(place.node.where(), place.path, parts[0], parts.length > 1 ? parts[1] : "", refusal);
    }

    /** Where a component of this record was given; the record itself if it was left out. */
    private Place component(String name) {
        String key = Names.kebab(name);
        return given.getOrDefault(key, new Place(node, below(path, key)));
    }

    /** One step deeper; where the text has nothing there, the node stays and the path goes on. */
    private static Place deeper(Place from, Matcher step) {
        if (step.group("index") != null) {
            int i = Integer.parseInt(step.group("index"));
            List<SpecNode> items = from.node.items();
            return new Place(i < items.size() ? items.get(i) : from.node, from.path + "[" + i + "]");
        }
        String key = step.group("name") == null ? Names.kebab(step.group("key")) : step.group("name");
        for (SpecNode.Entry entry : from.node.entries()) {
            if (entry.key().equals(key)) {
                return new Place(entry.value(), below(from.path, key));
            }
        }
        return new Place(from.node, below(from.path, key));
    }
}
