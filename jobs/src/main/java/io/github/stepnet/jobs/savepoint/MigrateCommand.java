package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.migration.Promise;
import io.github.stepnet.network.migration.TensorMapping;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final int MOST_TOLD = 20;

    @Mixin
    private Source source;

    @ArgGroup(multiplicity = "0..*", heading = "%nMoves, each as often as needed:%n")
    private List<MoveOption> moves = new ArrayList<>();

    @ArgGroup(exclusive = false, heading = "%nChanges of what learns, and of keys:%n")
    private ChangeOptions changes = new ChangeOptions();

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

    @Mixin
    private Target target;

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
        changes.check(!moves.isEmpty());
        if (!(tolerance >= 0)) {
            throw new CannotRun("--tolerance is " + tolerance + "; it must be 0 or more");
        }
        target.check();
        KeySplits splits = changes.splits();
        NetworkOperator networks = source.networks();
        ModelChange change = new ModelChange(networks);
        Optional<TensorMapping> mapping = changes.plan(change, moves);
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
        if (!target.isDryRun()) {
            Rewrite rewrite = rewrite(networks, change, splits, found);
            waiting.ifPresent(events -> events.addTo(rewrite));
            windows.dropFrom(rewrite, entries);
            networks.savepoint().copyWith(networks, rewrite::write, target.place());
        }
        tell(out, change, splits, windows, found);
        return 0;
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
                    double difference = promise.get().difference(stored, migrated, asked.of(stored));
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
        KeyNews written = new KeyNews(spec.commandLine().getErr(), "written");
        Rewrite rewrite =
                new Rewrite(networks.operator(), networks.models(), change.written(), Set.of(), (key, state) -> {
                    written.key();
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
            if (told++ == MOST_TOLD && !target.isDryRun()) {
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
        out.println(target.told());
        String text = JobFileText.of(
                change.before().description().learner(),
                change.after().description().learner());
        if (!text.isEmpty() && !changes.hasJobFile()) {
            out.println();
            out.println("A job that goes on from it has in its job file:");
            out.println();
            out.print(text);
        }
        out.flush();
    }
}
