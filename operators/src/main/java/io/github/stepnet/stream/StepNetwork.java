package io.github.stepnet.stream;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.input.ArrayReader;
import io.github.stepnet.stream.input.DeadLetterDetails;
import io.github.stepnet.stream.input.EventIdReader;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.FeatureReader;
import io.github.stepnet.stream.input.LabelReader;
import io.github.stepnet.stream.input.Missing;
import io.github.stepnet.stream.input.TargetReader;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.output.PredictionJoin;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.util.OutputTag;

/**
 * A small neural network for every key of a stream, which learns from each event after it has answered it.
 *
 * <pre>{@code
 * StepNetwork<Reading> wear = StepNetwork.<Reading>builder()
 *         .features(8, Reading::readFeatures)
 *         .label(3, Reading::stateOrMinusOne)
 *         .network(NetworkSpec.inputs(8)
 *                 .then(new Dense(64, LEAKY_RELU))
 *                 .then(new Dense(48, LEAKY_RELU))
 *                 .then(new Dense(3))
 *                 .loss(Loss.softmaxCrossEntropy())
 *                 .seed(42))
 *         .learning(new ChainTween(), Adam.rate(1e-3f).decayingOver(20_000))
 *         .execution(Execution.STEP)
 *         .milestones(Milestones.everyTenPercent().overLast(500))
 *         .uidPrefix("wear")
 *         .build();
 *
 * LearnedStream out = wear.applyTo(readings.keyBy(Reading::machine));
 * out.predictions().sinkTo(predictions);
 * out.milestones().print();
 * out.deadLetters().sinkTo(deadLetters);
 * }</pre>
 *
 * <p>The networks lie in keyed state, so they are checkpointed, restored and rescaled with the job. What can be set for all networks of a
 * job at once is in {@link StepNetworkOptions}. The job must run in STREAMING mode. Prefix, operator names and the maximum
 * parallelism decide whether a savepoint can be restored; they are public API.
 *
 * <p>Not for one model that all keys share, and not for networks too large to move with a key: a network's state is read and
 * written as a whole.
 *
 * @param <T> the events
 */
public final class StepNetwork<T> {

    /** Maximum parallelism of the operator: many divisors, so that most parallelisms get equal shares of the keys. */
    public static final int MAX_PARALLELISM = 720;

    private final JoinedStepNetwork<T, Prediction> network;

    private StepNetwork(JoinedStepNetwork<T, Prediction> network) {
        this.network = network;
    }

    /** Starts with nothing said. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * Gives every key of the stream a network.
     *
     * @param <K> the keys
     */
    public <K> LearnedStream applyTo(KeyedStream<T, K> events) {
        return new LearnedStream(network.transform(events));
    }

    /**
     * Gives every key of the stream a network that learns from truths which come later.
     *
     * @param late how they are read, and how long they are waited for
     * @param <K> the keys
     * @param <L> the records with the truths
     * @throws IllegalArgumentException if the truths are not those of this network
     */
    public <K, L> LearnedStream applyTo(KeyedStream<T, K> events, KeyedStream<L, K> truths, LateTruth<L> late) {
        return new LearnedStream(network.transform(events, truths, late));
    }

    /**
     * Gives every key of the stream a network that learns from windows of its events.
     *
     * @param window which windows, and how one becomes an update
     * @param <K> the keys
     * @param <W> the windows
     * @throws IllegalArgumentException if the network cannot learn from such windows
     */
    public <K, W extends Window> LearnedWindows<T> applyTo(KeyedStream<T, K> events, WavelengthWindow<T, W> window) {
        OutputTag<T> late = new OutputTag<>("stepnet-late", events.getType());
        return new LearnedWindows<>(network.windows(events, window, late), late);
    }

    /**
     * The function behind {@link #applyTo(KeyedStream, WavelengthWindow)}, for a job that assembles its windows itself: {@code
     * keyed.window(assigner).trigger(window.trigger()).process(network.perWindow(window, configuration))}, with the trigger of the same window, uid
     * and maximum parallelism.
     *
     * @param configuration of the job, for what the builder was not told
     * @param <K> the keys
     * @param <W> the windows
     * @throws IllegalArgumentException if the network cannot learn from such windows
     */
    public <K, W extends Window> ProcessWindowFunction<T, Prediction, K, W> perWindow(
            WavelengthWindow<T, W> window, ReadableConfig configuration) {
        return network.perWindow(window, configuration);
    }

    /** A network whose predictions leave as the user's own records. */
    public static final class JoinedStepNetwork<T, R> {

        private final NetworkDefinition<T> definition;
        private final PredictionJoin<T, R> join;
        private final TypeInformation<R> type;

        JoinedStepNetwork(NetworkDefinition<T> definition, PredictionJoin<T, R> join, TypeInformation<R> type) {
            this.definition = definition;
            this.join = join;
            this.type = type;
        }

        /**
         * Gives every key of the stream a network.
         *
         * @param <K> the keys
         */
        public <K> JoinedStream<R> applyTo(KeyedStream<T, K> events) {
            return new JoinedStream<>(transform(events));
        }

