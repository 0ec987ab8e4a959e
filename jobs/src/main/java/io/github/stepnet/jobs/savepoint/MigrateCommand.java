package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.migration.Migration;
import io.github.stepnet.network.migration.Promise;
import io.github.stepnet.network.migration.Reset;
import io.github.stepnet.network.migration.TensorMapping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.spec.FlowText;
import io.github.stepnet.network.spec.SpecNode;
import io.github.stepnet.network.spec.SpecReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepnet savepoint migrate}: models of another architecture, or with another way to learn, in a new savepoint. */
@Command(
        name = "migrate",
        description = {
            "Writes a copy of a savepoint in which the models of one operator have another architecture or way to learn, and go on from what they know.",
            "Moves come first, in the order in which they are given; then --rule and --optimizer, or --to; then --reset; then --split-key.",
            "Where answers are to stay what they were, every key is asked before anything is written. All other state and timers stay."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MigrateCommand implements Callable<Integer> {

    private static final int NEWS_EVERY = 10_000;
    private static final int MOST_TOLD = 20;

    @Mixin
    private Source source;

    @ArgGroup(multiplicity = "0..*", heading = "%nMoves, each as often as needed:%n")
    private List<MoveOption> moves = new ArrayList<>();

    @ArgGroup(exclusive = false, heading = "%nChanges of what learns, and of keys:%n")
    private Changes changes = new Changes();

    /** What is no move. */
    private static final class Changes {

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
    }

    @Option(
            names = "--inputs",
            paramLabel = "CSV",
            description =
                    "Recorded features to ask the models about, an event in a line. Default: inputs drawn from each key's running statistics.")
    private Path inputs;

    @Option(
            names = "--tolerance",
            defaultValue = "1e-6",
            paramLabel = "DIFFERENCE",
            description = "How far answers may be from what they were (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--renew-failing",
            description =
                    "Keys that cannot be migrated, or answer otherwise, begin with a new model. Without it one such key is enough for nothing to be written.")
    private boolean renewFailing;

    @Option(
            names = "--drop-windows",
            description = "Loses the events of windows that are open. Without it, open windows are an error.")
    private boolean dropWindows;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Where the new savepoint goes; nothing must be there.")
    private String output;

    @Option(names = "--dry-run", description = "Check everything, say what would be written, write nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    /** What has been found out about the keys. */
    private static final class Findings {

        final TreeSet<String> keys = new TreeSet<>();
        final TreeMap<String, String> failing = new TreeMap<>();
        final Map<String, NetworkState> copies = new TreeMap<>();
        double largest;
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        NewSavepoint.check(output);
        KeySplits splits = new KeySplits(changes.splits);
        NetworkOperator networks = source.networks();
        ModelChange change = new ModelChange(networks);
        Optional<TensorMapping> mapping = plan(change);
        Map<String, Long> entries = networks.entries();
        OpenWindows windows = OpenWindows.of(networks, entries);
        windows.check(dropWindows);
        Optional<WaitingEvents> waiting =
                windows.windows() > 0 ? Optional.empty() : WaitingEvents.of(networks, change, entries);
        CheckedInputs asked =
                inputs == null ? CheckedInputs.drawn(change.before()) : CheckedInputs.of(change.before(), inputs);
        Findings found = check(networks, change, splits, asked);
        PrintWriter out = spec.commandLine().getOut();
        MigrationTable.print(out, change, mapping);
        out.println();
        tellChecked(out, change, asked, found);
        if (!found.failing.isEmpty() && !renewFailing) {
            throw new CannotRun(Figures.count(found.failing.size()) + " of " + Figures.count(found.keys.size())
                    + " keys cannot be migrated, see above; nothing is written. Put it right, or let these begin with new models by"
                    + " --renew-failing");
        }
        if (!dryRun) {
            Rewrite rewrite = rewrite(networks, change, splits, found);
            waiting.ifPresent(events -> events.addTo(rewrite));
            windows.dropFrom(rewrite, entries);
            networks.savepoint().copyWith(networks, rewrite::write, output);
        }
        tell(out, change, splits, windows, found);
        return 0;
    }

    private void checkOptions() {
        boolean isNothing = moves.isEmpty()
                && changes.rule == null
                && changes.optimizer == null
                && changes.to == null
                && changes.reset.isEmpty()
                && changes.splits.isEmpty();
        if (isNothing) {
            throw new ParameterException(spec.commandLine(), "nothing is to change; name a move, or another change");
        }
        if (changes.to != null && (changes.rule != null || changes.optimizer != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--to says rule and optimizer already; leave out --rule and --optimizer");
        }
        if (changes.to == null && (changes.mapping != null || changes.agent != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--mapping and --agent go with --to, the job file that they are about; name it");
        }
        if (!(tolerance >= 0)) {
            throw new ParameterException(spec.commandLine(), "--tolerance is " + tolerance + "; it must be 0 or more");
        }
    }

    /** Adds the steps that are asked for; a mapping if that is one. */
    private Optional<TensorMapping> plan(ModelChange change) {
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
        Optional<TensorMapping> mapping = Optional.empty();
        if (changes.to != null) {
            TrackedLearner.Description to =
                    JobModels.of(JobFile.read(changes.to).config(), changes.agent);
            if (changes.mapping != null) {
                Map<String, String> said = said();
                mapping = Optional.of(named("--mapping", () -> change.map(to, said)));
            } else {
                evolve("--to " + changes.to, change, to);
            }
        } else if (changes.rule != null || changes.optimizer != null) {
            evolve("--rule and --optimizer", change, learning(change.after().description()));
        }
        named("--reset", () -> {
            change.reset(changes.reset);
            return change;
        });
        return mapping;
    }

    private static void evolve(String option, ModelChange change, TrackedLearner.Description to) {
        try {
            change.evolve(to);
        } catch (IllegalArgumentException e) {
            String why = e.getMessage();
            throw new CannotRun(
                    option + ": after the moves, " + why.substring(0, Math.max(0, why.indexOf(';')))
                            + "; give the moves that lead there, or say by --mapping where each tensor comes from",
                    e);
        }
    }

    private TrackedLearner.Description learning(TrackedLearner.Description description) {
        if (!(description.learner() instanceof NetworkLearner learner)) {
            throw new CannotRun("--rule and --optimizer are for single networks, and this is a "
                    + description.learner().getClass().getSimpleName() + "; name a job file by --to");
        }
        LearningRule rule = changes.rule == null
                ? learner.rule()
                : SpecReader.read(FlowText.parse("--rule", changes.rule), LearningRule.class);
        Optimizer optimizer = changes.optimizer == null
                ? learner.optimizer()
                : SpecReader.read(FlowText.parse("--optimizer", changes.optimizer), Optimizer.class);
        LearnerSpec now = new NetworkLearner(
                learner.network(),
                rule,
                optimizer,
                learner.shaping(),
                learner.execution(),
                learner.truncation(),
                learner.cadence(),
                learner.techniques(),
                learner.handOver());
        return new TrackedLearner.Description(now, description.milestones());
    }

    private Map<String, String> said() {
        try {
            SpecNode root = JobFile.parse(changes.mapping, Files.readString(Path.of(changes.mapping)))
                    .root();
            Map<String, String> said = new LinkedHashMap<>();
            root.entries().forEach(entry -> {
                if (entry.value().kind() != SpecNode.Kind.SCALAR) {
                    throw new CannotRun("--mapping is " + changes.mapping + ", where " + entry.key()
                            + " is no tensor's name; allowed: new name: old name, or new name: new");
                }
                said.put(entry.key(), entry.value().text());
            });
            return said;
        } catch (IOException e) {
            throw new CannotRun(
                    "--mapping is " + changes.mapping + ", which cannot be read (" + Reasons.of(e)
                            + "); name a YAML file",
                    e);
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

    /** Migrates every key for once, and asks it where answers are promised. */
    private Findings check(NetworkOperator networks, ModelChange change, KeySplits splits, CheckedInputs asked) {
        Optional<Promise> promise = change.promise();
        Set<String> origins = new TreeSet<>(splits.origins().values());
        Findings found = new Findings();
        networks.forEach((key, stored, bytes) -> {
            found.keys.add(key);
            try {
                NetworkState migrated = change.apply(stored);
                if (promise.isPresent()) {
                    NetworkState before = change.upToDate(stored);
                    double difference = promise.get().difference(before, migrated, asked.of(before));
                    found.largest = difference <= found.largest ? found.largest : difference;
                    if (!(difference <= tolerance)) {
                        found.failing.put(
                                key,
                                "answers differ by " + Figures.digits(difference) + ", allowed are "
                                        + Figures.digits(tolerance));
                    }
                }
                if (origins.contains(key)) {
                    if (change.after().learner().learner().inFlight(migrated) > 0) {
                        throw new CannotRun(
                                "--split-key is of the key " + key
                                        + ", which has events in flight that would be answered again by each copy; stop the job with --drain");
                    }
                    found.copies.put(key, change.copied(migrated));
                }
            } catch (IllegalArgumentException e) {
                found.failing.put(key, e.getMessage());
            }
            if (found.keys.size() % NEWS_EVERY == 0) {
                spec.commandLine().getErr().println(Figures.count(found.keys.size()) + " keys checked");
            }
        });
        splits.check(networks.savepoint().place(), found.keys);
        splits.origins().forEach((key, from) -> {
            if (found.failing.containsKey(from)) {
                throw new CannotRun("--split-key is of the key " + from + ", which cannot be migrated: "
                        + found.failing.get(from) + "; leave it out");
            }
        });
        return found;
    }

    private Rewrite rewrite(NetworkOperator networks, ModelChange change, KeySplits splits, Findings found)
            throws IOException {
        long[] written = new long[1];
        Rewrite rewrite =
                new Rewrite(networks.operator(), networks.models(), change.written(), Set.of(), (key, state) -> {
                    if (++written[0] % NEWS_EVERY == 0) {
                        spec.commandLine().getErr().println(Figures.count(written[0]) + " keys written");
                    }
                    return found.failing.containsKey(key) ? change.renewed(state) : change.apply(state);
                });
        for (Map.Entry<String, String> each : splits.origins().entrySet()) {
            rewrite.add(each.getKey(), found.copies.get(each.getValue()));
        }
        return rewrite;
    }

    private void tellChecked(PrintWriter out, ModelChange change, CheckedInputs asked, Findings found) {
        String keys = Figures.count(found.keys.size()) + (found.keys.size() == 1 ? " key" : " keys");
        out.println(
                change.promise().isPresent()
                        ? keys + " checked on " + asked.describe() + ": answers differ by at most "
                                + Figures.digits(found.largest)
                        : keys + " tried; answers are not compared, since this change promises nothing of them");
        int told = 0;
        for (Map.Entry<String, String> each : found.failing.entrySet()) {
            if (told++ == MOST_TOLD && !dryRun) {
                out.println("  and " + Figures.count(found.failing.size() - MOST_TOLD) + " more; --dry-run lists all");
                break;
            }
            out.println("  " + each.getKey() + ": " + each.getValue());
        }
        out.flush();
    }

    private void tell(PrintWriter out, ModelChange change, KeySplits splits, OpenWindows windows, Findings found) {
        if (!found.failing.isEmpty()) {
            out.println(Figures.count(found.failing.size()) + " of them begin with new models");
        }
        splits.origins()
                .forEach((key, from) -> out.println(key + " begins with the model of " + from + ", which stays"));
        if (windows.windows() + windows.timers() > 0) {
            out.println(Figures.count(windows.windows()) + " open windows and " + Figures.count(windows.timers())
                    + " timers dropped");
        }
        out.println((dryRun ? "would be written to " : "written to ") + output);
        String text = JobFileText.of(
                change.before().description().learner(),
                change.after().description().learner());
        if (!text.isEmpty() && changes.to == null) {
            out.println();
            out.println("A job that goes on from it has in its job file:");
            out.println();
            out.print(text);
        }
        out.flush();
    }
}
