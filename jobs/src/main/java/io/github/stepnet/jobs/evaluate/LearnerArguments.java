package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.config.Argument;
import io.github.stepnet.jobs.evaluate.LearnerText.Replacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.UnmatchedArgumentException;

/** The options that say what learns. */
final class LearnerArguments {

    private static final Pattern REPLACEMENT = Pattern.compile("--(network|learning)(\\.[A-Za-z0-9_.-]+)?");
    private static final List<Replacement> NO_SEED = List.of(new Replacement("network.seed", "null"));
    private static final Replacement BY_CHAIN_TWEEN = new Replacement("learning.rule", "chain-tween");

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "The learner to start from: csv-classification, csv-regression, xor-noise,"
                    + " xor-noise-chain-tween, fleet, parity, attractor. Default: by the data.")
    private String preset;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A job file, to take its sections network and learning instead of a preset's.")
    private String config;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Which agent of a job file that has several networks.")
    private String agent;

    @Option(
            names = "--committee",
            description =
                    "Several learners mixed by how good each has been, instead of one: the standard committee of the"
                            + " preset's or the job file's network. Short for --learning.committee standard.")
    private boolean committee;

    @Option(
            names = "--label-history",
            description = "The key's last truth and averages of its truths as further inputs. Short for"
                    + " --network.temporal.previous-labels 1 --network.temporal.label-averages [0.5,0.9,0.98].")
    private boolean labelHistory;

    /** Picocli makes it. */
    LearnerArguments() {}

    /**
     * The learner's text.
     *
     * @param areSeedsGiven whether a seed that the text itself has is not to count, unless {@code rest} says it
     * @param rest arguments that are no options: values to replace, {@code --network.seed 7} or {@code --network.seed=7}
     */
    LearnerText text(Data data, boolean areSeedsGiven, List<String> rest, CommandLine commandLine) {
        if (preset != null && config != null) {
            throw new IllegalArgumentException("--preset " + preset + " and --config " + config
                    + " are both given; allowed: one of them, each says all of a learner");
        }
        List<Replacement> replacements = new ArrayList<>(shorts());
        replacements.addAll(replacements(rest, commandLine));
        LearnerText text = (config != null ? LearnerText.jobFile(config) : preset(data, replacements))
                .ofAgent(Optional.ofNullable(agent));
        return (areSeedsGiven ? text.with(NO_SEED) : text).with(replacements);
    }

    private List<Replacement> shorts() {
        List<Replacement> shorts = new ArrayList<>();
        if (committee) {
            shorts.add(new Replacement("learning.committee", "standard"));
        }
        if (labelHistory) {
            shorts.add(new Replacement("network.temporal.previous-labels", "1"));
            shorts.add(new Replacement("network.temporal.label-averages", "[0.5, 0.9, 0.98]"));
        }
        return shorts;
    }

    private LearnerText preset(Data data, List<Replacement> replacements) {
        String name = preset;
        if (name == null) {
            name = usualPreset(data);
            // Not only another rule: the loss, the step and the last layer that go with it.
            if (name.equals("xor-noise") && replacements.remove(BY_CHAIN_TWEEN)) {
                name = "xor-noise-chain-tween";
            }
        }
        return LearnerText.preset(name);
    }

    private static String usualPreset(Data data) {
        if (data instanceof GeneratedData generated) {
            return generated.name();
        }
        return data.isClassified() ? "csv-classification" : "csv-regression";
    }

    private static List<Replacement> replacements(List<String> rest, CommandLine commandLine) {
        List<Replacement> replacements = new ArrayList<>();
        for (Argument argument : Argument.all(rest)) {
            String name = argument.name();
            if (!REPLACEMENT.matcher(name).matches()) {
                throw new UnmatchedArgumentException(commandLine, rest.subList(argument.at(), rest.size()));
            }
            String value = argument.value()
                    .orElseThrow(
                            () -> new IllegalArgumentException(name + " has no value; allowed: " + name + " value"));
            replacements.add(new Replacement(name.substring(2), value));
        }
        return replacements;
    }
}