        /**
         * Gives every key of the stream a network that learns from truths which come later.
         *
         * @param late how they are read, and how long they are waited for
         * @param <K> the keys
         * @param <L> the records with the truths
         * @throws IllegalArgumentException if the truths are not those of this network
         */
        public <K, L> JoinedStream<R> applyTo(KeyedStream<T, K> events, KeyedStream<L, K> truths, LateTruth<L> late) {
            return new JoinedStream<>(transform(events, truths, late));
        }

        private <K> SingleOutputStreamOperator<R> transform(KeyedStream<T, K> events) {
            return named(events.transform(definition.name(), type, new StepNetworkOperator<K, T, R>(plan(events))));
        }

        private <K, L> SingleOutputStreamOperator<R> transform(
                KeyedStream<T, K> events, KeyedStream<L, K> truths, LateTruth<L> late) {
            late.check(definition.learner().task(), definition.learner().answers());
            return named(events.connect(truths)
                    .transform(
                            definition.name(),
                            type,
                            new LateTruthOperator<K, T, L, R>(plan(events), late, events.getType(), truths.getType())));
        }

        private <K, W extends Window> SingleOutputStreamOperator<R> windows(
                KeyedStream<T, K> events, WavelengthWindow<T, W> window, OutputTag<T> late) {
            WindowFunction<K, T, R, W> function =
                    perWindow(window, events.getExecutionEnvironment().getConfiguration());
            return named(window.over(events)
                    .sideOutputLateData(late)
                    .process(function, type)
                    .name(definition.name()));
        }

        private <K, W extends Window> WindowFunction<K, T, R, W> perWindow(
                WavelengthWindow<T, W> window, ReadableConfig configuration) {
            definition.checkWindows(window.channels());
            return new WindowFunction<>(plan(configuration), window);
        }

        private OperatorPlan<T, R> plan(KeyedStream<T, ?> events) {
            return plan(events.getExecutionEnvironment().getConfiguration());
        }

        private OperatorPlan<T, R> plan(ReadableConfig configuration) {
            return definition.plan(join, definition.settings().orFrom(configuration));
        }

        private SingleOutputStreamOperator<R> named(SingleOutputStreamOperator<R> operator) {
            return operator.uid(definition.uid()).setMaxParallelism(MAX_PARALLELISM);
        }
    }

    /** Collects what a network is; {@link #build} finds every mistake. Each verb may be called again and then replaces what it said. */
    public static final class Builder<T> {

        private final NetworkDefinition.Draft<T> draft = new NetworkDefinition.Draft<>();

        private Builder() {}

        /** How many features an event has, and how they are read. */
        public Builder<T> features(int count, FeatureReader<T> reader) {
            draft.features(count, ExampleReader.features(Objects.requireNonNull(reader, "reader")));
            return this;
        }

        /** How many features an event must have, and the array that they lie in; an event with another number becomes a dead letter. */
        public Builder<T> features(int count, ArrayReader<T> reader) {
            draft.features(count, ExampleReader.features(Objects.requireNonNull(reader, "reader")));
            return this;
        }

        /** How many classes there are, and which one an event belongs to; -1 if that is not known. */
        public Builder<T> label(int classes, LabelReader<T> reader) {
            Objects.requireNonNull(reader, "reader");
            draft.label(classes, features -> features.label(classes, reader));
            return this;
        }

        /** How many classes there are, where truths only come later or never. */
        public Builder<T> label(int classes) {
            draft.label(classes, features -> features);
            return this;
        }

        /** How many target values an event has, where truths only come later or never. */
        public Builder<T> target(int count) {
            draft.target(count, features -> features);
            return this;
        }

        /** How many target values an event has, and how they are read. */
        public Builder<T> target(int count, TargetReader<T> reader) {
            Objects.requireNonNull(reader, "reader");
            draft.target(count, features -> features.target(reader));
            return this;
        }

        /** How many target values an event must have, and the array that they lie in; null where they are not known. */
        public Builder<T> target(int count, ArrayReader<T> reader) {
            Objects.requireNonNull(reader, "reader");
            draft.target(count, features -> features.target(reader));
            return this;
        }

        /** What becomes of an event of which a feature is missing, that is NaN; it is a dead letter if this is not said. */
        public Builder<T> missing(Missing missing) {
            draft.missing = Objects.requireNonNull(missing, "missing");
            return this;
        }

        /** What events are called in predictions, milestones and dead letters; their number within the key if this is not said. */
        public Builder<T> eventId(EventIdReader<T> reader) {
            draft.eventId = Objects.requireNonNull(reader, "reader");
            return this;
        }

        /** What every key's network is. */
        public Builder<T> network(NetworkSpec network) {
            draft.network = Objects.requireNonNull(network, "network");
            return this;
        }

