package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.local.Pace;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.schemas.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events until it is told to stop, so many per second, whatever dies meanwhile. The keys take turns, the times ascend by a millisecond, and a
 * key's events and truths are in one partition: the premises under which bits are promised. Now and then there is a record that is no good.
 *
 * <p>The last event of each key, {@link #LAST}, is later by a day: all that waits for time to pass has then waited long enough.
 */
final class Load implements AutoCloseable {

    static final String LAST = "last";
    static final Duration TRUTH_TIMEOUT = Duration.ofSeconds(20);

    private static final long START = 1_700_000_000_000L;
    private static final long JUMP = Duration.ofDays(1).toMillis();
    private static final Duration NAP = Duration.ofMillis(5);
    /** A truth comes so many events after its own; of so many events one has none. */
    private static final int DELAY = 1_000;

    private static final int WITHOUT_TRUTH = 50;
    private static final int BAD_EVERY = 97;

    private final KafkaProducer<byte[], byte[]> producer;
    private final SplitMix64 random;
    private final int keys;
    private final int partitions;
    private final int rate;
    private final boolean hasLateTruths;
    private final Thread thread = new Thread(this::run, "stepnet-load");
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Deque<Event> withoutTruth = new ArrayDeque<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong bad = new AtomicLong();
    private volatile boolean stopped;

    /**
     * One that has not started.
     *
     * @param keys at least as many as partitions
     * @param rate events per second
     */
    Load(ChaosJob job, long seed, int keys, int partitions, int rate) {
        this.keys = keys;
        this.partitions = partitions;
        this.rate = rate;
        hasLateTruths = job.hasLateTruths();
        random = new SplitMix64(seed);
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        job.bootstrap(),
                        "linger.ms",
                        5,
                        "max.in.flight.requests.per.connection",
                        1,
                        "delivery.timeout.ms",
                        Math.toIntExact(Duration.ofMinutes(30).toMillis())),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** Events that were sent so far and deserve an answer. */
    long events() {
        return events.get();
    }

    /** Records that were sent so far and are no good. */
    long bad() {
        return bad.get();
    }

    /** What kept it from going on, as an exception. */
    void check() {
        if (failure.get() != null) {
            throw new IllegalStateException(
                    "events cannot be sent: " + failure.get().getMessage(), failure.get());
        }
    }

    /** Sends each key's last event and returns when everything is in the topics. */
    void finish() throws InterruptedException {
        stopped = true;
        thread.join();
        check();
        long time = START + events.get() + DELAY + JUMP;
        while (hasLateTruths && !withoutTruth.isEmpty()) {
            sendTruth(withoutTruth.remove(), time - JUMP);
        }
        for (int key = 0; key < keys; key++) {
            Event last = event(key, LAST, time + key);
            send(ChaosJob.EVENTS, key, last);
            if (hasLateTruths) {
                sendTruth(last, time + key);
            }
        }
        producer.flush();
        check();
    }

    private void run() {
        try {
            Pace pace = new Pace(rate, System::nanoTime);
            while (!stopped) {
                for (int due = pace.take(); due > 0 && !stopped; due--) {
                    next();
                }
                Thread.sleep(NAP.toMillis());
            }
        } catch (InterruptedException | InterruptException closed) {
            stopped = true;
        } catch (RuntimeException broken) {
            failure.compareAndSet(null, broken);
        }
    }

    private void next() {
        long number = events.get();
        int key = (int) (number % keys);
        Event event = event(key, Long.toString(number / keys), START + number);
        if (hasLateTruths) {
            withoutTruth.add(Event.newBuilder(event).build());
            event.setLabel(null);
        }
        send(ChaosJob.EVENTS, key, event);
        if (hasLateTruths && withoutTruth.size() > DELAY) {
            sendTruth(withoutTruth.remove(), START + number);
        }
        if (number % BAD_EVERY == 0) {
            sendBad(number, key);
        }
        events.incrementAndGet();
    }

    private Event event(int key, String id, long time) {
        List<Float> features = new ArrayList<>(ChaosJob.FEATURES);
        for (int f = 0; f < ChaosJob.FEATURES; f++) {
            features.add((float) (2 * random.nextDouble() - 1));
        }
        int label = features.get(0) * features.get(1) > 0 ? 0 : features.get(2) > 0 ? 1 : 2;
        return new Event(name(key), id, time, features, label, null);
    }

    private static String name(int key) {
        return "key-" + key;
    }

    private void sendTruth(Event event, long time) {
        boolean isLast = event.getEventId().equals(LAST);
        if (isLast || event.getEventId().hashCode() % WITHOUT_TRUTH != 0) {
            Event truth = Event.newBuilder(event)
                    .setTimeMillis(time)
                    .setFeatures(List.of())
                    .build();
            send(ChaosJob.TRUTHS, Integer.parseInt(event.getKey().substring("key-".length())), truth);
        }
    }

    /** Each kind in turn. */
    private void sendBad(long number, int key) {
        Event event = event(key, "bad-" + number, START + number);
        switch ((int) (number / BAD_EVERY % 5)) {
            case 0 -> event.setFeatures(List.of(1f));
            case 1 -> event.setFeatures(Collections.nCopies(ChaosJob.FEATURES, Float.NaN));
            case 2 -> event.setLabel(ChaosJob.CLASSES);
            case 3 -> {
                send(ChaosJob.EVENTS, key, name(key).getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
                bad.incrementAndGet();
                return;
            }
            default -> {
                send(ChaosJob.EVENTS, key, null, "nobody's".getBytes(StandardCharsets.UTF_8));
                bad.incrementAndGet();
                return;
            }
        }
        send(ChaosJob.EVENTS, key, event);
        bad.incrementAndGet();
    }

    private void send(String topic, int key, Event event) {
        ByteBuffer bytes;
        try {
            bytes = Event.getEncoder().encode(event);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        send(topic, key, event.getKey().getBytes(StandardCharsets.UTF_8), value);
    }

    private void send(String topic, int key, byte[] name, byte[] value) {
        // The callback hears of it.
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, key % partitions, name, value), (sent, refused) -> {
                    if (refused != null) {
                        failure.compareAndSet(null, refused);
                    }
                });
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        producer.close(Duration.ZERO);
    }
}
