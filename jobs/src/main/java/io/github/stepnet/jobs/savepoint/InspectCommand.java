package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.health.StageHealth;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepnet savepoint inspect}: what the models of a savepoint are worth, key by key. */
@Command(
        name = "inspect",
        description = {
            "How far each key's model has come: ticks, updates, accuracy, norms of its weights, size of its optimizer's state.",
            "A link budget is that of an event: --event shows those that one event with its truth would have."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InspectCommand implements Callable<Integer> {

    /** By what the keys are put in order. */
    enum Order {
        /** Alphabetically. */
        KEY,
        /** Most first. */
        TICKS,
        /** Most first. */
        UPDATES,
        /** Lowest first: of a classifier those that know least, of a regression those that err least. */
        ACCURACY,
        /** Largest first. */
        NORM;

        Comparator<KeyFigures> comparator() {
            Comparator<KeyFigures> first = switch (this) {
                case KEY -> Comparator.comparing(KeyFigures::key);
                case TICKS -> Comparator.comparingLong(KeyFigures::ticks).reversed();
                case UPDATES -> Comparator.comparingLong(KeyFigures::updates).reversed();
                case ACCURACY -> Comparator.comparingDouble(KeyFigures::quality);
                case NORM ->
                    Comparator.comparingDouble((KeyFigures model) -> model.norm())
                            .reversed();
            };
            return first.thenComparing(KeyFigures::key);
        }
    }

    @Mixin
    private Source source;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Only this key, with each of its tensors; may be repeated.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--sort",
            defaultValue = "key",
            description = "key (default), ticks, updates, accuracy (lowest first), norm.")
    private Order sort;

    @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "Keys that are shown. Default: 20.")
    private int limit;

    @Option(
            names = "--event",
            split = ",",
            paramLabel = "X",
            description =
                    "Features of an event, to see link budgets, gaps and gradients of each layer as it would teach; the savepoint stays as it is.")
    private float[] event;

    @Option(names = "--truth", split = ",", paramLabel = "Y", description = "The event's class, or its target values.")
    private float[] truth;

    @Option(names = "--json", description = "Prints one JSON object with all digits, and nothing else.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private record Shown(KeyFigures figures, NetworkState state) {}

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; it must be at least 1");
        }
        if ((event == null) != (truth == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--event and --truth go together: an event teaches by its truth; give both or none");
        }
        NetworkOperator networks = source.networks();
        StoredModels models = networks.models();
        Example example = event == null ? null : Probe.example(models, event, truth);
        Comparator<Shown> order = Comparator.comparing(Shown::figures, sort.comparator());
        PriorityQueue<Shown> worst = new PriorityQueue<>(order.reversed());
        long[] seen = new long[1];
        networks.forEach((key, state, bytes) -> {
            seen[0]++;
            if (keys.isEmpty() || keys.contains(key)) {
                worst.add(new Shown(KeyFigures.of(models, key, state, bytes), state));
                if (keys.isEmpty() && worst.size() > limit) {
                    worst.remove();
                }
            }
        });
        List<Shown> shown = worst.stream().sorted(order).toList();
        checkFound(networks, shown);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(out, models, shown, seen[0], example);
        } else if (keys.isEmpty()) {
            printTable(out, shown, seen[0]);
        } else {
            shown.forEach(each -> printKey(out, each.figures));
        }
        if (example != null && !json) {
            for (Shown each : shown) {
                printHealth(out, each.figures.key(), Probe.health(models, each.state, example));
            }
        }
        return 0;
    }

    private void checkFound(NetworkOperator networks, List<Shown> shown) {
        List<String> missing = keys.stream()
                .filter(key ->
                        shown.stream().noneMatch(each -> each.figures.key().equals(key)))
                .toList();
        if (!missing.isEmpty()) {
            throw new CannotRun("--key is " + String.join(", ", missing) + ", which "
                    + networks.savepoint().place()
                    + " has no network of; leave out --key to see which keys there are");
        }
    }

    private static void printTable(PrintWriter out, List<Shown> shown, long all) {
        List<List<String>> rows = new ArrayList<>();
        for (Shown each : shown) {
            KeyFigures figures = each.figures;
            if (rows.isEmpty()) {
                List<String> heading = new ArrayList<>(List.of("key", "ticks", "updates", "refused", "scored"));
                heading.addAll(figures.measures().keySet());
                heading.addAll(List.of("norm", "optimizer bytes", "bytes"));
                rows.add(heading);
            }
            List<String> row = new ArrayList<>(List.of(
                    figures.key(),
                    Figures.count(figures.ticks()),
                    Figures.count(figures.updates()),
                    Figures.count(figures.refused()),
                    Figures.count(figures.scored())));
            figures.measures().values().forEach(value -> row.add(measure(figures, value)));
            row.add(Figures.digits(figures.norm()));
            row.add(Figures.count(figures.optimizerBytes()));
            row.add(Figures.count(figures.bytes()));
            rows.add(row);
        }
        if (!rows.isEmpty()) {
            Printed.table(out, rows);
        }
        out.println(Figures.count(shown.size()) + " of " + Figures.count(all) + " keys");
        out.flush();
    }

    private static void printKey(PrintWriter out, KeyFigures figures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(figures.key(), ""));
        rows.add(List.of("ticks", Figures.count(figures.ticks())));
        rows.add(List.of("updates", Figures.count(figures.updates())));
        rows.add(List.of("refused updates", Figures.count(figures.refused())));
        rows.add(List.of("scored answers", Figures.count(figures.scored())));
        figures.measures().forEach((name, value) -> rows.add(List.of(name, measure(figures, value))));
        figures.norms().forEach((name, value) -> rows.add(List.of("norm of " + name, Figures.digits(value))));
        rows.add(List.of("optimizer bytes", Figures.count(figures.optimizerBytes())));
        rows.add(List.of("bytes", Figures.count(figures.bytes())));
        Printed.table(out, rows);
    }

    /** Of no answers, nothing can be said. */
    private static String measure(KeyFigures figures, double value) {
        return Figures.digits(figures.scored() == 0 ? Double.NaN : value);
    }

    private static void printHealth(PrintWriter out, String key, List<StageHealth> stages) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(key, "link budget", "depth barrier", "gap", "zero outputs", "gradient"));
        for (StageHealth stage : stages) {
            rows.add(List.of(
                    stage.name() + " " + stage.layer(),
                    Figures.digits(stage.linkBudget),
                    Figures.digits(stage.depthBarrier),
                    Figures.digits(stage.gap),
                    Figures.percent(stage.zeroOutputs),
                    Figures.digits(stage.gradientNorm)));
        }
        out.println();
        Printed.table(out, rows);
    }

    private static void printJson(PrintWriter out, StoredModels models, List<Shown> shown, long all, Example example) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("keys", all);
        ArrayNode list = root.putArray("models");
        for (Shown each : shown) {
            KeyFigures figures = each.figures;
            ObjectNode node = list.addObject()
                    .put("key", figures.key())
                    .put("ticks", figures.ticks())
                    .put("updates", figures.updates())
                    .put("refused", figures.refused())
                    .put("scored", figures.scored());
            put(node.putObject("measures"), figures.measures());
            put(node.putObject("norms"), figures.norms());
            node.put("optimizerBytes", figures.optimizerBytes()).put("bytes", figures.bytes());
            if (example != null) {
                ObjectNode health = node.putObject("health");
                for (StageHealth stage : Probe.health(models, each.state, example)) {
                    health.putObject(stage.name())
                            .put("linkBudget", stage.linkBudget)
                            .put("depthBarrier", stage.depthBarrier)
                            .put("gap", stage.gap)
                            .put("zeroOutputs", stage.zeroOutputs)
                            .put("gradientNorm", stage.gradientNorm);
                }
            }
        }
        Printed.json(out, root);
    }

    private static void put(ObjectNode node, Map<String, Double> values) {
        values.forEach(node::put);
    }
}
