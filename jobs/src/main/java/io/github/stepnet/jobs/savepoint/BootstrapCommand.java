package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.stream.NewModels;
import io.github.stepnet.stream.input.Missing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.state.api.runtime.OperatorIDGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code stepnet savepoint bootstrap}: a savepoint to start a job from, with models of files. */
@Command(
        name = "bootstrap",
        description = {
            "Writes a savepoint from which 'stepnet learn' with this job file starts: each given key has a model of its own file, or that of a prior.",
            "All other keys begin as without it. Any value of the job file can be replaced: --network.seed 7."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BootstrapCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "<place>", description = "The job file, as for learn.")
    private String place;

    @Option(names = "--agent", paramLabel = "NAME", description = "Whose networks, if the job file has agents.")
    private String agent;

    @Option(
            names = "--model",
            paramLabel = "[KEY=]FILE",
            description =
                    "A .safetensors or .json file for a key, an exported file, which says its key itself, or a folder of those; may be repeated.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--prior",
            paramLabel = "FILE",
            description = "The model of every key that --keys or --keys-from names.")
    private Path prior;

    @Option(names = "--keys", split = ",", paramLabel = "KEY", description = "Keys that start from the prior.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--keys-from", paramLabel = "FILE", description = "More of them, one in a line.")
    private Path keysFrom;

    @Option(
            names = "--kernel",
            defaultValue = "auto",
            description = "Of the machines that will run the job: auto (default), vector, scalar.")
    private String kernel;

    @Mixin
    private Target target;

    @Unmatched
    private List<String> replaced = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        target.check();
        JobConfig config = JobFile.read(place).with(replaced).config();
        NewModels made = newModels(config);
        Map<String, NetworkState> states = states(made);
        String uid = config.uidPrefix() + (agent == null ? "" : "-" + agent) + "-network";
        OperatorState empty =
                new OperatorState(null, uid, OperatorIDGenerator.fromUid(uid), 1, config.maxParallelism());
        if (!target.isDryRun()) {
            write(empty, StoredModels.of(made.format()), states);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Figures.count(states.size()) + (states.size() == 1 ? " model of " : " models of ") + uid
                + ", maximum parallelism " + config.maxParallelism() + ", "
                + target.told());
        if (!target.isDryRun()) {
            out.println("Start with: flink run -s " + target.place() + " stepnet-jobs.jar --config " + place);
        }
        out.flush();
        return 0;
    }

    private NewModels newModels(JobConfig config) {
        TrackedLearner.Description description = JobModels.of(config, agent);
        boolean fillsMissing = config.source().missing() == Missing.MEAN;
        Kernel loops = loops();
        if (config.window().isPresent()) {
            return NewModels.ofWindows(description, config.window().get().lesson(), fillsMissing, loops);
        }
        return config.truth().isPresent()
                ? NewModels.ofLateTruths(description, fillsMissing, loops)
                : NewModels.ofEvents(description, fillsMissing, loops);
    }

    private Kernel loops() {
        try {
            return Kernels.named(kernel);
        } catch (IllegalArgumentException e) {
            throw new CannotRun("--" + e.getMessage(), e);
        }
    }

    private Map<String, NetworkState> states(NewModels made) throws IOException {
        Map<String, ModelFile> given = GivenModels.read(models);
        List<String> ofPrior = new ArrayList<>(keys);
        if (keysFrom != null) {
            if (!Files.isReadable(keysFrom)) {
                throw new CannotRun("--keys-from is " + keysFrom
                        + ", which is no file that can be read; name a text file with a key in each line");
            }
            Files.readAllLines(keysFrom).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(ofPrior::add);
        }
        if ((prior == null) != ofPrior.isEmpty()) {
            throw new CannotRun(
                    "--prior goes together with --keys or --keys-from: a savepoint has models of keys; give both or none");
        }
        if (given.isEmpty() && prior == null) {
            throw new CannotRun(
                    "nothing is given to start from; name files by --model, or a --prior and the keys that start from it");
        }
        ModelFile first = prior == null ? null : ModelFile.read(prior);
        for (String key : ofPrior) {
            if (given.putIfAbsent(key, first) != null) {
                throw new CannotRun("the key " + key + " is given twice; name it once, by --model or with the prior");
            }
        }
        ModelTensors tensors = ModelTensors.of(made.learner());
        Map<String, NetworkState> states = new TreeMap<>();
        given.forEach((key, file) -> {
            NetworkState state = made.newState();
            file.writeTo(tensors, state);
            states.put(key, state);
        });
        return states;
    }

    private void write(OperatorState empty, StoredModels stored, Map<String, NetworkState> states) throws IOException {
        Rewrite rewrite = new Rewrite(empty, stored, stored, Set.of(), (key, state) -> state);
        for (Map.Entry<String, NetworkState> each : states.entrySet()) {
            rewrite.add(each.getKey(), each.getValue());
        }
        CheckpointMetadata metadata = new CheckpointMetadata(
                1, List.of(), List.of(), CheckpointProperties.forSavepoint(false, SavepointFormatType.CANONICAL));
        try (NewSavepoint savepoint = NewSavepoint.at(target.place())) {
            savepoint.finish(metadata, List.of(rewrite.write(savepoint)));
        }
    }
}
