package io.github.stepnet.jobs.local;

import io.github.stepnet.schemas.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a feed's events to a topic, each as an Avro {@link Event} under its key, at most so many per second and never more
 * of them without an answer than the ledger allows. A key's events are numbered from 0: the number is the event's id.
 */
final class EventProducer implements AutoCloseable {

    private static final Duration NAP = Duration.ofMillis(5);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final Feed feed;
    private final Ledger ledger;
    private final String topic;
    private final int rate;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Long> sequences = new HashMap<>();
    private final Thread thread = new Thread(this::run, "stepnet-producer");
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;

    EventProducer(Feed feed, Ledger ledger, String bootstrap, String topic, int rate) {
        this.feed = feed;
        this.ledger = ledger;
        this.topic = topic;
        this.rate = rate;
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                // Waiting a little makes one request of many events, and the processor is shared with broker and job.
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                // On a topic that has just been made, a second request may overtake the first, which is then out of
                // order for good.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.CLIENT_ID_CONFIG,
                "stepnet-local");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** No more events are sent; those on their way still arrive. */
    void stop() {
        stopped = true;
        ledger.close();
    }

    /** Whether there is nothing more to be sent, for whatever reason. */
    boolean isDone() {
        return !thread.isAlive();
    }

    /** What kept it from going on. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void run() {
        try {
            Pace pace = new Pace(rate, System::nanoTime);
            boolean more = true;
            while (more && !stopped) {
                int due = pace.take();
                for (int i = 0; i < due && more && !stopped; i++) {
                    more = ledger.awaitRoom() && feed.next();
                    if (more) {
                        send();
                    }
                }
                Thread.sleep(NAP.toMillis());
            }
            producer.flush();
        } catch (InterruptedException | InterruptException closed) {
            stopped = true;
        } catch (IOException | RuntimeException broken) {
            failure.compareAndSet(null, broken);
        }
    }

    private void send() throws IOException {
        String line = feed.unusable();
        if (line != null) {
            ledger.sentNameless();
            send(null, line.getBytes(StandardCharsets.UTF_8));
            return;
        }
        String key = feed.key();
        String eventId = Long.toString(sequences.merge(key, 1L, Long::sum) - 1);
        Truth truth = feed.truth();
        ledger.sent(key, eventId, truth);
        Event event = new Event();
        event.setKey(key);
        event.setEventId(eventId);
        event.setTimeMillis(feed.timeMillis());
        event.setFeatures(boxed(feed.features()));
        if (feed.classes() > 0) {
            event.setLabel(truth.label() == Truth.NO_LABEL ? null : truth.label());
        } else {
            event.setTarget(truth.isKnown() ? List.of(truth.target()) : null);
        }
        ByteBuffer bytes = Event.getEncoder().encode(event);
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        send(key.getBytes(StandardCharsets.UTF_8), value);
    }

    private void send(byte[] key, byte[] value) {
        // The callback hears of it.
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, key, value), (sent, refused) -> {
            if (refused != null && !stopped) {
                failure.compareAndSet(null, refused);
            }
        });
    }

    private static List<Float> boxed(float[] features) {
        List<Float> list = new ArrayList<>(features.length);
        for (float feature : features) {
            list.add(feature);
        }
        return list;
    }

    @Override
    public void close() {
        stop();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        producer.close(LONGEST_CLOSE);
    }
}
