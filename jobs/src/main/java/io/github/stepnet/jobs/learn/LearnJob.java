package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.Agents;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.NetworkConfig;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.jobs.config.SourceConfig;
import io.github.stepnet.jobs.config.TruthConfig;
import io.github.stepnet.jobs.config.WindowConfig;
import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.jobs.wire.IncomingEventSerializer;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.JoinedStream;
import io.github.stepnet.stream.LateTruth;
import io.github.stepnet.stream.LearnedWindows;
import io.github.stepnet.stream.StepNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;

/**
 * The Kafka job: events of a topic teach their keys' networks, and what the networks say goes to a topic for each kind of it.
 *
 * <pre>{@code
 * LearnJob job = new LearnJob(JobFile.read("job.yaml").config());
 * job.build(env);
 * env.execute(job.name());
 * }</pre>
 *
 * <p>Three parts, each of which can be had alone, to put something else before, between or behind: {@link #read}, {@link #learn} and
 * {@link #write}.
 *
 * <p>Checkpoints and state backend are Flink's configuration and not set here. The uids of the operators start with the prefix of the
 * configuration: {@code -source}, {@code -decode}, {@code -network}, {@code -sink}, and for each output that is written its key in the section
 * {@code sink}, such as {@code -predictions} or {@code -dead-letters}; with truths of their own topic {@code -truth-source} and {@code
 * -truth-decode}; with windows {@code -late}. Where the networks are agents', {@code -route} and {@code -truth-route} come before them, and
 * the uids of networks, outputs and late events start with {@code <prefix>-<agent>}. They and the maximum parallelism decide whether a
 * savepoint fits, and are public API.
 */
public final class LearnJob {

    private final JobConfig config;
    /** By agent; {@code ""} where there are none. */
    private final Map<String, StepNetwork<IncomingEvent>> networks = new LinkedHashMap<>();

    /**
     * The job of a configuration.
     *
     * @throws IllegalArgumentException if a network or the format is impossible
     */
    public LearnJob(JobConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        config.network().byAgent().forEach((agent, network) -> networks.put(agent, network(agent, network)));
        Objects.requireNonNull(KafkaIn.format(config, config.source()).open());
        config.truth()
                .ifPresent(truth -> Objects.requireNonNull(
                        KafkaIn.format(config, truth.source()).open()));
    }

    private StepNetwork<IncomingEvent> network(String agent, NetworkConfig network) {
        LearnerSpec learner = config.learning().learner(network);
        String topic = config.source().topic();
        StepNetwork.Builder<IncomingEvent> builder = StepNetwork.<IncomingEvent>builder()
                .features(learner.inputs(), IncomingEvent::features)
                .missing(config.source().missing())
                .eventId(IncomingEvent::eventId)
                .learner(learner)
                .milestones(config.milestones())
                .health(config.health())
                .snapshots(config.snapshots())
                .uidPrefix(prefix(agent))
                .deadLetterDetails((event, letter) -> DeadLetters.addSource(letter, topic, event));
        if (learner.task() == Loss.Task.CLASSIFICATION) {
            builder.label(learner.answers(), IncomingEvent::label);
        } else {
            builder.target(learner.answers(), IncomingEvent::target);
        }
        config.expireAfter().ifPresent(builder::expireAfter);
        if (config.predictOnly()) {
            builder.predictOnly();
        }
        if (config.snapshots().isOn()) {
            SnapshotSize.check(config, learner);
        }
        return builder.build();
    }

    /** How the truths of an agent's network come, where they have a topic of their own. */
    private LateTruth<IncomingEvent> late(String agent, TruthConfig truth) {
        LearnerSpec learner =
                config.learning().learner(config.network().byAgent().get(agent));
        String topic = truth.source().topic();
        LateTruth<IncomingEvent> read = learner.task() == Loss.Task.CLASSIFICATION
                ? LateTruth.label(IncomingEvent::eventId, learner.answers(), IncomingEvent::label)
                : LateTruth.target(IncomingEvent::eventId, IncomingEvent::target);
        return truth.bound(read).deadLetterDetails((record, letter) -> DeadLetters.addSource(letter, topic, record));
    }

    private String prefix(String agent) {
        return agent.isEmpty() ? config.uidPrefix() : config.uidPrefix() + "-" + agent;
    }

    /** What the job is called in Flink. */
    public String name() {
        return config.uidPrefix() + ": learn from " + config.source().topic();
    }

    /** What it was made of. */
    public JobConfig config() {
        return config;
    }

    /**
     * Adds the whole job to the environment.
     *
     * @throws CannotRun if the sink needs checkpoints and there are none
     */
    public void build(StreamExecutionEnvironment env) {
        checkCheckpoints(env);
        addTo(env);
    }

    /** The same, whether or not there are checkpoints. */
    void addTo(StreamExecutionEnvironment env) {
        DataStream<Decoded> events = read(env);
        write(config.truth().isPresent() ? learn(events, readTruths(env)) : learn(events));
    }

