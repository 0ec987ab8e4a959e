package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.Prediction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what the job wrote, as any user of its topics would: committed records only, from the beginning. Every answer is
 * credited, every milestone, equilibrium and dead letter noted.
 */
final class OutputReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<Output> READ =
            List.of(Output.PREDICTIONS, Output.MILESTONES, Output.DEAD_LETTERS, Output.EQUILIBRIUM);

    private final Tally tally;
    private final SinkConfig topics;
    private final List<String> read;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "stepnet-reader");
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicReference<String> firstDeadLetter = new AtomicReference<>();
    private final AtomicInteger latencyTicks = new AtomicInteger();
    private volatile boolean stopped;

    /**
     * A reader that has not started.
     *
     * @param job whose output it is
     */
    OutputReader(Tally tally, JobConfig job) {
        this.tally = tally;
        topics = job.sink();
        read = READ.stream()
                .filter(job.outputs()::contains)
                .map(output -> output.topic(topics))
                .toList();
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                topics.bootstrap(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5000);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    void start() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : read) {
            consumer.partitionsFor(topic).forEach(of -> partitions.add(new TopicPartition(topic, of.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    /** What kept it from going on. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** The first dead letter's reason and message. */
    Optional<String> firstDeadLetter() {
        return Optional.ofNullable(firstDeadLetter.get());
    }

    /** By how many ticks answers come late: so many events of every key are in its mesh. */
    int latencyTicks() {
        return latencyTicks.get();
    }

    private void run() {
        try {
            while (!stopped) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    read(record);
                }
            }
        } catch (WakeupException | InterruptException closed) {
            stopped = true;
        } catch (IOException | RuntimeException broken) {
            failure.compareAndSet(null, broken);
        } finally {
            consumer.close();
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) throws IOException {
        ByteBuffer value = ByteBuffer.wrap(record.value());
        if (record.topic().equals(topics.predictions())) {
            Prediction prediction = Prediction.fromByteBuffer(value);
            tally.settling().credit(prediction);
            latencyTicks.set(prediction.getLatencyTicks());
            tally.ledger()
                    .answered(prediction.getKey(), prediction.getAnswersEventId())
                    .ifPresent(truth -> tally.scoreboard().credit(prediction, truth));
        } else if (record.topic().equals(topics.milestones())) {
            tally.milestones().add(Milestone.fromByteBuffer(value));
        } else if (record.topic().equals(topics.equilibrium())) {
            tally.settling().add(EquilibriumEvent.fromByteBuffer(value));
        } else {
            DeadLetter letter = DeadLetter.fromByteBuffer(value);
            String reason = Screen.words(letter.getReason());
            firstDeadLetter.compareAndSet(null, reason + ": " + letter.getMessage());
            tally.ledger().refused(Optional.ofNullable(letter.getKey()), Optional.ofNullable(letter.getEventId()));
        }
    }

    @Override
    public void close() {
        stopped = true;
        if (thread.isAlive()) {
            consumer.wakeup();
            try {
                thread.join();
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        } else if (thread.getState() == Thread.State.NEW) {
            consumer.close();
        }
    }
}
