package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.config.Argument;
import io.github.stepnet.jobs.csv.CsvArguments;
import io.github.stepnet.jobs.stream.StreamName;
import io.github.stepnet.jobs.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Everything in one process: a broker, a cluster, a stream and the learn job, watched in the terminal. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = {
            "Starts Kafka and Flink in this process, streams events through the learn job and shows what every key's network"
                    + " learns, for about 90 seconds or until Ctrl-C.",
            "",
            "Any value of the job file can be replaced: --learning.rule chain-tween, --network.layers.0.dense.outputs 32."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the run ended and every event was answered once",
            "1:it failed",
            "2:an option is wrong",
            "130:Ctrl-C"
        })
public final class LocalCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(LocalCommand.class);

    private static final Duration USUAL_DURATION = Duration.ofSeconds(90);
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(s|min|h)?");
    /** A path into the job file, or a key of its first level that is a value. */
    private static final Pattern VALUE = Pattern.compile("--([a-z-]+\\..*|uid-prefix|max-parallelism)");

    private static final int MOST_RATE = 1_000_000;
    private static final int MOST_KEYS = 100_000;
    private static final int MOST_PORT = 65_535;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "fleet (default): machines that drift half-way; xor-noise, parity, attractor: never drift.")
    private String stream;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description =
                    "A CSV file instead; the run ends with the file. The options from --label on are about its columns.")
    private Path csv;

    @Option(
            names = "--rate",
            defaultValue = "2500",
            paramLabel = "N",
            description = "Events per second over all keys; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--keys",
            paramLabel = "N",
            description = "Keys of the stream, each with a network of its own; default 8 for fleet, 1 for others.")
    private Integer keys;

    @Option(names = "--seed", paramLabel = "N", description = "Of the stream; default 1.")
    private Long seed;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description =
                    "About how long in all, such as 90s (default) or 5min. The number of events follows from it; a machine that cannot"
                            + " keep the rate takes up to three times as long. With --csv: no more events are sent after it.")
    private String duration;

    @Option(names = "--forever", description = "Until Ctrl-C; the fleet drifts again and again.")
    private boolean forever;

    @Option(
            names = "--config",
            paramLabel = "JOB",
            description =
                    "A job file: a path, a URI, env:NAME or the YAML itself. Its network, learning, milestones and topics are used;"
                            + " records and broker are this run's own.")
    private String config;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "A model that settles to an equilibrium, in place of the built-in layers: looped-mlp, toroidal-mlp, modern-tied,"
                            + " modern-tied-layer-norm, gated-mlp.")
    private String model;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Which agent of a job file that has several networks.")
    private String agent;

    @Option(
            names = "--kafka-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Of the broker; default any that is free.")
    private int kafkaPort;

    @Option(
            names = "--web-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Of Flink's web pages; default any that is free.")
    private int webPort;

    @Mixin
    private CsvArguments columns;

    @Unmatched
    private List<String> overrides = new ArrayList<>();

    /** On this process's terminal. */
    public LocalCommand() {
        this(System.out, System.err, Terminal.ofThisProcess());
    }

    LocalCommand(PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        LocalRun.Setup setup;
        try {
            setup = setup();
        } catch (IllegalArgumentException mistake) {
            err.println("stepnet local: " + mistake.getMessage());
            err.println("stepnet local --help lists the options.");
            return ExitCode.USAGE;
        } catch (IOException failure) {
            return failed(failure);
        }
        return run(new LocalRun(setup, out, terminal));
    }

    /** Whatever goes wrong from here on is no mistake in the options. */
    int run(LocalRun run) throws InterruptedException {
        try (Signals signals = Signals.call(run::stop)) {
            boolean good = run.run().isGood();
            return signals.exitCode() != 0 ? signals.exitCode() : good ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (IOException | RuntimeException failure) {
            return failed(failure);
        }
    }

    private int failed(Exception failure) {
        LOG.error("The local run failed", failure);
        String log = System.getProperty("stepnet.log");
        String what = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        err.println("stepnet local: " + what + (log == null ? "" : "; more in " + log));
        return ExitCode.SOFTWARE;
    }

    private LocalRun.Setup setup() throws IOException {
        within("--rate", rate, 1, MOST_RATE);
        if (keys != null) {
            within("--keys", keys, 1, MOST_KEYS);
        }
        checkPort("--kafka-port", kafkaPort);
        checkPort("--web-port", webPort);
        if (kafkaPort != 0 && kafkaPort == webPort) {
            throw new IllegalArgumentException(
                    "--kafka-port and --web-port are both " + webPort + "; give them different ports");
        }
        rejectUnknownOptions();
        Feed feed = csv == null ? samples() : rows();
        try {
            LocalJob job = new LocalJob(
                    Optional.ofNullable(config),
                    Optional.ofNullable(agent),
                    Optional.ofNullable(model),
                    overrides,
                    feed);
            return new LocalRun.Setup(feed, job, rate, limit(), kafkaPort, webPort);
        } catch (RuntimeException mistake) {
            feed.close();
            throw mistake;
        }
    }

    private Feed samples() {
        if (!columns.given().isEmpty()) {
            throw new IllegalArgumentException(columns.given().get(0)
                    + " is for CSV files, and no file is given; add --csv FILE, or leave it out");
        }
        StreamName name = stream == null ? StreamName.FLEET : StreamName.of(stream);
        int count = keys == null ? SampleFeed.usualKeys(name) : keys;
        return new SampleFeed(name, count, seed == null ? 1 : seed, Schedule.of(duration(), forever, rate, count));
    }

    private Feed rows() throws IOException {
        for (String[] option : new String[][] {
            {"--stream", stream},
            {"--keys", keys == null ? null : keys.toString()},
            {"--seed", seed == null ? null : seed.toString()},
            {"--forever", forever ? "" : null}
        }) {
            if (option[1] != null) {
                throw new IllegalArgumentException((option[0] + " " + option[1]).strip()
                        + " is for generated streams; leave it out, or leave --csv out");
            }
        }
        if (!Files.isReadable(csv) || Files.isDirectory(csv)) {
            throw new IllegalArgumentException(
                    "--csv is " + csv + ", which is no file that can be read; give the path of a CSV file");
        }
        return CsvFeed.open(csv, columns.options());
    }

    private Optional<Duration> limit() {
        if (csv != null) {
            return duration == null ? Optional.empty() : Optional.of(duration());
        }
        return forever ? Optional.empty() : Optional.of(Schedule.limit(duration()));
    }

    private Duration duration() {
        if (duration == null) {
            return USUAL_DURATION;
        }
        if (forever) {
            throw new IllegalArgumentException("--duration and --forever are both given; leave one of them out");
        }
        Matcher parts = DURATION.matcher(duration);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "--duration is \"" + duration + "\"; allowed: seconds, minutes or hours, such as 90s, 5min, 1h");
        }
        long number = Long.parseLong(parts.group(1));
        String unit = parts.group(2) == null ? "s" : parts.group(2);
        return switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "min" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** Values of the job file have dots; what has none and is no option is a slip of the keyboard. */
    private void rejectUnknownOptions() {
        for (Argument argument : Argument.all(overrides)) {
            if (!VALUE.matcher(argument.name()).matches()) {
                throw new IllegalArgumentException(
                        "\"" + overrides.get(argument.at())
                                + "\" is no option; values of the job file are given by their path, such as --learning.rule chain-tween");
            }
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " is " + value + "; allowed: " + least + " to " + most);
        }
    }

    private static void checkPort(String option, int port) throws IOException {
        within(option, port, 0, MOST_PORT);
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
            LOG.debug("{} {} is free", option, socket.getLocalPort());
        } catch (BindException taken) {
            throw new IllegalArgumentException(
                    option + " is " + port
                            + ", which another program has taken; choose another, or leave it out for a free one",
                    taken);
        }
    }
}
