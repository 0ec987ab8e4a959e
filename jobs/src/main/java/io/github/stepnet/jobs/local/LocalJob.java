package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job file made to fit a local run: its network, learning, milestones and names of topics, with the records and the broker of this run.
 *
 * <p>Without a file it is the default one, shaped to the feed's features and truth. A user's own file is not reshaped: if it does not
 * fit the feed, that is an error which says what would.
 */
final class LocalJob {

    private final JobFile file;
    private final String network;

    /**
     * Checks everything that can be checked without a broker.
     *
     * @param place of the user's file, if there is one
     * @param agent which of its agents, if it has any
     * @param model what settles in place of the layers, where there is no file
     * @param overrides {@code --learning.rule chain-tween} and the like
     * @throws IllegalArgumentException if something is wrong with it, or if it does not fit the feed
     */
    LocalJob(
            Optional<String> place, Optional<String> agent, Optional<String> model, List<String> overrides, Feed feed) {
        boolean isClassified = feed.classes() > 0;
        if (place.isPresent() && model.isPresent()) {
            throw new IllegalArgumentException(
                    "--model and --config both say what every key owns; leave one of them out");
        }
        JobFile given = place.map(JobFile::read).orElseGet(() -> usual(model, feed));
        JobFile overridden = given.ofAgent(agent).with(overrides);
        String topic = overridden.config().source().topic();
        file = overridden.with(List.of(
                "--source",
                "{topic: " + topic + ", start: earliest}",
                "--sink.format",
                "avro",
                "--sink.guarantee",
                "exactly-once"));
        JobConfig config = file.config();
        network = size(config);
        check("network.inputs", config.network().one().inputs(), feed.inputs(), "features");
        if ((config.network().one().loss().task() == Loss.Task.CLASSIFICATION) != isClassified) {
            throw new IllegalArgumentException(
                    "network.loss is for " + (isClassified ? "numbers, but " : "classes, but ") + "the events have "
                            + (isClassified ? "classes; use softmax-cross-entropy" : "numbers; use squared-error"));
        }
        int answers = config.learner().answers();
        check(
                "the last layer's outputs",
                answers,
                isClassified ? feed.classes() : 1,
                isClassified ? "classes" : "target");
    }

    private static JobFile usual(Optional<String> model, Feed feed) {
        JobFile layers = JobFile.local().with(shape(feed));
        return model.map(name -> layers.with(settling(name, feed))).orElse(layers);
    }

    private static List<String> settling(String model, Feed feed) {
        String loss = feed.classes() == 0 ? ", loss: squared-error" : "";
        return List.of(
                "--network",
                "{inputs: " + feed.inputs() + ", model: " + model + ", outputs: " + Math.max(1, feed.classes()) + loss
                        + "}",
                "--learning",
                "{optimizer: {adam: {rate: 0.01}}}");
    }

    private static List<String> shape(Feed feed) {
        List<String> shape = new ArrayList<>(List.of(
                "--network.inputs",
                Integer.toString(feed.inputs()),
                "--network.layers.2.dense.outputs",
                Integer.toString(Math.max(1, feed.classes())),
                "--source.topic",
                feed.name() + "-events"));
        if (feed.classes() == 0) {
            shape.addAll(List.of("--network.loss", "squared-error"));
        }
        return shape;
    }

    private static void check(String what, int given, int needed, String of) {
        if (given != needed) {
            throw new IllegalArgumentException(what + ": " + given + ", but the events have " + needed + " " + of
                    + "; make it " + needed + " in the job file, or leave --config out");
        }
    }

    private static String size(JobConfig config) {
        TrackedLearner learner = new TrackedLearner(config.learner(), config.milestones(), Kernels.scalar());
        return Figures.count(learner.learner().parameters(learner.newState()).length) + " parameters, "
                + Figures.count(learner.newState().bytes()) + " bytes, one for each key";
    }

    /** How large a key's network is, in a few words. */
    String network() {
        return network;
    }

    /** The configuration for this broker. */
    JobConfig on(String bootstrap) {
        return file.with(List.of("--source.bootstrap", bootstrap, "--sink.bootstrap", bootstrap))
                .config();
    }
}
