package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.arena.NetworkState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepnet savepoint import}: models of files into a new savepoint. */
@Command(
        name = "import",
        description = {
            "Writes a copy of a savepoint in which the models of some keys have the weights, and where a file has them the statistics, of files.",
            "Everything else of these keys, progress and optimizer among it, stays, as does every other state and timer."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {

    @Mixin
    private Source source;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "[KEY=]FILE",
            description =
                    "A .safetensors or .json file for a key, an exported file, which says its key itself, or a folder of those; may be repeated.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--new-keys",
            description =
                    "Keys that the savepoint does not have get a new model, with the weights of their files. Without it they are an error.")
    private boolean newKeys;

    @Mixin
    private Target target;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        target.check();
        NetworkOperator networks = source.networks();
        StoredModels stored = networks.models();
        Map<String, ModelFile> given = GivenModels.read(models);
        TreeMap<String, NetworkState> found = new TreeMap<>();
        networks.forEach((key, state, bytes) -> {
            if (given.containsKey(key)) {
                found.put(key, state);
            }
        });
        TreeMap<String, NetworkState> changed = new TreeMap<>();
        TreeMap<String, NetworkState> added = new TreeMap<>();
        for (Map.Entry<String, ModelFile> each : given.entrySet()) {
            NetworkState before = found.get(each.getKey());
            if (before == null && !newKeys) {
                throw new CannotRun(networks.savepoint().place() + " has no network of the key " + each.getKey()
                        + "; name a key that it has, or let new ones begin by --new-keys");
            }
            NetworkState after = before == null ? stored.ofNewKey() : before;
            each.getValue().writeTo(stored.tensors(), after);
            (before == null ? added : changed).put(each.getKey(), after);
        }
        if (!target.isDryRun()) {
            write(networks, changed, added);
        }
        PrintWriter out = spec.commandLine().getOut();
        told(out, "changed", changed.keySet());
        told(out, "added", added.keySet());
        out.println(target.told());
        out.flush();
        return 0;
    }

    private void write(NetworkOperator networks, Map<String, NetworkState> changed, Map<String, NetworkState> added)
            throws IOException {
        StoredModels stored = networks.models();
        Rewrite rewrite =
                new Rewrite(networks.operator(), stored, stored, changed.keySet(), (key, state) -> changed.get(key));
        for (Map.Entry<String, NetworkState> each : added.entrySet()) {
            rewrite.add(each.getKey(), each.getValue());
        }
        networks.savepoint().copyWith(networks, rewrite::write, target.place());
    }

    private static void told(PrintWriter out, String what, Set<String> keys) {
        if (!keys.isEmpty()) {
            out.println(Figures.count(keys.size()) + " " + what + ": " + String.join(", ", new TreeSet<>(keys)));
        }
    }
}
