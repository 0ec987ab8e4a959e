package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.terminal.Terminal;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.stream.KernelChoice;
import io.github.stepnet.stream.StepNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code stepnet evaluate}: how good a learner is on a file or on a generated stream. */
@Command(
        name = "evaluate",
        description = {
            "Answers each row of a CSV file or of a generated stream, then learns from it, and says how good the answers"
                    + " were, beside those of two baselines.",
            "",
            "Values of the learner are replaced by options such as --network.seed 7, --learning.rule chain-tween or"
                    + " --learning.optimizer.adam.rate 0.01.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class EvaluateCommand implements Callable<Integer> {

    /** Half-learned: the first checkpoint of a stream. */
    private static final long SOON = 100_000;

    private static final long USUAL_LAST = 10_000;
    private static final long[] STREAM_SEEDS = {1, 2, 3};
    private static final long[] FILE_SEEDS = {1};

    @Mixin
    private DataArguments dataArguments;

    @Mixin
    private LearnerArguments learnerArguments;

    @Option(
            names = {"--seeds", "--seed"},
            split = ",",
            paramLabel = "SEED",
            description = "Seeds of generated rows and of first weights; each run is printed, and the mean."
                    + " Default: 1,2,3 for a stream, 1 for a file.")
    private long[] seeds;

    @Option(
            names = "--engine",
            description =
                    "Runs the bare engine. Without it the operator runs in a Flink job in this process; the figures are the same.")
    private boolean engine;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Parallelism of the Flink job; changes no figure. Default: the number of processors.")
    private Integer parallelism;

    @Option(
            names = "--kernel",
            defaultValue = "auto",
            description = "Loops to compute with: auto (default), vector, scalar.")
    private String kernel;

    @Option(
            names = "--at",
            split = ",",
            paramLabel = "N",
            description = "Numbers of rows after which the last ones are scored."
                    + " Default: the end, and 100000 of a stream; none of a file without --last.")
    private long[] at;

    @Option(names = "--last", paramLabel = "N", description = "How many rows those are. Default: 10000.")
    private Long last;

    @Option(names = "--json", description = "Prints one JSON object with all digits, and nothing else.")
    private boolean json;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    /** Picocli makes the command. */
    public EvaluateCommand() {}

    @Override
    public Integer call() throws Exception {
        Evaluation evaluation = evaluation();
        PrintWriter out = spec.commandLine().getOut();
        evaluation.run(json ? new JsonReport(out) : new TextReport(out), System.err, Terminal.ofThisProcess());
        return 0;
    }

    /** Finds every mistake before anything runs. */
    private Evaluation evaluation() throws IOException {
        try {
            Checks.positive("--last", last);
            Data data = dataArguments.data(at == null ? new long[0] : at);
            LearnerText learner = learnerArguments.text(data, seeds != null, rest, spec.commandLine());
            long[] runs = seeds != null ? seeds : dataArguments.isStream() ? STREAM_SEEDS : FILE_SEEDS;
            return new Evaluation(
                    data,
                    learner,
                    LongStream.of(runs).boxed().toList(),
                    runner(),
                    last == null ? USUAL_LAST : last,
                    checkpoints(data.events()));
        } catch (ParameterException told) {
            throw told;
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(spec.commandLine(), mistake.getMessage(), mistake);
        }
    }

    private List<Long> checkpoints(long events) {
        if (at != null) {
            for (long checkpoint : at) {
                if (checkpoint < 1 || checkpoint > events) {
                    throw new IllegalArgumentException("--at is " + checkpoint + "; it must be within 1 and " + events
                            + ", the rows that are read");
                }
            }
            return LongStream.of(at).sorted().distinct().boxed().toList();
        }
        if (dataArguments.isStream() && events > SOON) {
            return List.of(SOON, events);
        }
        return dataArguments.isStream() || last != null ? List.of(events) : List.of();
    }

    private Runner runner() {
        KernelChoice choice = Arrays.stream(KernelChoice.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(kernel))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("--kernel is \"" + kernel + "\"; allowed: auto, vector, scalar"));
        if (engine) {
            if (parallelism != null) {
                throw new IllegalArgumentException(
                        "--parallelism is given with --engine, which runs in one thread; leave one of them out");
            }
            return new EngineRunner(Kernels.named(kernel));
        }
        int subtasks = parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism;
        if (subtasks < 1 || subtasks > StepNetwork.MAX_PARALLELISM) {
            throw new IllegalArgumentException(
                    "--parallelism is " + subtasks + "; it must be within 1 and " + StepNetwork.MAX_PARALLELISM);
        }
        return new ClusterRunner(() -> StreamExecutionEnvironment.createLocalEnvironment(subtasks), choice);
    }
}
