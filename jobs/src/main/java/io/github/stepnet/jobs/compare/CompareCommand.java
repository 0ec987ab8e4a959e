package io.github.stepnet.jobs.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.NetworkLearner;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
                    + " memory, beside a dense net).",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {

    /** One answer in ten counts, but not fewer than would say something. */
    private static final long SHARE = 10;

    private static final long LEAST_LAST = 2_000;

    @Option(names = "--suite", defaultValue = "layers", paramLabel = "NAME", description = "layers (default) or tasks.")
    private String suite;

    @Option(names = "--quick", description = "A smaller budget and one seed: an impression within minutes.")
    private boolean quick;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "Sample gradients of a run. Default: 500000 for layers, 100000 for tasks; quick 20000.")
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
            description = "Depths of the suite layers that are run. Default: 3,5,9,15,20.")
    private List<Integer> depths = LayerSuite.DEPTHS;

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
        long last = Math.min(gradients, Math.max(LEAST_LAST, gradients / SHARE));
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
            out.println(asJson(standings, gradients, last, runs));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s sample gradients each, the last %s answers, %s%n%n",
                    Figures.count(gradients),
                    Figures.count(last),
                    runs.size() == 1 ? "one seed" : "mean of " + runs.size() + " seeds and half their range");
            if (chosen == Suite.LAYERS) {
                ComparisonTable.crossed(standings, out);
            } else {
                ComparisonTable.listed(standings, out);
            }
        }
        out.flush();
        return 0;
    }

    private Suite suite() {
        try {
            if (budget != null && budget < 1) {
                throw new IllegalArgumentException("--budget is " + budget + "; it must be at least 1");
            }
            return Suite.of(suite);
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(spec.commandLine(), mistake.getMessage(), mistake);
        }
    }

    private List<Contest> contests(Suite chosen) {
        List<Contest> all = chosen.contests();
        List<Contest> contests = all.stream()
                .filter(contest -> only.isEmpty()
                        || only.stream().anyMatch(name -> contest.row().startsWith(name)))
                .filter(contest -> chosen != Suite.LAYERS
                        || depths.stream().anyMatch(depth -> contest.column().equals(depth + " layers")))
                .toList();
        if (contests.isEmpty()) {
            String rows = all.stream().map(Contest::row).distinct().collect(Collectors.joining(", "));
            throw new ParameterException(
                    spec.commandLine(),
                    "--only " + String.join(",", only) + " with --depths " + depths + " leaves nothing; rows: " + rows
                            + "; depths: " + LayerSuite.DEPTHS);
        }
        return contests;
    }

    private static String asJson(List<Standing> standings, long budget, long last, List<Long> seeds)
            throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("budget", budget).put("last", last);
        root.set("seeds", mapper.valueToTree(seeds));
        ArrayNode list = root.putArray("contests");
        for (Standing standing : standings) {
            NetworkLearner learner = standing.contest().learner();
            ObjectNode node = list.addObject();
            node.put("row", standing.contest().row())
                    .put("column", standing.contest().column())
                    .put("accuracy", standing.accuracy())
                    .put("majority", standing.mean(Trial::majority))
                    .put("previous", standing.mean(Trial::previous))
                    .put("ceiling", standing.mean(Trial::ceiling))
                    .put("parameters", standing.trials().get(0).parameters())
                    .put("seconds", standing.mean(Trial::seconds))
                    .put("learner", learner.canonicalText());
            node.set(
                    "runs",
                    mapper.valueToTree(
                            standing.trials().stream().map(Trial::accuracy).toList()));
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
