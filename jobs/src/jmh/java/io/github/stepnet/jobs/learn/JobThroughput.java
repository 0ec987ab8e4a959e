package io.github.stepnet.jobs.learn;

import com.sun.management.OperatingSystemMXBean;
import io.github.stepnet.jobs.broker.EmbeddedBroker;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.jobs.stream.XorNoise;
import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.jobs.wire.IncomingEventSerializer;
import io.github.stepnet.jobs.wire.RecordEncoder;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.output.Records;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events per second and per CPU second: the engine alone on one thread, the same events through Kafka and a job whose operator only
 * copies, and through the job that learns.
 *
 * <p>One partition and parallelism 1, exactly-once, a checkpoint every second. Broker, cluster and job share this JVM, so a
 * CPU second pays for all three. The first quarter of the events warms up and is not counted. The three take turns, because what
 * else the machine does, and what the JVM has compiled, changes from the first round to the last. Read the lines of a round against
 * each other.
 */
public final class JobThroughput {

    private static final int EVENTS = 400_000;
    private static final int WARM_UP = EVENTS / 4;
    private static final int KEYS = 64;
    private static final int ROUNDS = 3;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final String JOB = """
            source: {topic: events, bootstrap: "%s", start: earliest}
            sink: {predictions: %s}
            network:
              inputs: 8
              layers:
                - dense: {outputs: 64, activation: leaky-relu}
                - dense: {outputs: 48, activation: leaky-relu}
                - dense: {outputs: 3}
            learning: {optimizer: {sgd: {rate: 0.01}}}
            uid-prefix: %s
            """;

    private JobThroughput() {}

    /** Runs all three, a few times, and prints a table. */
    public static void main(String[] args) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopic("events", 1);
            List<Event> events = events();
            send(broker, events);
            System.out.printf(Locale.ROOT, "%-28s %14s %18s%n", "", "events/s", "events/CPU second");
            for (int round = 1; round <= ROUNDS; round++) {
                engine(events);
                job(broker, "copied-" + round, true);
                job(broker, "learned-" + round, false);
            }
        }
    }

    private static List<Event> events() {
        XorNoise stream = new XorNoise(KEYS, 1);
        float[] features = new float[stream.inputs()];
        List<Event> events = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            int label = stream.next(features);
            List<Float> list = new ArrayList<>(features.length);
            for (float feature : features) {
                list.add(feature);
            }
            events.add(new Event("key-" + stream.key(), Integer.toString(i), 1_000L * i, list, label, null));
        }
        return events;
    }

    private static void send(EmbeddedBroker broker, List<Event> events) throws Exception {
        RecordEncoder<Event> encoder = RecordEncoder.avro(new Event());
        Future<RecordMetadata> last = null;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "20"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Event event : events) {
                last = producer.send(new ProducerRecord<>(
                        "events", event.getKey().getBytes(StandardCharsets.UTF_8), encoder.encode(event)));
            }
            last.get();
        }
    }

    private static void engine(List<Event> events) {
        StateLayout layout = new StateLayout();
        Learner learner = JobFile.read(JOB.formatted("unused:1", "unused", "engine"))
                .config()
                .learner()
                .compile(layout, Kernels.auto());
        NetworkState[] states = new NetworkState[KEYS];
        for (int key = 0; key < KEYS; key++) {
            states[key] = layout.newState();
            learner.initialize(states[key]);
        }
        Example example = learner.newExample();
        Answer answer = learner.newAnswer();
        Lap lap = null;
        for (int i = 0; i < events.size(); i++) {
            if (i == WARM_UP) {
                lap = new Lap();
            }
            Event event = events.get(i);
            for (int f = 0; f < example.features.length; f++) {
                example.features[f] = event.getFeatures().get(f);
            }
            example.label(event.getLabel());
            learner.tick(states[i % KEYS], example, answer);
        }
        lap.print("engine alone, " + Kernels.auto().name() + " kernel");
    }

    private static void job(EmbeddedBroker broker, String name, boolean copies) throws Exception {
        String topic = name + "-predictions";
        for (String each : List.of(topic, name + "-milestones", name + "-dlq")) {
            broker.createTopic(each, 1);
        }
        LearnJob job = new LearnJob(JobFile.read(JOB.formatted(broker.bootstrapServers(), topic, name))
                .with(List.of("--sink.milestones", name + "-milestones", "--sink.dead-letters", name + "-dlq"))
                .config());
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        if (copies) {
            job.write(copy(job.read(env)));
        } else {
            job.build(env);
        }
        JobClient client = env.executeAsync(name);
        waitFor(broker, topic, WARM_UP);
        Lap lap = new Lap();
        waitFor(broker, topic, EVENTS);
        lap.print(copies ? "job with a copying operator" : "job that learns");
        client.cancel().get();
    }

    /** The job with an operator that answers without a network. */
    private static DataStream<OutgoingRecord> copy(DataStream<Decoded> decoded) {
        return decoded.process(new SortOut())
                .returns(IncomingEventSerializer.TYPE)
                .keyBy(IncomingEvent::key, Types.STRING)
                .map(new Copy())
                .returns(Outputs.PREDICTIONS)
                .map(Encode.predictions(SinkConfig.Format.AVRO))
                .returns(OutgoingRecordSerializer.TYPE);
    }

    /** Always the same answer, made into a record as that of a network is. */
    private static final class Copy implements MapFunction<IncomingEvent, Prediction> {

        private static final long serialVersionUID = 1;

        private transient Answer answer;

        @Override
        public Prediction map(IncomingEvent event) {
            if (answer == null) {
                answer = new Answer(3, 1);
                answer.present = true;
                answer.known = true;
                answer.tick = 1;
                answer.outputs[0] = 1;
            }
            answer.eventId = event.eventId();
            return Records.prediction(event.key(), "0123456789abcdef", answer);
        }
    }

    /** Counts what is written, committed or not; transaction markers are few beside it. */
    private static void waitFor(EmbeddedBroker broker, String topic, long records) throws InterruptedException {
        List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            while (consumer.endOffsets(partition).get(partition.get(0)) < records) {
                Thread.sleep(20);
            }
        }
    }

    /** From the end of the warm-up on. */
    private static final class Lap {

        private final long nanos = System.nanoTime();
        private final long cpuNanos = SYSTEM.getProcessCpuTime();

        void print(String what) {
            double counted = EVENTS - WARM_UP;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %,14.0f %,18.0f%n",
                    what,
                    counted / (System.nanoTime() - nanos) * 1e9,
                    counted / (SYSTEM.getProcessCpuTime() - cpuNanos) * 1e9);
        }
    }
}
