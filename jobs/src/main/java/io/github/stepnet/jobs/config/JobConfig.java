package io.github.stepnet.jobs.config;

import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.WindowLearner;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.stream.Snapshots;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a job file says, checked as a whole: a configuration that exists can be run. Placeholders are filled in, so that its text is complete.
 *
 * <p>Checkpoints, state backend, parallelism and restarts are Flink's own configuration and have no keys here.
 *
 * @param source the topic with the events
 * @param truth a topic with truths that come later than their events
 * @param window windows of events that are answered and learned together; without it, every event is by itself
 * @param sink where the output goes
 * @param network what a network is, or each agent's
 * @param learning how it learns
 * @param milestones which levels of accuracy are worth a message
 * @param health at how many updates of a key its layers are measured
 * @param snapshots at how many updates of a key its whole model is written
 * @param expireAfter after how much event time without an event of a key its model is given up; without it, never
 * @param predictOnly whether truths are not looked at: models stay as the savepoint has them
 * @param uidPrefix what the operators' uids start with; a savepoint is found by it
 * @param maxParallelism into how many groups keys are divided, for the life of a job's state
 */
public record JobConfig(
        SourceConfig source,
        Optional<TruthConfig> truth,
        Optional<WindowConfig> window,
        @Default("{}") SinkConfig sink,
        Networks network,
        @Default("{}") LearningConfig learning,
        @Default("{}") Milestones milestones,
        @Default("{}") Health health,
        @Default("{}") Snapshots snapshots,
        Optional<Duration> expireAfter,
        @Default("false") boolean predictOnly,
        @Default("stepnet") String uidPrefix,
        @Default("720") int maxParallelism) {

    private static final Pattern UID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final int MOST_KEY_GROUPS = 1 << 15;

    public JobConfig {
        if (!UID.matcher(uidPrefix).matches()) {
            throw new IllegalArgumentException("JobConfig.uidPrefix is \"" + uidPrefix
                    + "\"; it must be letters, digits, dots, underscores and hyphens, the first a letter or digit");
        }
        if (maxParallelism < 1 || maxParallelism > MOST_KEY_GROUPS) {
            throw new IllegalArgumentException(
                    "JobConfig.maxParallelism is " + maxParallelism + "; it must be within 1 and " + MOST_KEY_GROUPS);
        }
        Loss loss = network.any().loss();
        boolean isClassification = loss.task() == Loss.Task.CLASSIFICATION;
        source = source.withFieldsOfAnEvent(isClassification, true).filled(uidPrefix);
        truth = truth.map(late -> late.filled(isClassification, uidPrefix));
        sink = sink.filled(source.topic(), source.bootstrap(), uidPrefix);
        checkTopics(source, sink, Output.of(truth, window, network, learning, health, snapshots, expireAfter));
        if (expireAfter.isPresent() && expireAfter.get().toMillis() < 1) {
            throw new IllegalArgumentException(
                    "JobConfig.expireAfter is 0s; it must be at least 1ms, or left out for models that stay");
        }
        source.checkFeatures("JobConfig.source");
        if (truth.isEmpty()) {
            source.checkTruth("JobConfig.source");
        }
        learning.check("JobConfig.learning", network.byAgent().values());
        learning = learning.filled(network);
        if (health.isOn() && network.anySettles()) {
            throw new IllegalArgumentException(
                    "JobConfig.health is given, but the network is a model that settles, which has no layers to measure; leave it out");
        }
        if (snapshots.isOn() && network.anySettles()) {
            throw new IllegalArgumentException(
                    "JobConfig.snapshots is given, but the network is a model that settles, whose parameters have no names outside of Stepnet; leave it out");
        }
        for (NetworkConfig one : network.byAgent().values()) {
            checkLearning(learning, one);
        }
        if (window.isPresent()) {
            checkNotBesideWindow("truth", truth.isPresent());
            checkNotBesideWindow("health", health.isOn());
            checkNotBesideWindow("expireAfter", expireAfter.isPresent());
            Channels lesson = window.get().lesson();
            for (NetworkConfig one : network.byAgent().values()) {
                checkWindow(lesson, learning.learner(one));
            }
        }
        boolean hasAgents = network instanceof Agents;
        String inputs = hasAgents ? "the inputs of each agent" : "network.inputs";
        checkCount("JobConfig.source.features", source.features(), network.any().inputs(), inputs);
        int answers = loss.answers(network.any().checkedOutputs("JobConfig.network"));
        checkTruth("JobConfig.source", source, loss, isClassification, answers);
        truth.ifPresent(late -> {
            late.source().checkTruth("JobConfig.truth.source");
            checkTruth("JobConfig.truth.source", late.source(), loss, isClassification, answers);
        });
        if (hasAgents) {
            Route route = ((Agents) network).route();
            checkRoute(source, route);
            truth.ifPresent(late -> checkRoute(late.source(), route));
        }
    }

    private static void checkLearning(LearningConfig learning, NetworkConfig any) {
        if (!(any instanceof LayeredNetwork layered)) {
            return;
        }
        NetworkSpec network = layered.network();
        if (learning.committee().isPresent()) {
            checkCommittee(learning, network);
            return;
        }
        Technique.Ground ground =
                new Technique.Ground(network.plan(), Kernels.scalar(), network.loss(), new StateLayout(), 0, 0, 0);
        try {
            learning.techniques().forEach(technique -> technique.bind(ground));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "JobConfig.learning.techniques do not go with the network: " + e.getMessage(), e);
        }
    }

    private static void checkCommittee(LearningConfig learning, NetworkSpec network) {
        try {
            learning.learner(network).compile(new StateLayout(), Kernels.scalar());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "JobConfig.learning.committee does not go with the network: " + e.getMessage(), e);
        }
    }

    private static void checkNotBesideWindow(String component, boolean isGiven) {
        if (isGiven) {
            throw new IllegalArgumentException(
                    "JobConfig." + component + " is given beside window, which goes without it; leave one of them out");
        }
    }

    private static void checkWindow(Channels lesson, LearnerSpec learner) {
        try {
            WindowLearner.check(learner, lesson);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("JobConfig.window does not go with the network: " + e.getMessage(), e);
        }
    }

    private static void checkRoute(SourceConfig source, Route route) {
        if (route.field().isPresent() && source.isEvent()) {
            throw new IllegalArgumentException("JobConfig.network.route.field is \""
                    + route.field().get()
                    + "\", but avro without a schema is the project's own Event, which has no such field; route by pattern, or give"
                    + " source.schema");
        }
        source.schema()
                .ifPresent(schema -> AvroFields.of("JobConfig.source.schema", schema)
                        .checkKey("JobConfig.network.route.field", route.field()));
    }

    private static void checkTopics(SourceConfig source, SinkConfig sink, List<Output> outputs) {
        Kafka.checkBootstrap("JobConfig.sink.bootstrap", sink.bootstrap());
        Set<String> taken = new HashSet<>();
        // On other brokers it is another topic, such as the mirror of this one.
        if (sink.bootstrap().equals(source.bootstrap())) {
            taken.add(source.topic());
        }
        for (Output output : outputs) {
            String component = "JobConfig.sink." + output.component();
            String topic = output.topic(sink);
            Kafka.checkTopic(component, topic);
            if (!taken.add(topic)) {
                throw new IllegalArgumentException(
                        component + " is \"" + topic + "\", which is another topic of this job; each needs its own");
            }
        }
    }

    private static void checkTruth(String path, SourceConfig source, Loss loss, boolean isClassification, int answers) {
        if (source.isEvent() || source.hasNoTruth()) {
            return;
        }
        String name = CanonicalText.of(Loss.class, loss);
        if (isClassification && source.label().isEmpty()) {
            throw new IllegalArgumentException(path + ".target is given, but the loss " + name
                    + " learns classes; name a label, or use a loss for values such as squared-error");
        }
        if (!isClassification && source.target().isEmpty()) {
            throw new IllegalArgumentException(path + ".label is given, but the loss " + name
                    + " learns values; name a target, or use a loss for classes such as softmax-cross-entropy");
        }
        checkCount(path + ".target", source.target(), answers, "the outputs of the last layer");
        int classes = source.label().map(label -> label.classes().size()).orElse(0);
        if (classes != 0 && classes != answers) {
            throw new IllegalArgumentException(
                    path + ".label.classes names " + classes + " classes, but the network tells " + answers
                            + " apart; make the last layer and the classes equal");
        }
    }

    private static void checkCount(String component, Optional<Values> values, int count, String what) {
        if (values.isPresent()
                && values.get() instanceof Values.Each each
                && each.fields().size() != count) {
            throw new IllegalArgumentException(component + " names "
                    + each.fields().size() + " fields; it must name " + count + ", as many as " + what);
        }
    }

    /**
     * The engine's learner, where there is one for all keys.
     *
     * @throws IllegalArgumentException if there are agents
     */
    public LearnerSpec learner() {
        return learning.learner(network.one());
    }

    /** What the job writes. */
    public List<Output> outputs() {
        return Output.of(truth, window, network, learning, health, snapshots, expireAfter);
    }

    /** All of it, defaults too, as a job file with one line for each section. */
    public String describe() {
        return line("source", CanonicalText.of(source))
                + truth.map(late -> line("truth", CanonicalText.of(late))).orElse("")
                + window.map(windows -> line("window", CanonicalText.of(windows)))
                        .orElse("")
                + line("sink", CanonicalText.of(sink))
                + line("network", CanonicalText.of(Networks.class, network))
                + line("learning", CanonicalText.of(learning))
                + line("milestones", CanonicalText.of(milestones))
                + line("health", CanonicalText.of(health))
                + line("snapshots", CanonicalText.of(snapshots))
                + expireAfter
                        .map(after -> line("expire-after", CanonicalText.of(Duration.class, after)))
                        .orElse("")
                + line("predict-only", Boolean.toString(predictOnly))
                + line("uid-prefix", uidPrefix)
                + line("max-parallelism", Integer.toString(maxParallelism));
    }

    private static String line(String key, String value) {
        return key + ": " + value + "\n";
    }
}
