package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.chaos.ChaosRun.Setup;
import io.github.stepnet.jobs.config.Argument;
import io.github.stepnet.jobs.local.Signals;
import io.github.stepnet.jobs.terminal.LiveDisplay;
import io.github.stepnet.jobs.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.apache.flink.util.StateMigrationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code stepnet chaos}: the proof that nothing is lost when processes die. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = {
            "Runs the Kafka job on a cluster of separate processes, kills task managers and the broker at random moments while events"
                    + " come in, and compares every record that was committed and every bit of every key's network with a run over the"
                    + " same events that nothing disturbed. 20 kills take about 6 minutes.",
            "",
            "Values of the job file's sections learning, milestones and health can be replaced: --learning.execution step."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing lost, nothing duplicated, all bits the same",
            "1:something differs, or the run failed",
            "2:an option is wrong",
            "130:Ctrl-C"
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ChaosCommand.class);

    private static final Pattern VALUE = Pattern.compile("--(learning|milestones|health)\\..*");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
    private static final String JOB_JAR = "stepnet-jobs.jar";
    private static final List<String> BACKENDS = List.of("rocksdb", "hashmap");
    private static final int MOST_KILLS = 10_000;
    private static final int MOST_KEYS = 100_000;
    private static final int MOST_RATE = 100_000;

    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;

    @Option(names = "--kills", defaultValue = "20", paramLabel = "N", description = "Default ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the events, the victims and the moments; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--keys",
            defaultValue = "32",
            paramLabel = "N",
            description = "Each with a network of its own; default ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Events per second, sent until the last kill is survived; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--backend",
            defaultValue = "rocksdb",
            paramLabel = "NAME",
            description = "Where Flink keeps the networks: rocksdb (default) or hashmap.")
    private String backend;

    @Option(
            names = "--job-manager",
            description = "Kills the job manager too; the cluster is made highly available by Flink's own ZooKeeper.")
    private boolean jobManager;

    @Option(
            names = "--late-truths",
            description = "Truths come later, on a topic of their own, and are applied in the order of event time.")
    private boolean lateTruths;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "A new or empty folder for topics, checkpoints, savepoints and logs, which is kept. Default: a temporary one,"
                            + " kept only if something is wrong.")
    private Path directory;

    @Option(
            names = "--job-jar",
            paramLabel = "FILE",
            description = "The job jar that is submitted; default " + JOB_JAR + " beside the launcher's folder.")
    private Path jobJar;

    @Unmatched
    private List<String> replaced = new ArrayList<>();

    /** On this process's terminal. */
    public ChaosCommand() {
        this(System.out, System.err, Terminal.ofThisProcess());
    }

    ChaosCommand(PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path home;
        Setup setup;
        try {
            checkOptions();
            checkReplaced();
            checkDirectory();
            if (jobJar != null) {
                checkJobJar(jobJar);
            }
            Path lib = lib();
            Path jar = jobJar != null
                    ? jobJar
                    : lib.resolve("../..").resolve(JOB_JAR).normalize();
            checkJobJar(jar);
            home = directory == null
                    ? Files.createTempDirectory("stepnet-chaos-")
                    : Files.createDirectories(directory).toAbsolutePath();
            setup = new Setup(
                    home, lib, jar, seed, kills, LONGEST_WAIT, keys, rate, backend, jobManager, lateTruths, replaced);
        } catch (IllegalArgumentException mistake) {
            err.println("stepnet chaos: " + mistake.getMessage());
            err.println("stepnet chaos --help lists the options.");
            return ExitCode.USAGE;
        } catch (IOException failure) {
            err.println("stepnet chaos: " + failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        int code = run(setup);
        tidy(home, code);
        return code;
    }

    private int run(Setup setup) {
        Thread caller = Thread.currentThread();
        try (Signals signals = Signals.call(caller::interrupt)) {
            try {
                Verdict verdict = verdict(setup);
                ChaosReport.lines(verdict).forEach(out::println);
                return verdict.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
            } catch (InterruptedException | InterruptException stopped) {
                err.println("stepnet chaos: stopped; every process that it started is gone");
                return signals.exitCode() == 0 ? ExitCode.SOFTWARE : signals.exitCode();
            } catch (IOException | StateMigrationException | RuntimeException failure) {
                LOG.error("The chaos run failed", failure);
                err.println(
                        "stepnet chaos: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
                return ExitCode.SOFTWARE;
            }
        }
    }

    private Verdict verdict(Setup setup) throws IOException, InterruptedException, StateMigrationException {
        try (LiveDisplay display = LiveDisplay.open(out, terminal)) {
            return new ChaosRun(setup, display).run();
        }
    }

    /** What a run leaves is kept for whoever asked for it, or has to find out why it failed. */
    private void tidy(Path home, int code) {
        if (directory != null || code == ExitCode.SOFTWARE) {
            out.println("  Logs, topics, checkpoints and savepoints are in " + home);
            return;
        }
        try {
            FileUtils.deleteDirectory(home.toFile());
        } catch (IOException failure) {
            err.println("stepnet chaos: " + home + " cannot be deleted: " + failure.getMessage());
        }
    }

    private void checkOptions() {
        within("--kills", kills, 1, MOST_KILLS);
        within("--keys", keys, ChaosRun.PARTITIONS, MOST_KEYS);
        within("--rate", rate, 1, MOST_RATE);
        if (!BACKENDS.contains(backend)) {
            throw new IllegalArgumentException(
                    "--backend is \"" + backend + "\"; allowed: " + String.join(", ", BACKENDS));
        }
    }

    private void checkReplaced() {
        for (Argument argument : Argument.all(replaced)) {
            if (!VALUE.matcher(argument.name()).matches()) {
                throw new IllegalArgumentException(
                        "\"" + replaced.get(argument.at())
                                + "\" is no option; of the job file, values of learning, milestones and health can be replaced");
            }
        }
        // Says what is wrong with them before anything is started.
        new ChaosJob("127.0.0.1:1", lateTruths, replaced).config(ChaosJob.DISTURBED);
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " is " + value + "; allowed: " + least + " to " + most);
        }
    }

    /** Where this class is: the processes are made of the jars beside it. */
    private static Path lib() throws IOException {
        Path own = Path.of(URI.create(ChaosCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        if (!Files.isRegularFile(own)) {
            throw new IOException("this is not the packaged program, and other processes cannot be started from " + own
                    + "; run mvn package -DskipTests, then bin/stepnet chaos");
        }
        return own.getParent();
    }

    private void checkDirectory() throws IOException {
        if (directory == null || !Files.exists(directory)) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "--directory is " + directory + ", which is a file; name a folder that is new or empty");
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "--directory is " + directory + ", which is not empty; name a folder that is new or empty");
            }
        }
    }

    private static void checkJobJar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException("--job-jar is " + jar
                    + ", which is no file; build it with mvn package -DskipTests, or say where it is");
        }
    }
}
