package io.github.stepnet.jobs.wire;

import io.github.stepnet.jobs.config.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that are picked from a record, in the shape of the record: a reader walks both together and skips what is not in the tree.
 */
final class FieldTree {

    private final Map<String, FieldTree> children = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();

    /** Puts a slot at the end of its path. */
    void add(Slot slot) {
        FieldTree node = this;
        for (String name : FieldPath.steps(slot.path())) {
            node = node.children.computeIfAbsent(name, unused -> new FieldTree());
        }
        node.slots.add(slot);
    }

    /** What is picked from a field of that name, or null. */
    FieldTree child(String name) {
        return children.get(name);
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    /** Names of the fields from which something is picked. */
    Iterable<String> names() {
        return children.keySet();
    }

    /** Who takes the value that stands here. */
    List<Slot> slots() {
        return slots;
    }
}
