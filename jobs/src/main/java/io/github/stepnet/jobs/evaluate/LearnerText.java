package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.config.LearningConfig;
import io.github.stepnet.jobs.config.NetworkConfig;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.SpecNode;
import io.github.stepnet.network.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sections {@code network} and {@code learning} of a preset or of a job file, in which the numbers of inputs and of outputs may be left to
 * the data.
 */
final class LearnerText {

    /** Resources beside this class, without their ending. */
    static final List<String> PRESETS = List.of(
            "csv-classification",
            "csv-regression",
            "xor-noise",
            "xor-noise-chain-tween",
            "fleet",
            "parity",
            "attractor");

    private static final String NETWORK = "network";
    private static final String LEARNING = "learning";
    /** Where a text names one of a family: an override of another one's value replaces it. */
    private static final List<String> CHOICES = List.of(
            "network.loss",
            "network.model",
            "learning.rule",
            "learning.optimizer",
            "learning.shaping",
            "learning.hand-over",
            "learning.propagation");

    private final JobFile file;

    private LearnerText(JobFile file) {
        this.file = file;
    }

    /** An error that says which there are if there is none of that name. */
    static LearnerText preset(String name) {
        if (!PRESETS.contains(name)) {
            throw new IllegalArgumentException("--preset is \"" + name + "\"; allowed: " + String.join(", ", PRESETS));
        }
        String resource = name + ".yaml";
        try (InputStream in = LearnerText.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not beside " + LearnerText.class);
            }
            return new LearnerText(JobFile.parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A job file, of which the other sections do not count. */
    static LearnerText jobFile(String place) {
        return new LearnerText(JobFile.read(place));
    }

    /** With the network of one of its agents as the only one. */
    LearnerText ofAgent(Optional<String> agent) {
        return new LearnerText(file.ofAgent(agent));
    }

    /** With values replaced by options such as {@code --network.seed 7}. */
    LearnerText with(List<Replacement> replacements) {
        JobFile replaced = file;
        for (Replacement replacement : replacements) {
            for (String choice : CHOICES) {
                if (replacement.chooses(choice, at(replaced.root(), choice))) {
                    replaced = replaced.with(List.of("--" + choice, "null"));
                }
            }
            replaced = replaced.with(List.of("--" + replacement.path(), replacement.value()));
        }
        return new LearnerText(replaced);
    }

    /**
     * The learner for some data.
     *
     * @param seed by which weights start, unless the text says
     * @throws IllegalArgumentException if the text is wrong, or is not about such data
     */
    LearnerSpec learner(Data data, long seed) {
        SpecNode root = file.root();
        SpecNode network = at(root, NETWORK)
                .orElseThrow(() -> new IllegalArgumentException(
                        root.where() + ": the text lacks the key \"network\"; say what every key owns"));
        network = withLeftOut(network, "inputs", data.inputs());
        network = withLeftOut(network, "seed", seed);
        int outputs = Math.max(1, data.classes());
        network = at(network, "model").isPresent()
                ? withLeftOut(network, "outputs", outputs)
                : withOutputs(network, outputs);
        List<SpecNode.Entry> sections = new ArrayList<>();
        sections.add(new SpecNode.Entry(NETWORK, network.where(), network));
        at(root, LEARNING).ifPresent(node -> sections.add(new SpecNode.Entry(LEARNING, node.where(), node)));
        Sections bound = SpecReader.read(SpecNode.map(sections, root.where()), Sections.class);
        LearnerSpec learner = bound.learning().learner(bound.network());
        check(learner, data);
        return learner;
    }

    private static void check(LearnerSpec learner, Data data) {
        if (learner.inputs() != data.inputs()) {
            throw new IllegalArgumentException("network.inputs is " + learner.inputs() + " but " + data.name() + " has "
                    + data.inputs() + "; leave it out");
        }
        boolean isClassifier = learner.task() == Loss.Task.CLASSIFICATION;
        if (isClassifier != data.isClassified()) {
            throw new IllegalArgumentException(
                    isClassifier
                            ? "network.loss learns classes but a number is to be predicted; use squared-error or huber,"
                                    + " or --label instead of --target"
                            : "network.loss learns numbers but " + data.name() + " has classes; use"
                                    + " softmax-cross-entropy, or --target");
        }
        int answers = Math.max(1, data.classes());
        if (learner.answers() != answers) {
            throw new IllegalArgumentException("the network answers " + learner.answers() + " "
                    + (isClassifier ? "classes" : "values") + " but " + data.name() + " has " + answers
                    + "; leave out the outputs of the last layer");
        }
    }

    private static SpecNode withLeftOut(SpecNode map, String key, long value) {
        if (map.kind() != SpecNode.Kind.MAP
                || at(map, key)
                        .filter(said -> said.kind() != SpecNode.Kind.NOTHING)
                        .isPresent()) {
            return map;
        }
        List<SpecNode.Entry> entries = new ArrayList<>(map.entries());
        entries.removeIf(entry -> entry.key().equals(key));
        entries.add(new SpecNode.Entry(key, map.where(), SpecNode.scalar(Long.toString(value), map.where())));
        return SpecNode.map(entries, map.where());
    }

    /** The network whose last layer has outputs, if it is a layer that could have been given any. */
    private static SpecNode withOutputs(SpecNode network, int outputs) {
        List<SpecNode.Entry> entries = new ArrayList<>();
        for (SpecNode.Entry entry : network.entries()) {
            List<SpecNode> layers = new ArrayList<>(entry.value().items());
            if (entry.key().equals("layers") && !layers.isEmpty()) {
                int last = layers.size() - 1;
                layers.set(last, layerWithOutputs(layers.get(last), outputs));
                entries.add(new SpecNode.Entry(
                        entry.key(),
                        entry.where(),
                        SpecNode.list(layers, entry.value().where())));
            } else {
                entries.add(entry);
            }
        }
        return network.kind() == SpecNode.Kind.MAP ? SpecNode.map(entries, network.where()) : network;
    }

    private static SpecNode layerWithOutputs(SpecNode layer, int outputs) {
        if (layer.kind() != SpecNode.Kind.MAP || layer.entries().size() != 1) {
            return layer;
        }
        SpecNode.Entry only = layer.entries().get(0);
        if (!hasOutputs(LayerSpec.class, only.key())) {
            return layer;
        }
        SpecNode said =
                only.value().kind() == SpecNode.Kind.NOTHING ? SpecNode.map(List.of(), only.where()) : only.value();
        SpecNode filled = withLeftOut(said, "outputs", outputs);
        return SpecNode.map(List.of(new SpecNode.Entry(only.key(), only.where(), filled)), layer.where());
    }

    /** Whether the family has a member of that name whose number of outputs can be said. */
    private static boolean hasOutputs(Class<?> family, String name) {
        for (Class<?> member : family.getPermittedSubclasses()) {
            if (member.isSealed() && hasOutputs(member, name)) {
                return true;
            }
            if (member.isRecord() && member.getSimpleName().equalsIgnoreCase(name.replace("-", ""))) {
                return Arrays.stream(member.getRecordComponents())
                        .anyMatch(component -> component.getName().equals("outputs"));
            }
        }
        return false;
    }

    private static Optional<SpecNode> at(SpecNode node, String path) {
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        for (SpecNode.Entry entry : node.entries()) {
            if (entry.key().equals(key)) {
                return dot < 0 ? Optional.of(entry.value()) : at(entry.value(), path.substring(dot + 1));
            }
        }
        return Optional.empty();
    }

    /** What a text may have to say. */
    record Sections(NetworkConfig network, @Default("{}") LearningConfig learning) {

        Sections {
            network.checkedOutputs("Sections.network");
            learning.check("Sections.learning", List.of(network));
        }
    }

    /**
     * A value of the text that is replaced.
     *
     * @param path where it stands, such as {@code network.seed}
     * @param value what goes there
     */
    record Replacement(String path, String value) {

        /** Whether it is about another member of a family than the one that stands there. */
        boolean chooses(String choice, Optional<SpecNode> standing) {
            if (standing.isEmpty() || !path.startsWith(choice + ".")) {
                return false;
            }
            String member = path.substring(choice.length() + 1).replaceFirst("\\..*", "");
            return standing.get().entries().stream()
                    .noneMatch(entry -> entry.key().equals(member));
        }
    }
}
