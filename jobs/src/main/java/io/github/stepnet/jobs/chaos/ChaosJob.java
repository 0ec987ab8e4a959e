package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.config.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The job whose failures are tried: one over the same topics for each run, with topics of its own for what it says.
 *
 * @param bootstrap of the broker
 * @param hasLateTruths whether truths have a topic of their own
 * @param replaced values of the job file, as on a command line
 */
record ChaosJob(String bootstrap, boolean hasLateTruths, List<String> replaced) {

    static final int FEATURES = 4;
    static final int CLASSES = 3;
    static final String EVENTS = "events";
    static final String TRUTHS = "truths";
    /** The run that is disturbed. */
    static final String DISTURBED = "disturbed";
    /** The run that is not. */
    static final String UNDISTURBED = "undisturbed";

    private static final String LATE = """
            truth:
              source: {topic: %s, bootstrap: "%s", start: earliest, group: %s-truths}
              timeout: %s
              most: 1000000
              order: event-time
            """;

    /** The job file of a run. Uids are the same, so that states of both runs can be compared. */
    String text(String run) {
        String topics = Arrays.stream(Output.values())
                .map(output -> output.key() + ": " + run + "-" + output.key())
                .collect(Collectors.joining(", "));
        return """
                source: {topic: %s, bootstrap: "%s", start: earliest, group: %s}
                sink: {transactional-id-prefix: %s, %s}
                network:
                  inputs: %d
                  layers: [dense: {outputs: 16, activation: leaky-relu}, dense: {outputs: 8, activation: tanh}, dense: {outputs: %d}]
                  seed: 7
                milestones: {every: 10%%, over-last: 200}
                health: {every: 100}
                uid-prefix: chaos
                """.formatted(EVENTS, bootstrap, run, run, topics, FEATURES, CLASSES)
                + (hasLateTruths ? LATE.formatted(TRUTHS, bootstrap, run, Load.TRUTH_TIMEOUT.toMillis() + "ms") : "");
    }

    /** What the job's main class is given. */
    List<String> arguments(String run) {
        List<String> arguments = new ArrayList<>(List.of("--config", text(run)));
        arguments.addAll(replaced);
        return arguments;
    }

    JobConfig config(String run) {
        return JobFile.read(text(run)).with(replaced).config();
    }

    /** All that the runs read and write. */
    List<String> topics() {
        List<String> topics = new ArrayList<>(List.of(EVENTS));
        if (hasLateTruths) {
            topics.add(TRUTHS);
        }
        for (String run : List.of(DISTURBED, UNDISTURBED)) {
            JobConfig config = config(run);
            config.outputs().forEach(output -> topics.add(output.topic(config.sink())));
        }
        return topics;
    }
}
