package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.savepoint.onnx.OnnxExport;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.arena.NetworkState;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepnet savepoint export}: models as files. */
@Command(
        name = "export",
        description = {
            "Writes models into a folder, one file for each key, named by the key: weights and running statistics as safetensors or JSON,",
            "or for inference alone as ONNX, with scaling and softmax inside: what it answers is what the key's network would answer to its next event."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    /** Formats of model files. */
    enum Format {
        /** Weights and statistics. */
        SAFETENSORS,
        /** The same, to be read by people. */
        JSON,
        /** Inference. */
        ONNX
    }

    @Mixin
    private Source source;

    @Option(names = "--key", paramLabel = "KEY", description = "Only this key; may be repeated. Default: all.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--format", defaultValue = "safetensors", description = "safetensors (default), json, onnx.")
    private Format format;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "A folder; files in it are not replaced.")
    private Path output;

    @Option(names = "--dry-run", description = "Check everything, say what would be written, write nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        NetworkOperator networks = source.networks();
        StoredModels models = networks.models();
        TreeSet<String> missing = new TreeSet<>(keys);
        long[] written = new long[2];
        networks.forEach((key, state, bytes) -> {
            if (keys.isEmpty() || missing.remove(key)) {
                byte[] file = file(models, key, state);
                Path place = output.resolve(name(key));
                if (Files.exists(place)) {
                    throw new CannotRun(place + " exists; name another folder by --output, nothing is ever replaced");
                }
                if (!dryRun) {
                    write(place, file);
                }
                written[0]++;
                written[1] += file.length;
            }
        });
        if (!missing.isEmpty()) {
            throw new CannotRun("--key is " + String.join(", ", missing) + ", which "
                    + networks.savepoint().place()
                    + " has no network of; 'stepnet savepoint inspect' lists the keys");
        }
        out.println(Figures.count(written[0]) + (written[0] == 1 ? " model, " : " models, ") + Figures.count(written[1])
                + " bytes, " + (dryRun ? "would be written to " : "written to ") + output);
        out.flush();
        return 0;
    }

    private byte[] file(StoredModels models, String key, NetworkState state) throws IOException {
        return switch (format) {
            case SAFETENSORS -> Safetensors.write(ModelFile.of(key, models, state));
            case JSON -> ModelJson.write(ModelFile.of(key, models, state));
            case ONNX -> OnnxExport.write(models.description().learner(), models.learner(), models.tensors(), state);
        };
    }

    private String name(String key) {
        String safe = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("*", "%2A");
        // Two names mean a folder, and none is no file's.
        return (safe.isEmpty() || safe.startsWith(".") ? "_" + safe : safe) + "."
                + format.name().toLowerCase(Locale.ROOT);
    }

    private static void write(Path place, byte[] file) throws IOException {
        Files.createDirectories(place.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(place.toAbsolutePath().getParent(), ".model", ".unfinished");
        try {
            Files.write(draft, file);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
