package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.spec.SpecException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.runtime.checkpoint.OperatorState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepnet savepoint list}: what is in a savepoint. */
@Command(
        name = "list",
        description =
                "The operators of a savepoint; of those with networks the number of keys, what a network is, and how it is written.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    @Mixin
    private Source source;

    @Option(names = "--json", description = "Prints one JSON object, and nothing else.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private ObjectNode root;

    @Override
    public Integer call() {
        SavepointFile savepoint = source.savepoint();
        root = JsonNodeFactory.instance.objectNode();
        root.put("savepoint", savepoint.place());
        root.put("checkpointId", savepoint.metadata().getCheckpointId());
        ArrayNode operators = root.putArray("operators");
        for (OperatorState operator : savepoint.operators()) {
            ObjectNode node = operators.addObject();
            operator.getOperatorUid().ifPresent(uid -> node.put("uid", uid));
            operator.getOperatorName().ifPresent(name -> node.put("name", name));
            node.put("id", operator.getOperatorID().toHexString());
            node.put("parallelism", operator.getParallelism());
            node.put("maxParallelism", operator.getMaxParallelism());
            node.put("bytes", operator.getStateSize());
            Optional<NetworkOperator> networks = NetworkOperator.of(savepoint, operator);
            networks.ifPresent(found -> put(node.putObject("networks"), found));
        }
        if (json) {
            Printed.json(spec.commandLine().getOut(), root);
        } else {
            print(spec.commandLine().getOut());
        }
        return 0;
    }

    private static void put(ObjectNode node, NetworkOperator networks) {
        Totals totals = new Totals();
        networks.forEach((key, state, bytes) -> totals.add(bytes));
        node.put("keys", totals.keys);
        node.put("bytes", totals.bytes);
        node.put("bytesPerKey", totals.keys == 0 ? 0 : totals.bytes / totals.keys);
        StoredModels models = networks.models();
        node.put("kernel", models.format().kernel());
        node.put("lanes", models.format().lanes());
        node.put("layoutId", models.layoutId());
        ArrayNode formats = node.putArray("formats");
        networks.parts().stream().map(KeyedPart::format).distinct().forEach(formats::add);
        ArrayNode states = node.putArray("states");
        networks.parts().stream()
                .flatMap(part -> part.states().stream())
                .map(state -> state.getName())
                .distinct()
                .forEach(states::add);
        node.put("fingerprint", models.format().fingerprint());
        String text = models.format().text();
        node.put("specification", text);
        node.put("isCurrent", isCurrent(text));
    }

    /** Whether this version would write the specification in the same words. */
    private static boolean isCurrent(String text) {
        try {
            return TrackedLearner.canonicalTextAgain(text).equals(text);
        } catch (SpecException e) {
            return false;
        }
    }

    private void print(PrintWriter out) {
        out.println("checkpoint " + root.get("checkpointId").asLong() + " at "
                + root.get("savepoint").asText());
        for (JsonNode operator : root.get("operators")) {
            String id = operator.get("id").asText();
            String name = operator.path("name").asText("");
            out.println();
            out.println(operator.path("uid").asText(id) + (name.isEmpty() ? "" : " (" + name + ")"));
            line(
                    out,
                    "parallelism",
                    operator.get("parallelism").asText() + " of "
                            + operator.get("maxParallelism").asText());
            line(out, "bytes", Figures.count(operator.get("bytes").asLong()));
            JsonNode networks = operator.get("networks");
            if (networks != null) {
                line(out, "keys", Figures.count(networks.get("keys").asLong()));
                line(
                        out,
                        "bytes per key",
                        Figures.count(networks.get("bytesPerKey").asLong()));
                line(
                        out,
                        "written by",
                        words(networks.get("formats")) + "; kernel "
                                + networks.get("kernel").asText() + ", "
                                + networks.get("lanes").asText() + " lanes; layout "
                                + networks.get("layoutId").asText()
                                + (networks.get("isCurrent").asBoolean() ? "" : ", of another version"));
                line(out, "fingerprint", networks.get("fingerprint").asText());
                line(out, "states", words(networks.get("states")));
                line(out, "network", networks.get("specification").asText());
            }
        }
        out.flush();
    }

    private static String words(Iterable<? extends JsonNode> nodes) {
        StringBuilder text = new StringBuilder();
        nodes.forEach(node -> text.append(text.isEmpty() ? "" : ", ").append(node.asText()));
        return text.toString();
    }

    private static void line(PrintWriter out, String what, String value) {
        out.println(String.format(Locale.ROOT, "  %-14s %s", what, value));
    }

    private static final class Totals {
        long keys;
        long bytes;

        void add(int more) {
            keys++;
            bytes += more;
        }
    }
}
