package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.Stepnet;
import java.util.ArrayList;
import java.util.List;

/**
 * The Kafka job as the main class of the job jar: {@code flink run stepnet-jobs.jar --config job.yaml}.
 * The same as {@code stepnet learn}; what fails is thrown, and the JVM never ended.
 */
public final class LearnMain {

    private LearnMain() {}

    /**
     * Runs the command.
     *
     * @param args its options
     * @throws Exception what the command threw
     */
    public static void main(String[] args) throws Exception {
        List<String> command = new ArrayList<>(List.of("learn"));
        command.addAll(List.of(args));
        Stepnet.run(command.toArray(String[]::new));
    }
}