    private void checkCheckpoints(StreamExecutionEnvironment env) {
        if (!hasCheckpointsItNeeds(env)) {
            throw new CannotRun(
                    "sink.guarantee is exactly-once, whose output is visible after a checkpoint, but the job makes none; set"
                            + " execution.checkpointing.interval in Flink's configuration, for instance -Dexecution.checkpointing.interval=10s,"
                            + " or sink.guarantee: at-least-once");
        }
    }

    /** Without a checkpoint no transaction is ever committed: the job would run, and nobody would see its output. */
    boolean hasCheckpointsItNeeds(StreamExecutionEnvironment env) {
        return config.sink().guarantee() == SinkConfig.Guarantee.AT_LEAST_ONCE
                || env.getCheckpointConfig().isCheckpointingEnabled();
    }

    /** Decoded records of the source's topic. */
    public DataStream<Decoded> read(StreamExecutionEnvironment env) {
        return read(env, KafkaIn.builder(config).build());
    }

    /** Decoded records of another source, in its place. */
    DataStream<Decoded> read(StreamExecutionEnvironment env, Source<Decoded, ?, ?> source) {
        return read(env, source, config.source(), "source");
    }

    /**
     * Decoded records of a part of the source's topic, for a replay: by a source of its own uid, so that no savepoint of the job moves it, which commits no
     * offsets and does not end.
     *
     * @param from the first offset of each partition
     * @param to the one behind the last of each partition
     */
    public DataStream<Decoded> read(
            StreamExecutionEnvironment env, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        return read(env, KafkaIn.between(config, from, to), config.source(), "replay");
    }

    /** Decoded records of the truths' topic. */
    public DataStream<Decoded> readTruths(StreamExecutionEnvironment env) {
        SourceConfig source = config.truth().orElseThrow().source();
        return readTruths(env, KafkaIn.builder(config, source).build());
    }

    /** Decoded truths of another source, in its place. */
    DataStream<Decoded> readTruths(StreamExecutionEnvironment env, Source<Decoded, ?, ?> source) {
        return read(env, source, config.truth().orElseThrow().source(), "truth-source");
    }

    private DataStream<Decoded> read(
            StreamExecutionEnvironment env, Source<Decoded, ?, ?> source, SourceConfig from, String uid) {
        return env.fromSource(source, EventWatermarks.strategy(from), "read " + from.topic())
                .uid(uid(uid));
    }

    /** Everything that the job has to say about the records, encoded. Sets STREAMING and the maximum parallelism. */
    public DataStream<OutgoingRecord> learn(DataStream<Decoded> decoded) {
        prepare(decoded.getExecutionEnvironment());
        Routed events = route(decoded, config.source(), "");
        return answers(events, null);
    }

    /** The same, with truths that have a topic of their own. */
    public DataStream<OutgoingRecord> learn(DataStream<Decoded> decoded, DataStream<Decoded> decodedTruths) {
        prepare(decoded.getExecutionEnvironment());
        Routed events = route(decoded, config.source(), "");
        Routed truths = route(decodedTruths, config.truth().orElseThrow().source(), "truth-");
        return answers(events, truths);
    }

    private void prepare(StreamExecutionEnvironment env) {
        env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
        env.setMaxParallelism(config.maxParallelism());
    }

    /** The records of a topic, by agent, and the dead letters among them. */
    private record Routed(Map<String, DataStream<IncomingEvent>> byAgent, DataStream<OutgoingRecord> deadLetters) {}

    private Routed route(DataStream<Decoded> decoded, SourceConfig source, String uids) {
        SingleOutputStreamOperator<IncomingEvent> records = decoded.process(new SortOut())
                .returns(IncomingEventSerializer.TYPE)
                .name(uids.isEmpty() ? "sort out what is no event" : "sort out what is no truth")
                .uid(uid(uids + "decode"));
        DataStream<OutgoingRecord> deadLetters = records.getSideOutput(SortOut.DEAD_LETTERS);
        if (!(config.network() instanceof Agents agents)) {
            return new Routed(Map.of("", records), deadLetters);
        }
        Split split = new Split(source.topic(), agents);
        SingleOutputStreamOperator<IncomingEvent> routed = records.process(split)
                .returns(IncomingEventSerializer.TYPE)
                .name(uids.isEmpty() ? "route to agents" : "route truths to agents")
                .uid(uid(uids + "route"));
        Map<String, DataStream<IncomingEvent>> byAgent = new LinkedHashMap<>();
        List<String> names = List.copyOf(networks.keySet());
        for (int i = 0; i < names.size(); i++) {
            byAgent.put(names.get(i), routed.getSideOutput(split.tags().get(i)));
        }
        return new Routed(byAgent, deadLetters.union(routed.getSideOutput(Split.DEAD_LETTERS)));
    }

