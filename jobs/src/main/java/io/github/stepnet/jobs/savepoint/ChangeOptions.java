package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.migration.Migration;
import io.github.stepnet.network.migration.Reset;
import io.github.stepnet.network.migration.TensorMapping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.FlowText;
import io.github.stepnet.network.spec.SpecNode;
import io.github.stepnet.network.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What a migration changes beside the architecture, as it is written on the command line. */
final class ChangeOptions {

    @Option(names = "--rule", paramLabel = "RULE", description = "Another rule, as in a job file: chain-tween.")
    private String rule;

    @Option(
            names = "--optimizer",
            paramLabel = "OPTIMIZER",
            description = "Another optimizer, as in a job file: \"{adam: {rate: 0.001}}\".")
    private String optimizer;

    @Option(
            names = "--to",
            paramLabel = "JOB.YAML",
            description =
                    "What the models are to be: the job file that the new savepoint is for. Without a mapping it may differ from them, after the moves, in all that a restored job takes up by itself.")
    private String to;

    @Option(names = "--agent", paramLabel = "NAME", description = "Whose models --to is about, if it has agents.")
    private String agent;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description =
                    "With --to, where each tensor of the new models comes from: YAML, new name: old name, or new name: new. Names are those of 'export'; a tensor that is left out comes from that of its name.")
    private String mapping;

    @Option(
            names = "--reset",
            split = ",",
            paramLabel = "PART",
            description = "Parts that start anew: ${COMPLETION-CANDIDATES}.")
    private List<Reset.Part> reset = new ArrayList<>();

    @Option(
            names = "--split-key",
            paramLabel = "OLD=NEW,NEW",
            description = "New keys begin with a copy of a key's model; the old one stays. May be repeated.")
    private List<String> splits = new ArrayList<>();

    /** An error if options do not go together, or nothing is asked for. */
    void check(boolean hasMoves) {
        boolean isNothing =
                !hasMoves && rule == null && optimizer == null && to == null && reset.isEmpty() && splits.isEmpty();
        if (isNothing && mapping == null && agent == null) {
            throw new CannotRun(
                    "nothing is to change; name a move, or another change: 'stepnet savepoint migrate --help' lists them");
        }
        if (to != null && (rule != null || optimizer != null)) {
            throw new CannotRun("--to says rule and optimizer already; leave out --rule and --optimizer");
        }
        if (to == null && (mapping != null || agent != null)) {
            throw new CannotRun("--mapping and --agent go with --to, the job file that they are about; name it");
        }
    }

    /** Whether the user has a job file of what is written. */
    boolean hasJobFile() {
        return to != null;
    }

    KeySplits splits() {
        return new KeySplits(splits);
    }

    /** Adds the steps that are asked for; a mapping if that is one. */
    Optional<TensorMapping> plan(ModelChange change, List<MoveOption> moves) {
        // Each for itself first, so that an error names the option.
        TrackedLearner.Description description = change.before().description();
        for (MoveOption move : moves) {
            TrackedLearner.Description now = description;
            description = named(move.toString(), () -> Migration.describe(now, List.of(move.move())));
        }
        named("the moves", () -> {
            change.move(moves.stream().map(MoveOption::move).toList());
            return change;
        });
        Optional<TensorMapping> mapped = Optional.empty();
        if (to != null) {
            TrackedLearner.Description aim = JobModels.of(JobFile.read(to).config(), agent);
            if (mapping != null) {
                Map<String, String> said = said();
                mapped = Optional.of(named("--mapping", () -> change.map(aim, said)));
            } else {
                evolve(change, aim);
            }
        } else if (rule != null || optimizer != null) {
            TrackedLearner.Description aim = learning(change.after().description());
            named("--rule and --optimizer", () -> {
                change.evolve(aim);
                return change;
            });
        }
        named("--reset", () -> {
            change.reset(reset);
            return change;
        });
        return mapped;
    }

    private void evolve(ModelChange change, TrackedLearner.Description aim) {
        try {
            change.evolve(aim);
        } catch (IllegalArgumentException e) {
            String why = e.getMessage();
            throw new CannotRun(
                    "--to " + to + ": after the moves, "
                            + (why.contains(";") ? why.substring(0, why.indexOf(';')) : why)
                            + "; give the moves that lead there, or say by --mapping where each tensor comes from",
                    e);
        }
    }

    private TrackedLearner.Description learning(TrackedLearner.Description description) {
        if (!(description.learner() instanceof NetworkLearner learner)) {
            throw new CannotRun("--rule and --optimizer are for single networks, and this is a "
                    + description.learner().getClass().getSimpleName() + "; name a job file by --to");
        }
        LearningRule nextRule =
                rule == null ? learner.rule() : SpecReader.read(FlowText.parse("--rule", rule), LearningRule.class);
        Optimizer nextOptimizer = optimizer == null
                ? learner.optimizer()
                : SpecReader.read(FlowText.parse("--optimizer", optimizer), Optimizer.class);
        LearnerSpec now = learner.rule(nextRule).optimizer(nextOptimizer);
        return new TrackedLearner.Description(now, description.milestones());
    }

    private Map<String, String> said() {
        try {
            SpecNode root =
                    JobFile.parse(mapping, Files.readString(Path.of(mapping))).root();
            Map<String, String> said = new LinkedHashMap<>();
            root.entries().forEach(entry -> {
                if (entry.value().kind() != SpecNode.Kind.SCALAR) {
                    throw new CannotRun("--mapping is " + mapping + ", where " + entry.key()
                            + " is no tensor's name; allowed: new name: old name, or new name: new");
                }
                said.put(entry.key(), entry.value().text());
            });
            return said;
        } catch (IOException e) {
            throw new CannotRun(
                    "--mapping is " + mapping + ", which cannot be read (" + Reasons.of(e) + "); name a YAML file", e);
        }
    }

    private static <T> T named(String option, Callable<T> step) {
        try {
            return step.call();
        } catch (CannotRun told) {
            throw told;
        } catch (IllegalArgumentException e) {
            throw new CannotRun(option + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception impossible) {
            throw new IllegalStateException(option, impossible);
        }
    }
}
