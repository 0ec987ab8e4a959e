package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.SpecException;
import io.github.stepnet.network.spec.SpecNode;
import io.github.stepnet.network.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A job file that has been read but not bound yet, so that values of it can still be replaced.
 *
 * <pre>{@code
 * JobConfig config = JobFile.read("s3://jobs/wear.yaml").with(List.of("--network.seed", "7")).config();
 * }</pre>
 *
 * <p>Every error is a {@link SpecException} that says where: the line of the file, or the option of the command line.
 */
public final class JobFile {

    private static final String LOCAL = "local.yaml";
    private static final String SOURCE = "source";
    private static final String LEARNING = "learning";
    private static final String COMMITTEE = "committee";
    private static final String SCHEMA = "schema";
    private static final String EARLIER_SCHEMAS = "earlier-schemas";

    private final SpecNode root;
    private final UnaryOperator<String> environment;

    private JobFile(SpecNode root, UnaryOperator<String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /** Reads a path or URI of any file system that Flink knows, {@code env:NAME}, or YAML that is given itself. */
    public static JobFile read(String place) {
        return read(place, System::getenv);
    }

    static JobFile read(String place, UnaryOperator<String> environment) {
        ConfigText text = ConfigText.read("--config", place, environment);
        return new JobFile(YamlText.parse(text.name(), text.text()), environment);
    }

    /**
     * A text that a program has.
     *
     * @param name what it is called in errors
     */
    public static JobFile parse(String name, String yaml) {
        return new JobFile(YamlText.parse(name, yaml), System::getenv);
    }

    /** The job of {@code stepnet local}, which is also the example that shows every key. */
    public static JobFile local() {
        return new JobFile(YamlText.parse(LOCAL, localText()), System::getenv);
    }

    static String localText() {
        try (InputStream in = JobFile.class.getResourceAsStream(LOCAL)) {
            if (in == null) {
                throw new IllegalStateException(LOCAL + " is not beside " + JobFile.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same file with values replaced: {@code --network.seed 7}, {@code --source.topic=events},
     * {@code --network.layers.0.dense.outputs 32}, {@code --source.features "[a, b]"}. A committee takes the place of all that the file says
     * about learning.
     */
    public JobFile with(List<String> arguments) {
        SpecNode patched = root;
        for (Patch patch : Patch.parse(arguments)) {
            patched = patch.applyTo(isOfCommittee(patch) ? withoutOneLearner(patched) : patched);
        }
        return new JobFile(patched, environment);
    }

    private static boolean isOfCommittee(Patch patch) {
        return (patch.path() + ".").startsWith(LEARNING + "." + COMMITTEE + ".")
                && patch.value().kind() != SpecNode.Kind.NOTHING;
    }

    private static SpecNode withoutOneLearner(SpecNode root) {
        SpecNode without = root;
        for (SpecNode.Entry section : root.entries()) {
            if (section.key().equals(LEARNING)) {
                List<SpecNode.Entry> kept = section.value().entries().stream()
                        .filter(entry -> entry.key().equals(COMMITTEE))
                        .toList();
                SpecNode learning = SpecNode.map(kept, section.value().where());
                without = new Patch(LEARNING, learning).applyTo(without);
            }
        }
        return without;
    }

    /**
     * The same file with the network of one of its agents as the only one; as it is if it has no agents and none is asked for.
     *
     * @throws IllegalArgumentException if there are agents and none is chosen, or one that is not there
     */
    public JobFile ofAgent(Optional<String> agent) {
        return new JobFile(AgentChoice.apply(root, agent), environment);
    }

    /** The configuration, checked as a whole. Schemas that are named by their places are read now. */
    public JobConfig config() {
        return SpecReader.read(withSchemas(), JobConfig.class);
    }

    /** The text as it stands, for a program that needs single sections of it. */
    public SpecNode root() {
        return root;
    }

    private SpecNode withSchemas() {
        SpecNode read = root;
        for (SpecNode.Entry section : root.entries()) {
            for (SpecNode.Entry entry : section.value().entries()) {
                boolean isOne = section.key().equals(SOURCE) && entry.key().equals(SCHEMA);
                boolean areMany = section.key().equals(SOURCE) && entry.key().equals(EARLIER_SCHEMAS);
                if (isOne || areMany) {
                    SpecNode texts = areMany ? texts(entry.value()) : text(entry.value());
                    read = new Patch(SOURCE + "." + entry.key(), texts).applyTo(read);
                }
            }
        }
        return read;
    }

    private SpecNode texts(SpecNode places) {
        return places.kind() == SpecNode.Kind.LIST
                ? SpecNode.list(places.items().stream().map(this::text).toList(), places.where())
                : places;
    }

    private SpecNode text(SpecNode place) {
        return place.kind() == SpecNode.Kind.SCALAR
                ? SpecNode.scalar(
                        ConfigText.read(place.where(), place.text(), environment)
                                .text(),
                        place.where())
                : place;
    }
}
