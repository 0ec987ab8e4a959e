package io.github.stepnet.stream;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.WindowLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.stream.input.DeadLetterDetails;
import io.github.stepnet.stream.input.EventIdReader;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.Missing;
import io.github.stepnet.stream.output.PredictionJoin;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.StateFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.InstantiationUtil;

/** What a builder was told, checked. */
record NetworkDefinition<T>(
        LearnerSpec learner,
        Milestones milestones,
        Health health,
        Snapshots snapshots,
        ExampleReader<T> reader,
        DeadLetterDetails<T> details,
        String uidPrefix,
        Settings.Given settings) {

    String uid() {
        return uidPrefix + "-network";
    }

    String name() {
        return uidPrefix + " network";
    }

    <R> OperatorPlan<T, R> plan(PredictionJoin<T, R> join, Settings resolved) {
        return new OperatorPlan<>(learner, milestones, health, snapshots, reader, join, details, resolved);
    }

    /**
     * Checks that windows of events can be learned in this way.
     *
     * @throws IllegalArgumentException if they cannot
     */
    void checkWindows(Channels channels) {
        WindowLearner.check(learner, channels);
        if (health.isOn()) {
            throw new IllegalArgumentException(
                    "StepNetwork.health is given together with windows, whose updates are not measured; leave health out");
        }
        if (settings.expiryMillis() != Settings.NO_EXPIRY) {
            throw new IllegalArgumentException(
                    "StepNetwork.expireAfter is given together with windows, whose models do not expire; leave expireAfter out");
        }
    }

    /** What a builder has been told so far; null and 0 for what it has not. */
    static final class Draft<T> {

        private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
        private static final int UNSAID = 0;

        private int features;
        private ExampleReader<T> featureReader;
        private int classes;
        private int targets;
        private UnaryOperator<ExampleReader<T>> labelReader;
        private UnaryOperator<ExampleReader<T>> targetReader;

        EventIdReader<T> eventId;
        Missing missing = Missing.REJECT;
        NetworkSpec network;
        LearningRule rule;
        Optimizer optimizer;
        GradientShaping shaping;
        Execution execution;
        Integer truncation;
        LearnerSpec learner;
        Milestones milestones = Milestones.everyTenPercent();
        Health health = Health.off();
        Snapshots snapshots = Snapshots.off();
        DeadLetterDetails<T> details = (event, letter) -> {};
        String uidPrefix = "stepnet";
        Long cacheBytes;
        Long dirtyBytes;
        Duration idleGap;
        Duration expireAfter;
        boolean isPredictOnly;
        KernelChoice kernel;

        void features(int count, ExampleReader<T> reader) {
            features = count;
            featureReader = reader;
        }

        void label(int count, UnaryOperator<ExampleReader<T>> reader) {
            classes = count;
            labelReader = reader;
        }

        void target(int count, UnaryOperator<ExampleReader<T>> reader) {
            targets = count;
            targetReader = reader;
        }

        NetworkDefinition<T> define() {
            LearnerSpec checked = checkedLearner();
            checkFeatures(checked);
            checkTruth(checked);
            check(
                    PREFIX.matcher(uidPrefix).matches(),
                    () ->
                            "StepNetwork.uidPrefix is \"%s\"; use letters, digits, dots, underscores and hyphens, a letter or digit first"
                                    .formatted(uidPrefix));
            NetworkDefinition<T> definition = new NetworkDefinition<>(
                    checked, milestones, health, snapshots, reader(), details, uidPrefix, settings());
            checkTravels("a reader given to StepNetwork", definition.reader());
            checkTravels("the code given to StepNetwork.deadLetterDetails", details);
            checkTravels("the learner given to StepNetwork", checked);
            return definition;
        }

        <R> NetworkDefinition<T> defineJoined(PredictionJoin<T, R> join) {
            NetworkDefinition<T> definition = define();
            check(
                    answersInItsOwnTick(definition),
                    () ->
                            "StepNetwork.predictions joins an event with the prediction for it, but with this execution a tick answers an"
                                    + " earlier event, which is no longer there; use execution SWEEP, or take the predictions as they are"
                                    + " and find their events by answersEventId");
            checkTravels("the code given to StepNetwork.predictions", join);
            return definition;
        }

        private LearnerSpec checkedLearner() {
            if (learner != null) {
                check(
                        network == null && rule == null && shaping == null && execution == null && truncation == null,
                        () ->
                                "StepNetwork.learner is given together with network, learning, shaping, execution or truncation; a learner says all of"
                                        + " these itself: leave them out, or leave learner out");
                checkCompiles(learner);
                return learner;
            }
            check(
                    network != null,
                    () ->
                            "StepNetwork.network is missing; say what every key owns: network(NetworkSpec), or learner(...)");
            check(
                    rule != null,
                    () ->
                            "StepNetwork.learning is missing; say how a network learns, such as learning(new Backprop(), Adam.rate(1e-3f))");
            NetworkLearner said = NetworkLearner.of(network, optimizer).rule(rule);
            said = shaping == null ? said : said.shaping(shaping);
            said = execution == null ? said : said.execution(execution);
            said = truncation == null ? said : said.truncation(truncation);
            checkCompiles(said);
            return said;
        }

        /** Does what the operator will do, so that whatever it would refuse on the cluster is refused here. */
        private void checkCompiles(LearnerSpec spec) {
            Kernel kernel = Kernels.scalar();
            try {
                TrackedLearner compiled = new TrackedLearner(spec, milestones, kernel);
                check(
                        !health.isOn() || compiled.learner().measure(health).isPresent(),
                        () ->
                                "StepNetwork.health is given, but the learner never runs backward as a whole, as in a pipeline, or has no layers: leave health out, or use execution SWEEP or STEP");
                check(
                        !snapshots.isOn()
                                || !ModelTensors.of(compiled).parameters().isEmpty(),
                        () -> "StepNetwork.snapshots is given, but the learner " + kindOf(spec)
                                + " has no parameters that are known by names; leave snapshots out, or use a network of layers or a committee of such");
                StateLayout layout = compiled.layout();
                new IdleGap(Settings.NO_IDLE_GAP, layout);
                new Expiry(Settings.NO_EXPIRY, layout);
                new MissingFeatures(spec.inputs(), layout.within("missing features"));
                TruthJoin.reserve(layout);
                String text = TrackedLearner.canonicalText(spec, milestones);
                new NetworkStateSerializer(StateFormat.of(text, layout, kernel));
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "StepNetwork's learner needs more than " + Integer.MAX_VALUE
                                + " values in one array; use fewer or smaller layers",
                        e);
            }
        }

        private static String kindOf(LearnerSpec spec) {
            return spec.getClass().getSimpleName();
        }

        private void checkFeatures(LearnerSpec spec) {
            check(
                    featureReader != null,
                    () -> "StepNetwork.features is missing; say how an event's %d features are read"
                            .formatted(spec.inputs()));
            check(
                    features == spec.inputs(),
                    () -> "StepNetwork.features is %d but the network has %d inputs; make them equal"
                            .formatted(features, spec.inputs()));
        }

        private void checkTruth(LearnerSpec spec) {
            boolean classifies = spec.task() == Loss.Task.CLASSIFICATION;
            check(
                    labelReader == null || targetReader == null,
                    () -> "StepNetwork has both a label and a target; a network learns one of them, this one %s"
                            .formatted(classifies ? "a label" : "a target"));
            if (classifies) {
                check(
                        labelReader != null,
                        () ->
                                "StepNetwork.label is missing; the network answers one of %d classes and learns from labels"
                                        .formatted(spec.answers()));
                check(
                        classes == spec.answers(),
                        () -> "StepNetwork.label is of %d classes but the network answers one of %d; make them equal"
                                .formatted(classes, spec.answers()));
            } else {
                check(
                        targetReader != null,
                        () -> "StepNetwork.target is missing; the network answers %d values and learns from targets"
                                .formatted(spec.answers()));
                check(
                        targets == spec.answers(),
                        () -> "StepNetwork.target has %d values but the network answers %d; make them equal"
                                .formatted(targets, spec.answers()));
            }
        }

        private ExampleReader<T> reader() {
            ExampleReader<T> reader = (labelReader != null ? labelReader : targetReader).apply(featureReader);
            ExampleReader<T> filling = reader.missing(missing);
            return eventId == null ? filling : filling.eventId(eventId);
        }

        private Settings.Given settings() {
            if (idleGap != null) {
                Settings.checkedGap(idleGap);
            }
            check(
                    expireAfter == null || expireAfter.toMillis() >= 1,
                    () -> "StepNetwork.expireAfter is %s; it must be at least 1 ms of event time, or not set"
                            .formatted(expireAfter));
            return new Settings.Given(
                    kernel,
                    bytes("cacheBytes", cacheBytes),
                    bytes("dirtyBytes", dirtyBytes),
                    idleGap,
                    expireAfter == null ? Settings.NO_EXPIRY : expireAfter.toMillis(),
                    isPredictOnly);
        }

        private static MemorySize bytes(String what, Long bytes) {
            check(
                    bytes == null || bytes > UNSAID,
                    () -> "StepNetwork.%s is %d; it must be at least 1, which keeps one network hot"
                            .formatted(what, bytes));
            return bytes == null ? null : new MemorySize(bytes);
        }

        /** Asks the learner itself, because a learner of any kind may be given. */
        private static boolean answersInItsOwnTick(NetworkDefinition<?> definition) {
            TrackedLearner compiled =
                    new TrackedLearner(definition.learner(), definition.milestones(), Kernels.scalar());
            NetworkState state = compiled.newState();
            Example example = compiled.learner().newExample();
            Answer answer = compiled.learner().newAnswer();
            compiled.learner().tick(state, example, answer);
            return answer.present;
        }

        private static void checkTravels(String what, Object code) {
            try {
                InstantiationUtil.serializeObject(code);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        what + " cannot be sent to the cluster: " + e.getMessage()
                                + " is not Serializable; use a static method or a lambda that refers to nothing outside",
                        e);
            }
        }

        private static void check(boolean holds, Supplier<String> message) {
            if (!holds) {
                throw new IllegalArgumentException(message.get());
            }
        }
    }
}