        /** How a network learns. */
        public Builder<T> learning(LearningRule rule, Optimizer optimizer) {
            draft.rule = Objects.requireNonNull(rule, "rule");
            draft.optimizer = Objects.requireNonNull(optimizer, "optimizer");
            return this;
        }

        /** What bounds a gradient; nothing if this is not said. */
        public Builder<T> shaping(GradientShaping shaping) {
            draft.shaping = Objects.requireNonNull(shaping, "shaping");
            return this;
        }

        /** When stages see an event; {@link Execution#SWEEP} if this is not said. */
        public Builder<T> execution(Execution execution) {
            draft.execution = Objects.requireNonNull(execution, "execution");
            return this;
        }

        /** Over how many events of a key a gradient reaches back through carried memory; 10 if this is not said. */
        public Builder<T> truncation(int events) {
            draft.truncation = events;
            return this;
        }

        /** A learner of any kind, instead of a network and how it learns. */
        public Builder<T> learner(LearnerSpec learner) {
            draft.learner = Objects.requireNonNull(learner, "learner");
            return this;
        }

        /** Which thresholds are reported, over which window; every ten percent of the last 500 events if this is not said. */
        public Builder<T> milestones(Milestones milestones) {
            draft.milestones = Objects.requireNonNull(milestones, "milestones");
            return this;
        }

        /** At how many updates of a key its layers are measured, for {@link JoinedStream#layerHealth}; never if this is not said. */
        public Builder<T> health(Health health) {
            draft.health = Objects.requireNonNull(health, "health");
            return this;
        }

        /** At how many updates of a key its whole model leaves by {@link JoinedStream#modelSnapshots}; never if this is not said. */
        public Builder<T> snapshots(Snapshots snapshots) {
            draft.snapshots = Objects.requireNonNull(snapshots, "snapshots");
            return this;
        }

        /** What the operator's uid and name start with; needed where a job has several networks. */
        public Builder<T> uidPrefix(String prefix) {
            draft.uidPrefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /** Instead of {@link StepNetworkOptions#CACHE_BYTES}. */
        public Builder<T> cacheBytes(long bytes) {
            draft.cacheBytes = bytes;
            return this;
        }

        /** Instead of {@link StepNetworkOptions#DIRTY_BYTES}. */
        public Builder<T> dirtyBytes(long bytes) {
            draft.dirtyBytes = bytes;
            return this;
        }

        /** Instead of {@link StepNetworkOptions#IDLE_GAP}. */
        public Builder<T> idleGap(Duration gap) {
            draft.idleGap = Objects.requireNonNull(gap, "gap");
            return this;
        }

        /** After how much event time without an event of a key its model is given up, with its last weights in {@link JoinedStream#expiredModels}; never if this is not said. */
        public Builder<T> expireAfter(Duration silence) {
            draft.expireAfter = Objects.requireNonNull(silence, "silence");
            return this;
        }

        /** Answers and does not look at truths: models stay as they are, but for what they remember of events. For a job that starts from a savepoint. */
        public Builder<T> predictOnly() {
            draft.isPredictOnly = true;
            return this;
        }

        /** Instead of {@link StepNetworkOptions#KERNEL}. */
        public Builder<T> kernel(KernelChoice kernel) {
            draft.kernel = Objects.requireNonNull(kernel, "kernel");
            return this;
        }

        /** What is added to the dead letter of an event, such as where it came from. */
        public Builder<T> deadLetterDetails(DeadLetterDetails<T> details) {
            draft.details = Objects.requireNonNull(details, "details");
            return this;
        }

        /**
         * Emits the user's own records, each made of an event and the prediction for it. Only where an event is answered in its own tick: a
         * mesh answers an earlier one, which is no longer there.
         *
         * @param <R> the records
         */
        public <R> JoinedBuilder<T, R> predictions(PredictionJoin<T, R> join, TypeInformation<R> type) {
            return new JoinedBuilder<>(
                    draft, Objects.requireNonNull(join, "join"), Objects.requireNonNull(type, "type"));
        }

        /**
         * The network, ready to be applied.
         *
         * @throws IllegalArgumentException if something is missing, contradictory or impossible
         */
        public StepNetwork<T> build() {
            return new StepNetwork<>(
                    new JoinedStepNetwork<>(draft.define(), (event, prediction) -> prediction, Outputs.PREDICTIONS));
        }
    }

    /** The last step of a builder whose predictions leave as the user's own records. */
    public static final class JoinedBuilder<T, R> {

        private final NetworkDefinition.Draft<T> draft;
        private final PredictionJoin<T, R> join;
        private final TypeInformation<R> type;

        private JoinedBuilder(NetworkDefinition.Draft<T> draft, PredictionJoin<T, R> join, TypeInformation<R> type) {
            this.draft = draft;
            this.join = join;
            this.type = type;
        }

        /**
         * The network, ready to be applied.
         *
         * @throws IllegalArgumentException if something is missing, contradictory or impossible
         */
        public JoinedStepNetwork<T, R> build() {
            return new JoinedStepNetwork<>(draft.defineJoined(join), join, type);
        }
    }
}
