package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.learn.LearnJob;
import io.github.stepnet.jobs.savepoint.SavepointFile;
import io.github.stepnet.jobs.savepoint.StateDifference;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.stream.KernelChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code stepnet replay}: builds models again, and proves their bits. */
@Command(
        name = "replay",
        description = {
            "Builds the models of keys again from a savepoint and the events that came after it, by the job's own operators, and proves the bits:",
            "with --to, all that each model holds is compared with that of a later savepoint. The exit code is 1 if a bit differs.",
            "Any value of the job file can be replaced: --source.bootstrap broker:9092."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = 2)
public final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "<place>",
            description = "The job file: a path or URI of any file system of Flink, env:NAME, or the YAML itself.")
    private String place;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "<savepoint>",
            description = "The savepoint, or retained checkpoint, with the models and the offsets to start from.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "<savepoint>",
            description = "A later one: the offsets to stop at, and the models that must come out.")
    private String to;

    @Option(names = "--key", paramLabel = "KEY", description = "Only this key; may be repeated. Default: all keys.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--until-offset",
            split = ",",
            paramLabel = "PARTITION=OFFSET",
            description =
                    "Without --to: the offset behind the last event of a partition; no other partitions are read then. Default: the end of the topic.")
    private Map<Integer, Long> until = new TreeMap<>();

    @Unmatched
    private List<String> replaced = new ArrayList<>();

    /** Picocli makes the command. */
    public ReplayCommand() {}

    @Override
    public Integer call() throws Exception {
        if (to != null && !until.isEmpty()) {
            throw new CannotRun("--until-offset is given beside --to, which says where to stop; leave one of them out");
        }
        JobConfig config = JobFile.read(place).with(replaced).config();
        Premises.checkJob(config);
        LearnJob job = new LearnJob(config);
        String topic = config.source().topic();
        ModelsAt before = ModelsAt.of(SavepointFile.open(from), config, job);
        ModelsAt after = to == null ? null : ModelsAt.of(SavepointFile.open(to), config, job);
        Kernel kernel = before.kernel();
        if (after != null && (after.kernel() != kernel)) {
            throw new CannotRun("the models in " + to + " were computed by another kernel than those in " + from
                    + ", so that bits between them are of both; replay from a savepoint after the change");
        }
        Map<Integer, Long> first = SavedOffsets.of(before.savepoint(), job.sourceUid(), topic);
        Map<Integer, Long> last = to == null ? until : SavedOffsets.of(after.savepoint(), job.sourceUid(), topic);
        TopicPart part = TopicPart.of(config.source(), first, last);
        Map<String, NetworkState> expected = after == null ? Map.of() : after.states(keys);

        ReplayReport report = new ReplayReport(spec.commandLine().getOut());
        report.start(before, after, topic, part);
        Path folder = Files.createTempDirectory("stepnet-replay");
        try {
            long start = System.nanoTime();
            ReplayRun run = new ReplayRun(
                    job,
                    from,
                    before.needsRocksDb(),
                    KernelChoice.valueOf(kernel.name().toUpperCase(Locale.ROOT)),
                    part,
                    new TreeSet<>(keys));
            ReplayRun.Stopped stopped = run.stop(folder);
            ModelsAt replayed = ModelsAt.of(SavepointFile.open(stopped.savepoint()), config, job);
            report.replayed(part, stopped.events(), Duration.ofNanos(System.nanoTime() - start));
            report.models(replayed, keys);
            return after == null || prove(report, expected, replayed) ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    private boolean prove(ReplayReport report, Map<String, NetworkState> expected, ModelsAt replayed) {
        StateDifference difference = StateDifference.of(expected, replayed.states(keys));
        report.proof(difference);
        return difference.isNone();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
