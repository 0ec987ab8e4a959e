package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.Agents;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.jobs.wire.IncomingEventSerializer;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.stream.LearnedStream;
import io.github.stepnet.stream.StepNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

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
 * configuration: {@code -source}, {@code -decode}, {@code -network}, {@code -predictions}, {@code -milestones}, {@code -dead-letters}, {@code -health}
 * and {@code -learning-events} where they are written, and {@code -sink}. Where the networks are agents', those of an agent start with {@code <prefix>-<agent>} instead
 * ({@code -network}, {@code -predictions}, {@code -milestones}, {@code -dead-letters}, {@code -health},
 * {@code -learning-events}), and {@code -route} comes before them. They and the maximum parallelism decide whether a savepoint fits, and are public API.
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
        Objects.requireNonNull(KafkaIn.format(config).open());
    }

    private StepNetwork<IncomingEvent> network(String agent, NetworkSpec network) {
        LearnerSpec learner = config.learning().learner(network);
        String topic = config.source().topic();
        StepNetwork.Builder<IncomingEvent> builder = StepNetwork.<IncomingEvent>builder()
                .features(learner.inputs(), IncomingEvent::features)
                .eventId(IncomingEvent::eventId)
                .learner(learner)
                .milestones(config.milestones())
                .health(config.health())
                .uidPrefix(prefix(agent))
                .deadLetterDetails((event, letter) -> DeadLetters.addSource(letter, topic, event));
        if (learner.task() == Loss.Task.CLASSIFICATION) {
            builder.label(learner.answers(), IncomingEvent::label);
        } else {
            builder.target(learner.answers(), IncomingEvent::target);
        }
        return builder.build();
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
        write(learn(read(env)));
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
        return env.fromSource(
                        source,
                        EventWatermarks.strategy(config.source()),
                        "read " + config.source().topic())
                .uid(uid("source"));
    }

    /** Everything that the job has to say about the records, encoded. Sets STREAMING and the maximum parallelism. */
    public DataStream<OutgoingRecord> learn(DataStream<Decoded> decoded) {
        StreamExecutionEnvironment env = decoded.getExecutionEnvironment();
        env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
        env.setMaxParallelism(config.maxParallelism());
        SingleOutputStreamOperator<IncomingEvent> events = decoded.process(new SortOut())
                .returns(IncomingEventSerializer.TYPE)
                .name("sort out what is no event")
                .uid(uid("decode"));
        DataStream<OutgoingRecord> deadLetters = events.getSideOutput(SortOut.DEAD_LETTERS);
        if (config.network() instanceof Agents agents) {
            return learn(events, agents).union(deadLetters);
        }
        return answers("", events).union(deadLetters);
    }

    private DataStream<OutgoingRecord> learn(DataStream<IncomingEvent> events, Agents agents) {
        Split split = new Split(config.source().topic(), agents);
        SingleOutputStreamOperator<IncomingEvent> routed = events.process(split)
                .returns(IncomingEventSerializer.TYPE)
                .name("route to agents")
                .uid(uid("route"));
        DataStream<OutgoingRecord> outgoing = routed.getSideOutput(Split.DEAD_LETTERS);
        List<String> names = List.copyOf(networks.keySet());
        for (int i = 0; i < names.size(); i++) {
            DataStream<IncomingEvent> own = routed.getSideOutput(split.tags().get(i));
            outgoing = outgoing.union(answers(names.get(i), own));
        }
        return outgoing;
    }

    /** What the networks of an agent say. */
    private DataStream<OutgoingRecord> answers(String agent, DataStream<IncomingEvent> events) {
        LearnedStream learned = networks.get(agent).applyTo(events.keyBy(IncomingEvent::key, Types.STRING));
        learned.predictions().setMaxParallelism(config.maxParallelism());
        SinkConfig.Format format = config.sink().format();
        String prefix = prefix(agent);
        DataStream<OutgoingRecord> predictions = learned.predictions()
                .map(Encode.predictions(format))
                .returns(OutgoingRecordSerializer.TYPE)
                .name("encode predictions")
                .uid(prefix + "-predictions");
        DataStream<OutgoingRecord> milestones = learned.milestones()
                .map(Encode.milestones(format))
                .returns(OutgoingRecordSerializer.TYPE)
                .name("encode milestones")
                .uid(prefix + "-milestones");
        DataStream<OutgoingRecord> deadLetters = learned.deadLetters()
                .map(new DeadLetters())
                .returns(OutgoingRecordSerializer.TYPE)
                .name("encode dead letters")
                .uid(prefix + "-dead-letters");
        DataStream<OutgoingRecord> records = predictions.union(milestones, deadLetters);
        if (config.health().isOn()) {
            records = records.union(layerHealth(learned, prefix));
        }
        return config.learning().tellsEvents() ? records.union(learningEvents(learned, prefix)) : records;
    }

    private DataStream<OutgoingRecord> layerHealth(LearnedStream learned, String prefix) {
        return learned.layerHealth()
                .map(Encode.layerHealth(config.sink().format()))
                .returns(OutgoingRecordSerializer.TYPE)
                .name("encode layer health")
                .uid(prefix + "-health");
    }

    private DataStream<OutgoingRecord> learningEvents(LearnedStream learned, String prefix) {
        return learned.learningEvents()
                .map(Encode.learningEvents(config.sink().format()))
                .returns(OutgoingRecordSerializer.TYPE)
                .name("encode learning events")
                .uid(prefix + "-learning-events");
    }

    /** Writes everything to the topics of the sink. */
    public void write(DataStream<OutgoingRecord> outgoing) {
        outgoing.sinkTo(KafkaOut.sink(config.sink())).name("write outputs").uid(uid("sink"));
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
