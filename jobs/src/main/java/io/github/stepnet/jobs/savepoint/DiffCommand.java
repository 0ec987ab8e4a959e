package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.arena.NetworkState;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepnet savepoint diff}: how far models have moved from one savepoint to another. */
@Command(
        name = "diff",
        description = {
            "How far each key's weights have moved, tensor by tensor: the Euclidean norm of the difference over that of the first savepoint's.",
            "Keys come in the order of their drift, the largest first. Tensors that only one of both has, or of another shape, are told."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DiffCommand implements Callable<Integer> {

    @Mixin
    private Source source;

    @Parameters(index = "1", paramLabel = "<other>", description = "The savepoint that it is compared to.")
    private String other;

    @Option(
            names = "--other-uid",
            paramLabel = "UID",
            description = "The operator in the other one. Default: that of --uid.")
    private String otherUid;

    @Option(names = "--key", paramLabel = "KEY", description = "Only this key; may be repeated.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "Keys that are shown. Default: 20.")
    private int limit;

    @Option(names = "--json", description = "Prints one JSON object with all digits, and nothing else.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** How far a key has moved. */
    private record Drift(String key, double total, Map<String, Double> byTensor) {}

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; it must be at least 1");
        }
        NetworkOperator before = source.networks();
        NetworkOperator after = SavepointFile.open(other).networks(otherUid == null ? source.uid() : otherUid);
        Map<String, ModelTensor> old = byName(before.models());
        Map<String, ModelTensor> now = byName(after.models());
        Map<String, ModelTensor> common = new LinkedHashMap<>(old);
        common.entrySet()
                .removeIf(tensor -> !now.containsKey(tensor.getKey())
                        || !now.get(tensor.getKey())
                                .shape()
                                .equals(tensor.getValue().shape()));
        if (common.isEmpty()) {
            throw new CannotRun(
                    "the networks of both savepoints have no tensor in common; compare savepoints of one job,"
                            + " 'stepnet savepoint list' shows the specifications");
        }
        Map<String, NetworkState> first = before.find(keys);
        TreeSet<String> gone = new TreeSet<>(first.keySet());
        TreeSet<String> come = new TreeSet<>();
        List<Drift> drifts = new ArrayList<>();
        after.forEach((key, state, bytes) -> {
            if (gone.remove(key)) {
                drifts.add(drift(key, common, now, first.get(key), state));
            } else if (keys.isEmpty()) {
                come.add(key);
            }
        });
        drifts.sort(Comparator.comparing(Drift::total).reversed().thenComparing(Drift::key));
        List<String> unlike = new ArrayList<>(new TreeSet<>(old.keySet()));
        unlike.addAll(now.keySet());
        unlike.removeAll(common.keySet());
        List<String> tensors = unlike.stream().distinct().toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(out, drifts, tensors, gone, come);
        } else {
            print(out, drifts, common, tensors, gone, come);
        }
        return 0;
    }

    private static Map<String, ModelTensor> byName(StoredModels models) {
        Map<String, ModelTensor> all = new LinkedHashMap<>();
        models.tensors().parameters().forEach(tensor -> all.put(tensor.name(), tensor));
        return all;
    }

    private static Drift drift(
            String key,
            Map<String, ModelTensor> before,
            Map<String, ModelTensor> after,
            NetworkState old,
            NetworkState now) {
        Map<String, Double> byTensor = new LinkedHashMap<>();
        double moved = 0;
        double from = 0;
        for (ModelTensor tensor : before.values()) {
            double squares = 0;
            double norm = 0;
            ModelTensor itsHeir = after.get(tensor.name());
            for (int i = 0; i < tensor.shape().floats(); i++) {
                double value = tensor.value(old, i);
                double difference = itsHeir.value(now, i) - value;
                squares += difference * difference;
                norm += value * value;
            }
            byTensor.put(tensor.name(), relative(squares, norm));
            moved += squares;
            from += norm;
        }
        return new Drift(key, relative(moved, from), byTensor);
    }

    private static double relative(double squares, double norm) {
        return squares == 0 ? 0 : Math.sqrt(squares / norm);
    }

    private void print(
            PrintWriter out,
            List<Drift> drifts,
            Map<String, ModelTensor> common,
            List<String> unlike,
            Set<String> gone,
            Set<String> come) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("key", "all"));
        heading.addAll(common.keySet());
        rows.add(heading);
        for (Drift drift : drifts.subList(0, Math.min(limit, drifts.size()))) {
            List<String> row = new ArrayList<>(List.of(drift.key, share(drift.total)));
            drift.byTensor.values().forEach(value -> row.add(share(value)));
            rows.add(row);
        }
        Printed.table(out, rows);
        out.println(Figures.count(rows.size() - 1) + " of " + Figures.count(drifts.size()) + " keys that are in both");
        told(out, "tensors that do not compare", unlike);
        told(out, "keys in the first only", List.copyOf(gone));
        told(out, "keys in the second only", List.copyOf(come));
        out.flush();
    }

    private void told(PrintWriter out, String what, List<String> names) {
        if (!names.isEmpty()) {
            boolean isCut = names.size() > limit;
            out.println(Figures.count(names.size()) + " " + what + ": "
                    + String.join(", ", names.subList(0, Math.min(limit, names.size()))) + (isCut ? ", ..." : ""));
        }
    }

    /** From zeros, any move is without bound. */
    private static String share(double value) {
        return Double.isInfinite(value) ? "from 0" : Figures.digits(value);
    }

    private void printJson(
            PrintWriter out, List<Drift> drifts, List<String> unlike, Set<String> gone, Set<String> come) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("keysInBoth", drifts.size());
        ArrayNode models = root.putArray("models");
        for (Drift drift : drifts.subList(0, Math.min(limit, drifts.size()))) {
            ObjectNode node = models.addObject().put("key", drift.key).put("drift", drift.total);
            ObjectNode tensors = node.putObject("tensors");
            drift.byTensor.forEach(tensors::put);
        }
        unlike.forEach(root.putArray("tensorsThatDoNotCompare")::add);
        gone.forEach(root.putArray("keysInFirstOnly")::add);
        come.forEach(root.putArray("keysInSecondOnly")::add);
        Printed.json(out, root);
    }
}
