package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernels;

/** Whether a model goes into one record of Kafka: a producer that refuses it would fail the job again and again. */
final class SnapshotSize {

    private static final String LONGEST_REQUEST = "max.request.size";
    private static final long DEFAULT_LONGEST_REQUEST = 1 << 20;
    /** Digits, sign, exponent and comma of a number, at most. */
    private static final int JSON_DIGITS = 25;
    /** For names and shapes of a tensor. */
    private static final int TENSOR_HEADER = 100;

    private SnapshotSize() {}

    /**
     * Checks the models of a learner.
     *
     * @throws IllegalArgumentException if they are too large
     */
    static void check(JobConfig config, LearnerSpec learner) {
        SinkConfig sink = config.sink();
        String given = sink.properties().get(LONGEST_REQUEST);
        long longest = given == null ? DEFAULT_LONGEST_REQUEST : Long.parseLong(given.strip());
        boolean isJson = sink.format() == SinkConfig.Format.JSON;
        long bytes = learner.canonicalText().length();
        TrackedLearner tracked = new TrackedLearner(learner, config.milestones(), Kernels.scalar());
        for (ModelTensor tensor : ModelTensors.of(tracked).list()) {
            bytes += TENSOR_HEADER + (long) tensor.shape().floats() * (isJson ? JSON_DIGITS : tensor.width());
        }
        if (bytes > longest) {
            throw new IllegalArgumentException("snapshots is given, but a model takes up to " + bytes
                    + " bytes in one record, and Kafka's producer sends at most " + longest
                    + "; set sink.properties {" + LONGEST_REQUEST + ": " + 2 * bytes
                    + "} and as much as max.message.bytes of the topic " + sink.snapshots()
                    + (isJson ? ", use sink.format avro," : "") + " or leave snapshots out");
        }
    }
}
