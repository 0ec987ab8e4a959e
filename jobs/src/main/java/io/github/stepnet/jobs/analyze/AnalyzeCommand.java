package io.github.stepnet.jobs.analyze;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepnet analyze}: how contractive models that settle are, and what becomes of it when they learn. */
@Command(
        name = "analyze",
        description = {
            "Measures models that settle to an equilibrium on analytical tasks, untrained and trained, with weights bounded and free,"
                    + " and prints their figures beside what the seeds published.",
            "",
            "L_rand: largest gain of one iteration between random states. L_sup: its proved bound, which gates have none of. L_eq: largest norm of the"
                    + " derivative at a settled state. rho_eq: its spectral radius. Rate: at which the last residuals shrink."
                    + " Steps: until a pattern has settled, from zeros. Basin: share of 32 random states that settle where it"
                    + " does. Apart: distance of settled states of two classes, as a multiple of that within a class. Accuracy is"
                    + " over all patterns; chance is that of the best constant answer; the seeds' is over 10 outputs. Rises: share"
                    + " of iterations at which the energy rises. Cosine: between the estimated gradient and the exact one.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AnalyzeCommand implements Callable<Integer> {

    private static final List<String> TASKS = List.of("xor", "memorization", "attractor");

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description =
                    "looped, looped-nonsymmetric, toroidal, modern-tied, modern-tied-layer-norm, gated. Default: all.")
    private List<String> models = List.copyOf(Subject.MODELS.keySet());

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "NAME",
            description = "xor, memorization, attractor. Default: all.")
    private List<String> tasks = TASKS;

    @Option(names = "--hidden", paramLabel = "N", defaultValue = "64", description = "Units. Default: 64.")
    private int hidden;

    @Option(names = "--bits", paramLabel = "N", defaultValue = "4", description = "Of xor. Default: 4.")
    private int bits;

    @Option(names = "--patterns", paramLabel = "N", defaultValue = "10", description = "Of memorization. Default: 10.")
    private int patterns;

    @Option(names = "--classes", paramLabel = "N", defaultValue = "10", description = "Of memorization. Default: 10.")
    private int classes;

    @Option(names = "--clusters", paramLabel = "N", defaultValue = "3", description = "Of attractor. Default: 3.")
    private int clusters;

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of each cluster of attractor. Default: 5.")
    private int members;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Features of memorization and attractor. Default: 20.")
    private int inputs;

    @Option(
            names = "--damping",
            paramLabel = "ALPHA",
            defaultValue = "0.5",
            description = "Share of the way to its target that an iteration goes. Default: 0.5, the seeds'.")
    private float damping;

    @Option(
            names = "--contraction",
            paramLabel = "C",
            defaultValue = "0.95",
            description = "To which bounded weights are projected. Default: 0.95.")
    private float contraction;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "6000",
            description = "That a network learns, 32 for an update. Default: 6000, 15 epochs of 400.")
    private int samples;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "SEED",
            description = "Of first weights and of samples; the mean is shown. Default: 42,43,44.")
    private long[] seeds = {42, 43, 44};

    @Option(names = "--json", description = "Prints one JSON object with all digits, and nothing else.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Picocli makes the command. */
    public AnalyzeCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Subject> subjects;
        List<Task> chosen;
        Analysis.Plan plan;
        try {
            chosen = tasks.stream().map(this::task).toList();
            subjects = subjects();
            plan = new Analysis.Plan(
                    damping, LongStream.of(seeds).boxed().toList(), within("--samples", samples, 1, 10_000_000));
            subjects.forEach(subject -> chosen.forEach(task -> subject.learner(task, damping, 0)));
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(spec.commandLine(), mistake.getMessage(), mistake);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<Analysis> analyses = new ArrayList<>();
            chosen.forEach(task -> subjects.forEach(subject -> analyses.add(Analysis.of(subject, task, plan))));
            out.println(AnalysisJson.of(analyses, plan));
            out.flush();
        } else {
            for (Task task : chosen) {
                AnalysisTable.start(task, out);
                subjects.forEach(subject -> AnalysisTable.add(Analysis.of(subject, task, plan), out));
            }
            AnalysisTable.end(out);
        }
        return 0;
    }

    private List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (String model : models) {
            check("--model", model, List.copyOf(Subject.MODELS.keySet()));
            within("--hidden", hidden, 2, 512);
            subjects.add(new Subject(model, Subject.MODELS.get(model).apply(hidden), 0f));
            subjects.add(new Subject(model, Subject.MODELS.get(model).apply(hidden), contraction));
        }
        return subjects;
    }

    private Task task(String name) {
        check("--task", name, TASKS);
        within("--inputs", inputs, 1, 10_000);
        return switch (name) {
            case "xor" -> Task.xor(within("--bits", bits, 2, 12));
            case "memorization" ->
                Task.memorization(
                        within("--patterns", patterns, 1, 10_000), inputs, within("--classes", classes, 2, 1_000));
            default ->
                Task.attractor(
                        within("--clusters", clusters, 2, 1_000), within("--members", members, 1, 1_000), inputs);
        };
    }

    private static void check(String option, String name, List<String> allowed) {
        if (!allowed.contains(name)) {
            throw new IllegalArgumentException(option + " is \"" + name + "\"; allowed: " + String.join(", ", allowed));
        }
    }

    private static int within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + " is " + value + "; it must be within " + least + " and " + most);
        }
        return value;
    }
}
