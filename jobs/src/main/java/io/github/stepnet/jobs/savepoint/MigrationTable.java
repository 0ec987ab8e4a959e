package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.migration.Models;
import io.github.stepnet.network.migration.TensorMapping;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a migration makes of each tensor, and of each other part of a key's state. */
final class MigrationTable {

    private static final String NOTHING = "-";

    private MigrationTable() {}

    static void print(PrintWriter out, ModelChange change, Optional<TensorMapping> mapping) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("part", "was", "is", "becomes"));
        Map<String, String> old = shapes(change.before());
        Map<String, String> now = shapes(change.after());
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String was = old.getOrDefault(name, NOTHING);
            String is = now.getOrDefault(name, NOTHING);
            rows.add(List.of(name, was, is, becomes(name, was, is, change, mapping)));
        }
        for (Map.Entry<String, Long> part : sizes(change).entrySet()) {
            String name = part.getKey();
            long was = slots(change.before(), name);
            long is = slots(change.after(), name);
            String what = is == 0 ? "ends" : change.anew().contains(name) || was == 0 ? "starts anew" : "stays";
            rows.add(List.of(
                    name, was == 0 ? NOTHING : Long.toString(was), is == 0 ? NOTHING : Long.toString(is), what));
        }
        Printed.table(out, rows);
    }

    private static String becomes(
            String name, String was, String is, ModelChange change, Optional<TensorMapping> mapping) {
        if (change.tensorsAnew().contains(name)) {
            return "starts anew";
        }
        if (is.equals(NOTHING)) {
            return mapping.filter(each -> !each.unused().contains(name)).isPresent() ? "goes on elsewhere" : "ends";
        }
        if (mapping.isPresent()) {
            String source = mapping.get().sources().get(name);
            return source.equals(TensorMapping.NEW) ? "starts anew" : source.equals(name) ? "stays" : "from " + source;
        }
        boolean isWeight = name.contains("layers[");
        return change.hasMoves() && (isWeight || !was.equals(is)) ? "by the moves" : "stays";
    }

    private static Map<String, String> shapes(Models models) {
        Map<String, String> shapes = new LinkedHashMap<>();
        for (ModelTensor tensor : ModelTensors.of(models.learner()).list()) {
            shapes.put(tensor.name(), tensor.shape().toString());
        }
        return shapes;
    }

    /** Parts that are no tensors. */
    private static Map<String, Long> sizes(ModelChange change) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Models models : List.of(change.before(), change.after())) {
            for (StateSection section : models.sections()) {
                if (!section.part().matches(".*(parameters|features|targets)")
                        || section.part().startsWith("missing")) {
                    sizes.merge(section.part(), (long) section.count(), Long::sum);
                }
            }
        }
        return sizes;
    }

    private static long slots(Models models, String part) {
        return models.sections().stream()
                .filter(section -> section.part().equals(part))
                .mapToLong(StateSection::count)
                .sum();
    }
}
