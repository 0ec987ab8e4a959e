package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.jobs.config.SourceConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code stepnet learn}: submits the Kafka job to whatever Flink this program was started for, or runs it in this JVM if for none. */
@Command(
        name = "learn",
        description = {
            "Learns from a Kafka topic: every key's network predicts each event, then learns from it.",
            "Any value of the job file can be replaced: --network.seed 7, --source.topic=events."
        },
        mixinStandardHelpOptions = true)
public final class LearnCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "<place>",
            description = "The job file: a path or URI of any file system of Flink, env:NAME, or the YAML itself.")
    private String place;

    @Option(names = "--dry-run", description = "Check everything, show network and job, connect to nothing.")
    private boolean dryRun;

    @Option(
            names = "--no-broker-check",
            description = "Submit without asking the brokers first, where only the cluster can reach them.")
    private boolean noBrokerCheck;

    @Unmatched
    private List<String> replaced = new ArrayList<>();

    /** Picocli makes the command. */
    public LearnCommand() {}

    @Override
    public Integer call() throws Exception {
        JobConfig config = JobFile.read(place).with(replaced).config();
        LearnJob job = new LearnJob(config);
        PrintWriter out = spec.commandLine().getOut();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        if (dryRun) {
            show(job, env, out);
            return 0;
        }
        job.build(env);
        if (!noBrokerCheck) {
            BrokerCheck.verify(config);
        }
        out.print(summary(job));
        out.flush();
        env.execute(job.name());
        return 0;
    }

    private static void show(LearnJob job, StreamExecutionEnvironment env, PrintWriter out) {
        job.addTo(env);
        out.println(job.config().describe());
        out.println(job.networkTable());
        out.println(GraphTable.of(env));
        out.print(summary(job));
        if (!job.hasCheckpointsItNeeds(env)) {
            out.println(
                    "Here no checkpoint interval is configured. The job needs one to be submitted: its sink is exactly-once.");
        }
        out.flush();
    }

    /** What runs, and what it reads and writes. */
    static String summary(LearnJob job) {
        SinkConfig sink = job.config().sink();
        StringBuilder text = new StringBuilder();
        line(text, "job", job.name());
        line(text, "reads", reading(job.config().source()));
        job.config().truth().ifPresent(truth -> line(text, "truths", reading(truth.source())));
        for (Output output : job.config().outputs()) {
            boolean isJson = output != Output.DEAD_LETTERS && sink.format() == SinkConfig.Format.JSON;
            line(text, "writes", output.key() + " to " + output.topic(sink) + ", " + (isJson ? "json" : "avro"));
        }
        line(text, "", "at " + sink.bootstrap() + ", " + name(sink.guarantee()));
        return text.toString();
    }

    private static String reading(SourceConfig source) {
        return source.topic() + " at " + source.bootstrap() + ", " + name(source.format()) + ", as group "
                + source.group();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-7s %s%n", what, value));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
