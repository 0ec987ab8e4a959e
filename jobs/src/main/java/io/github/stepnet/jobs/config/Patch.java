package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.SpecException;
import io.github.stepnet.network.spec.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One value of a job file, replaced on the command line: {@code --network.layers.0.dense.outputs 32}.
 *
 * <p>Steps of the path are keys, or for a list the index of an item, where the index after the last one appends. What is missing on the way is
 * made. The value is a bare word, number or string as it stands, or YAML if it starts with a brace, a bracket or a double quote.
 *
 * @param path keys and indices, joined by dots
 * @param value what goes there; its place is the option
 */
record Patch(String path, SpecNode value) {

    private static final String DASHES = "--";
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,6}");

    /**
     * The patches of a command line, {@code --path value} or {@code --path=value} each.
     *
     * @throws SpecException if an argument is none
     */
    static List<Patch> parse(List<String> arguments) {
        List<Patch> patches = new ArrayList<>();
        for (Argument argument : Argument.all(arguments)) {
            String name = argument.name();
            if (!name.startsWith(DASHES)
                    || !PATH.matcher(name.substring(DASHES.length())).matches()) {
                throw new SpecException(
                        arguments.get(argument.at()),
                        "",
                        "names no value of the job file",
                        "allowed: a path such as --network.seed 7");
            }
            String path = name.substring(DASHES.length());
            String value = argument.value()
                    .orElseThrow(() -> new SpecException(name, path, "has no value", "allowed: " + name + " value"));
            patches.add(new Patch(path, value(name, value)));
        }
        return patches;
    }

    private static SpecNode value(String option, String text) {
        if (text.equals("null")) {
            return SpecNode.nothing(option);
        }
        boolean isYaml = !text.isEmpty() && "{[\"".indexOf(text.charAt(0)) >= 0;
        return isYaml ? at(option, YamlText.parse(option, text)) : SpecNode.scalar(text, option);
    }

    /** The same nodes, all at one place: lines within an option help nobody. */
    private static SpecNode at(String where, SpecNode node) {
        return new SpecNode(
                node.kind(),
                node.text(),
                node.items().stream().map(item -> at(where, item)).toList(),
                node.entries().stream()
                        .map(entry -> new SpecNode.Entry(entry.key(), where, at(where, entry.value())))
                        .toList(),
                where);
    }

    /** The tree with this value in its place. */
    SpecNode applyTo(SpecNode root) {
        return replaced(root, path, "");
    }

    private SpecNode replaced(SpecNode node, String rest, String before) {
        int dot = rest.indexOf('.');
        String step = dot < 0 ? rest : rest.substring(0, dot);
        String after = dot < 0 ? "" : rest.substring(dot + 1);
        if (node.kind() == SpecNode.Kind.LIST) {
            return SpecNode.list(items(node, step, after, before), node.where());
        }
        List<SpecNode.Entry> entries = new ArrayList<>();
        boolean isFound = false;
        for (SpecNode.Entry entry : node.entries()) {
            // A key may have dots itself, as those of Kafka's properties.
            if (entry.key().equals(rest)) {
                entries.add(new SpecNode.Entry(rest, entry.where(), value));
                isFound = true;
            } else if (entry.key().equals(step)) {
                SpecNode below = replaced(entry.value(), after, before + step + ".");
                entries.add(new SpecNode.Entry(step, entry.where(), below));
                isFound = true;
            } else {
                entries.add(entry);
            }
        }
        if (!isFound) {
            entries.add(new SpecNode.Entry(step, value.where(), below(after, before + step + ".")));
        }
        boolean wasMap = node.kind() == SpecNode.Kind.MAP;
        return SpecNode.map(entries, wasMap ? node.where() : value.where());
    }

    private SpecNode below(String after, String before) {
        return after.isEmpty() ? value : replaced(SpecNode.nothing(value.where()), after, before);
    }

    private List<SpecNode> items(SpecNode list, String step, String after, String before) {
        int size = list.items().size();
        int index = INDEX.matcher(step).matches() ? Integer.parseInt(step) : -1;
        if (index < 0 || index > size) {
            throw new SpecException(
                    value.where(),
                    before + step,
                    "is no item of a list of " + size,
                    "allowed: 0 to " + size + ", where " + size + " appends");
        }
        List<SpecNode> items = new ArrayList<>(list.items());
        if (index == size) {
            items.add(below(after, before + step + "."));
        } else {
            items.set(index, after.isEmpty() ? value : replaced(items.get(index), after, before + step + "."));
        }
        return items;
    }
}
