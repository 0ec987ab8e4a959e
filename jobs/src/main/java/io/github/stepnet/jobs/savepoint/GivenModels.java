package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Models of files, each for a key: {@code KEY=FILE}, or {@code FILE} whose own words say the key, or a folder of such files. */
final class GivenModels {

    private GivenModels() {}

    static Map<String, ModelFile> read(List<String> arguments) {
        TreeMap<String, ModelFile> models = new TreeMap<>();
        for (String argument : arguments) {
            Path whole = Path.of(argument);
            int equals = argument.lastIndexOf('=');
            if (Files.isDirectory(whole)) {
                files(whole).forEach(file -> add(models, null, file));
            } else if (Files.exists(whole) || equals < 1) {
                add(models, null, whole);
            } else {
                add(models, argument.substring(0, equals), Path.of(argument.substring(equals + 1)));
            }
        }
        return models;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(".safetensors") || name.endsWith(".json");
                    })
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new CannotRun("--model is " + folder
                        + ", a folder without a file that ends in .safetensors or .json;" + " name one with models");
            }
            return found;
        } catch (IOException e) {
            throw new CannotRun(folder + " cannot be read: " + Reasons.of(e), e);
        }
    }

    private static void add(Map<String, ModelFile> models, String said, Path file) {
        ModelFile model = ModelFile.read(file);
        String key = said == null ? model.words().get(ModelFile.KEY) : said;
        if (key == null) {
            throw new CannotRun(file + " does not say whose model it is; name the key: --model KEY=" + file);
        }
        ModelFile other = models.put(key, model);
        if (other != null) {
            throw new CannotRun("the key " + key + " is given two models, " + other.place() + " and " + file
                    + "; leave one of them out");
        }
    }
}
