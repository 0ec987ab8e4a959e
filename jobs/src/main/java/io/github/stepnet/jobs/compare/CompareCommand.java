package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.terminal.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepnet compare}: many networks at equal budgets, in one table. */
@Command(
        name = "compare",
        description = {
            "Lets many networks learn generated streams at equal budgets of sample gradients and prints how many of their last"
                    + " answers were right, each given before its truth was seen.",
            "",
            "Suites: layers (every layer type, 3 to 20 layers deep, on the XorNoise stream), tasks (a task for every kind of"
                    + " memory, beside a dense net), techniques (each of them on one network, by backpropagation and by the"
                    + " heuristic tween), drift (what is done about a drift, and what notices it), delay (what it costs that truths"
                    + " come later), windows (events of a window that are learned at once: classes of equal weight, averaged"
                    + " signals), modes (the training modes of the seeds on the nets of their Test 16: accuracy"
                    + " on the 500 samples that are learned again and again, as the seeds count it, and on fresh ones).",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {

    /** One answer in ten counts, but not fewer than would say something. */
    private static final long SHARE = 10;

    private static final long LEAST_LAST = 2_000;

    @Option(
            names = "--suite",
            defaultValue = "layers",
            paramLabel = "NAME",
            description = "layers (default), tasks, techniques, delay, modes, drift or windows.")
    private String suite;

    @Option(names = "--quick", description = "A smaller budget and one seed: an impression within minutes.")
    private boolean quick;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description =
                    "Sample gradients of a run. Default: 500000 for layers, 40000 for drift, else 100000; quick 20000.")
    private Long budget;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "SEED",
            description = "Seeds of samples and first weights; the mean is shown. Default: 1,2,3; quick 1.")
    private long[] seeds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Rows of the table that are run, by how their names begin. Default: all.")
    private List<String> only = List.of();

    @Option(
            names = "--depths",
            split = ",",
            paramLabel = "N",
            description = "Depths that are run, in the suites layers and modes. Default: 3,5,9,15,20.")
    private List<Integer> depths = LayerSuite.DEPTHS;

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "NAME",
            description = "Modes of the suite modes that are run. Default: all.")
    private List<String> modes = List.of();

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Adds every trial of the suite modes that is done to this file, a line each, and skips those that are there:"
                            + " the same command goes on where a stopped one was.")
    private Path resume;

    @Option(names = "--json", description = "Prints one JSON object with all digits, and nothing else.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Picocli makes the command. */
    public CompareCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Suite chosen = suite();
        long gradients = budget != null ? budget : quick ? chosen.quickBudget : chosen.budget;
        List<Long> runs = LongStream.of(seeds != null ? seeds : quick ? new long[] {1} : new long[] {1, 2, 3})
                .boxed()
                .toList();
        if (chosen == Suite.MODES) {
            compareModes(gradients, runs);
        } else if (chosen == Suite.DRIFT) {
            compareDrift(gradients, runs);
        } else if (chosen == Suite.WINDOWS) {
            compareWindows(gradients, runs);
        } else {
            compare(chosen, gradients, runs);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void compare(Suite chosen, long gradients, List<Long> runs) throws IOException, InterruptedException {
        long last = chosen == Suite.DELAY ? gradients : Math.min(gradients, Math.max(LEAST_LAST, gradients / SHARE));
        List<Contest> contests = contests(chosen);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        List<Standing> standings = Comparison.run(contests, runs, gradients, last, (standing, all) -> {
            progress.printf(
                    Locale.ROOT,
                    "  %-32s%-20s%s  %.1f s%n",
                    standing.contest().row(),
                    standing.contest().column(),
                    Figures.percent(standing.accuracy()),
                    standing.mean(Trial::seconds));
            progress.flush();
        });
        if (json) {
            out.println(ComparisonJson.of(standings, gradients, last, runs));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s sample gradients each, the last %s answers, %s%n%n",
                Figures.count(gradients),
                Figures.count(last),
                seedsInWords(runs));
        if (chosen == Suite.LAYERS || chosen == Suite.TECHNIQUES) {
            ComparisonTable.crossed(standings, out);
        } else {
            ComparisonTable.listed(standings, out);
        }
    }

    private void compareModes(long gradients, List<Long> runs) throws IOException, InterruptedException {
        List<ModeCell> cells = cells();
        int trials = cells.size() * runs.size();
        AtomicInteger done = new AtomicInteger();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        List<ModeStanding> standings =
                ModeComparison.run(cells, runs, gradients, resume, (cell, seed, trial, isNew) -> {
                    progress.printf(
                            Locale.ROOT,
                            "  %4d of %d  %-10s%3d layers  %-11sseed %-4d%8s  %s%n",
                            done.incrementAndGet(),
                            trials,
                            cell.net().label,
                            cell.depth(),
                            cell.mode().label,
                            seed,
                            Figures.percent(trial.training()),
                            isNew ? Figures.decimal(trial.seconds(), 1) + " s" : "done before");
                    progress.flush();
                });
        if (json) {
            out.println(ComparisonJson.ofModes(standings, gradients, runs));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s sample gradients each on %s samples, %s fresh ones, %s%n%n",
                Figures.count(gradients),
                Figures.count(ModeTrial.SAMPLES),
                Figures.count(ModeTrial.FRESH),
                seedsInWords(runs));
        ModeTable.print(standings, out);
    }

    private void compareDrift(long gradients, List<Long> runs) throws IOException, InterruptedException {
        List<DriftCell> cells =
                DriftCell.all().stream().filter(cell -> isChosen(cell.row())).toList();
        if (cells.isEmpty()) {
            throw nothing(DriftCell.all().stream().map(DriftCell::row), List.of());
        }
        DriftComparison.report(
                cells,
                this::isChosen,
                runs,
                gradients,
                json,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    private void compareWindows(long samples, List<Long> runs) throws IOException, InterruptedException {
        List<WindowCell> cells =
                WindowCell.all().stream().filter(cell -> isChosen(cell.row())).toList();
        if (cells.isEmpty()) {
            throw nothing(WindowCell.all().stream().map(WindowCell::row), List.of());
        }
        WindowComparison.report(
                cells,
                runs,
                samples,
                json,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    private static String seedsInWords(List<Long> seeds) {
        return seeds.size() == 1 ? "one seed" : "mean of " + seeds.size() + " seeds and half their range";
    }

    private Suite suite() {
        try {
            if (budget != null && budget < 1) {
                throw new IllegalArgumentException("--budget is " + budget + "; it must be at least 1");
            }
            Suite chosen = Suite.of(suite);
            if (chosen != Suite.MODES && (!modes.isEmpty() || resume != null)) {
                throw new IllegalArgumentException((resume != null ? "--resume" : "--modes")
                        + " is given with the suite " + chosen.word() + "; it goes with --suite modes");
            }
            return chosen;
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(spec.commandLine(), mistake.getMessage(), mistake);
        }
    }

    private List<Contest> contests(Suite chosen) {
        List<Contest> all = chosen.contests();
        List<Contest> contests = all.stream()
                .filter(contest -> isChosen(contest.row()))
                .filter(contest -> chosen != Suite.LAYERS
                        || depths.stream().anyMatch(depth -> contest.column().equals(depth + " layers")))
                .toList();
        if (contests.isEmpty()) {
            throw nothing(all.stream().map(Contest::row), LayerSuite.DEPTHS);
        }
        return contests;
    }

    private List<ModeCell> cells() {
        try {
            List<Mode> named = modes.stream().map(Mode::of).toList();
            List<ModeCell> all = ModeCell.all();
            List<ModeCell> cells = all.stream()
                    .filter(cell -> isChosen(cell.net().label) && depths.contains(cell.depth()))
                    .filter(cell -> named.isEmpty() || named.contains(cell.mode()))
                    .toList();
            if (cells.isEmpty()) {
                throw nothing(all.stream().map(cell -> cell.net().label), SeedNet.DEPTHS);
            }
            return cells;
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(spec.commandLine(), mistake.getMessage(), mistake);
        }
    }

    private boolean isChosen(String row) {
        return only.isEmpty() || only.stream().anyMatch(row::startsWith);
    }

    private ParameterException nothing(Stream<String> rows, List<Integer> allDepths) {
        return new ParameterException(
                spec.commandLine(),
                "--only " + String.join(",", only) + " with --depths " + depths + " leaves nothing; rows: "
                        + rows.distinct().collect(Collectors.joining(", ")) + "; depths: " + allDepths);
    }
}