    /** @param truths null where events bring their own */
    private DataStream<OutgoingRecord> answers(Routed events, Routed truths) {
        DataStream<OutgoingRecord> outgoing = events.deadLetters();
        if (truths != null) {
            outgoing = outgoing.union(truths.deadLetters());
        }
        for (String agent : networks.keySet()) {
            KeyedStream<IncomingEvent, String> keyed = keyed(events.byAgent().get(agent));
            StepNetwork<IncomingEvent> network = networks.get(agent);
            if (config.window().isPresent()) {
                WindowConfig window = config.window().get();
                LearnedWindows<IncomingEvent> learned =
                        network.applyTo(keyed, window.window(IncomingEvent::timeMillis));
                outgoing = outgoing.union(records(agent, learned), tooLate(agent, learned, window));
            } else if (truths == null) {
                outgoing = outgoing.union(records(agent, network.applyTo(keyed)));
            } else {
                LateTruth<IncomingEvent> late = late(agent, config.truth().orElseThrow());
                KeyedStream<IncomingEvent, String> itsTruths =
                        keyed(truths.byAgent().get(agent));
                outgoing = outgoing.union(records(agent, network.applyTo(keyed, itsTruths, late)));
            }
        }
        return outgoing;
    }

    private DataStream<OutgoingRecord> tooLate(
            String agent, LearnedWindows<IncomingEvent> learned, WindowConfig window) {
        return learned.lateEvents()
                .map(new LateEvents(config.source().topic(), window.allowedLateness()))
                .returns(OutgoingRecordSerializer.TYPE)
                .name("encode late events")
                .uid(prefix(agent) + "-late");
    }

    private static KeyedStream<IncomingEvent, String> keyed(DataStream<IncomingEvent> records) {
        return records.keyBy(IncomingEvent::key, Types.STRING);
    }

    /** What the networks of an agent say, as far as the job writes it. */
    private DataStream<OutgoingRecord> records(String agent, JoinedStream<Prediction> learned) {
        learned.predictions().setMaxParallelism(config.maxParallelism());
        String prefix = prefix(agent);
        return config.outputs().stream()
                .map(output -> encoded(output, learned, prefix + "-" + output.key()))
                .reduce((some, more) -> some.union(more))
                .orElseThrow();
    }

    private DataStream<OutgoingRecord> encoded(Output output, JoinedStream<Prediction> learned, String uid) {
        SinkConfig.Format format = config.sink().format();
        return switch (output) {
            case PREDICTIONS -> encoded(learned.predictions(), Encode.predictions(format), "predictions", uid);
            case MILESTONES -> encoded(learned.milestones(), Encode.milestones(format), "milestones", uid);
            case DEAD_LETTERS -> encoded(learned.deadLetters(), new DeadLetters(), "dead letters", uid);
            case HEALTH -> encoded(learned.layerHealth(), Encode.layerHealth(format), "layer health", uid);
            case LEARNING_EVENTS ->
                encoded(learned.learningEvents(), Encode.learningEvents(format), "learning events", uid);
            case EXPIRED -> encoded(learned.expired(), Encode.expired(format), "what has expired", uid);
            case DRIFTS -> encoded(learned.drifts(), Encode.drifts(format), "drifts", uid);
            case EXPIRED_MODELS ->
                encoded(learned.expiredModels(), Encode.expiredModels(format), "expired models", uid);
            case WINDOWS -> encoded(learned.windowUpdates(), Encode.windowUpdates(format), "what windows taught", uid);
            case EQUILIBRIUM ->
                encoded(learned.equilibriumEvents(), Encode.equilibriumEvents(format), "what has settled", uid);
            case SNAPSHOTS -> encoded(learned.modelSnapshots(), Encode.modelSnapshots(format), "models", uid);
        };
    }

    private static <T> DataStream<OutgoingRecord> encoded(
            DataStream<T> said, MapFunction<T, OutgoingRecord> encode, String what, String uid) {
        return said.map(encode)
                .returns(OutgoingRecordSerializer.TYPE)
                .name("encode " + what)
                .uid(uid);
    }

    /** Writes everything to the topics of the sink. */
    public void write(DataStream<OutgoingRecord> outgoing) {
        outgoing.sinkTo(KafkaOut.sink(config.sink())).name("write outputs").uid(uid("sink"));
    }

    /** The uid of the operator that reads the source's topic. */
    public String sourceUid() {
        return uid("source");
    }

    /** The uid of the operator that keeps an agent's networks; of the only networks where the agent is {@code ""}. */
    public String networkUid(String agent) {
        return prefix(agent) + "-network";
    }

    private String uid(String operator) {
        return config.uidPrefix() + "-" + operator;
    }

    /** The network as a table: layers, shapes, floats, bytes per key; with agents one table for each, below its name. */
    public String networkTable() {
        StringBuilder tables = new StringBuilder();
        config.network().byAgent().forEach((agent, network) -> {
            if (!agent.isEmpty()) {
                tables.append(tables.isEmpty() ? "" : "\n")
                        .append("agent ")
                        .append(agent)
                        .append(":\n");
            }
            tables.append(table(config.learning().learner(network)));
        });
        return tables.toString();
    }

    private String table(LearnerSpec learner) {
        TrackedLearner tracked = new TrackedLearner(learner, config.milestones(), Kernels.scalar());
        return tracked.learner().describe()
                + String.format(
                        Locale.ROOT,
                        "%,d bytes per key together with its progress over %,d events%n",
                        tracked.layout().newState().bytes(),
                        config.milestones().overLast());
    }
}
