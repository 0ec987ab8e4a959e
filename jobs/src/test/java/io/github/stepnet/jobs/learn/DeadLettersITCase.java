package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bad records on a real broker: they become dead letters, and change nothing else. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DeadLettersITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = JobRuns.cluster();

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    @AfterEach
    void cancelJobs(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobRuns.cancelAll(cluster);
    }

    @Test
    void badRecordsBecomeDeadLettersAndChangeNothingElse() throws Exception {
        List<Event> events = Events.random(1_200, 6, 42);
        Event ghost = new Event("ghost", "first", Events.START + 5_000, List.of(1f, 2f, 3f, 4f), 1, null);
        events.add(ghost);
        Topics clean = new Topics(BROKER.broker(), "clean");
        clean.send(events);
        JobRuns.runToTheEnd(new LearnJob(clean.run("all")));

        Topics spoilt = new Topics(BROKER.broker(), "spoilt");
        Map<DeadLetterReason, Integer> expected = new TreeMap<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (i % 100 == 50) {
                spoil(spoilt, events.get(i), records, expected);
                spoil(spoilt, ghost, records, expected);
            }
            records.add(spoilt.record(events.get(i)));
        }
        spoilt.sendRecords(records);
        JobRuns.runToTheEnd(new LearnJob(spoilt.run("all")));

        assertEquals(1_201, JobRuns.count(clean.predictions("all")));
        assertEquals(clean.predictions("all"), spoilt.predictions("all"), "same answers, so the same weights");
        assertEquals(clean.milestones("all"), spoilt.milestones("all"));
        assertFalse(clean.milestones("all").isEmpty());
        assertEquals(List.of(), clean.deadLetters("all"));
        Prediction first = spoilt.predictions("all").get("ghost").get(0);
        assertEquals(0, first.getTick(), "no model was created by records that taught nothing");

        Map<DeadLetterReason, Integer> found = new TreeMap<>();
        for (DeadLetter letter : spoilt.deadLetters("all")) {
            found.merge(letter.getReason(), 1, Integer::sum);
            assertEquals("spoilt", letter.getSourceTopic());
            assertTrue(letter.getSourceOffset() >= 0 && letter.getSourcePartition() >= 0);
        }
        assertEquals(expected, found);
    }

    /** One record of each kind of badness, on behalf of a good event's key. */
    private static void spoil(
            Topics topics,
            Event good,
            List<ProducerRecord<byte[], byte[]>> records,
            Map<DeadLetterReason, Integer> expected) {
        String key = good.getKey();
        byte[] whole = topics.record(good).value();
        List<byte[]> undecodable = new ArrayList<>(List.of(
                new byte[] {1, 2, 3},
                new byte[0],
                "{\"key\": \"json\"}".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length - 5)));
        undecodable.add(null);
        for (byte[] value : undecodable) {
            records.add(topics.record(key, value));
        }
        expected.merge(DeadLetterReason.UNDECODABLE, undecodable.size(), Integer::sum);
        records.add(topics.record(key, new byte[1_000_000]));
        expected.merge(DeadLetterReason.TOO_LARGE, 1, Integer::sum);
        records.add(topics.record(
                key, topics.record(with(good, "", good.getFeatures(), 0)).value()));
        expected.merge(DeadLetterReason.NULL_KEY, 1, Integer::sum);
        records.add(topics.record(with(good, key, List.of(1f, 2f, 3f), 0)));
        expected.merge(DeadLetterReason.WRONG_FEATURE_COUNT, 1, Integer::sum);
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            records.add(topics.record(with(good, key, List.of(1f, odd, 3f, 4f), 0)));
            expected.merge(DeadLetterReason.NON_FINITE_FEATURE, 1, Integer::sum);
        }
        for (int label : new int[] {Events.CLASSES, -1, Integer.MIN_VALUE}) {
            records.add(topics.record(with(good, key, good.getFeatures(), label)));
            expected.merge(DeadLetterReason.LABEL_OUT_OF_RANGE, 1, Integer::sum);
        }
    }

    private static Event with(Event good, String key, List<Float> features, int label) {
        return new Event(key, good.getEventId(), good.getTimeMillis(), features, label, null);
    }

    @Test
    void aDeadLetterShowsWhatWasRead() throws Exception {
        Topics topics = new Topics(BROKER.broker(), "shown");
        byte[] large = new byte[1_000_000];
        Arrays.fill(large, (byte) 7);
        Event infinite = new Event("k", "e-1", Events.START, List.of(1f, Float.NEGATIVE_INFINITY, 3f, 4f), 2, null);
        topics.sendRecords(
                List.of(topics.record("k", large), topics.record("k", new byte[] {5, 6}), topics.record(infinite)));
        JobRuns.runToTheEnd(new LearnJob(topics.run("all")));

        Map<DeadLetterReason, DeadLetter> letters = new HashMap<>();
        topics.deadLetters("all").forEach(letter -> letters.put(letter.getReason(), letter));
        DeadLetter tooLarge = letters.get(DeadLetterReason.TOO_LARGE);
        assertEquals(524_288, tooLarge.getOriginalBytes().remaining());
        assertTrue(tooLarge.getBytesTruncated());
        assertEquals("the value has 1000000 bytes; at most 524288 are allowed", tooLarge.getMessage());
        DeadLetter undecodable = letters.get(DeadLetterReason.UNDECODABLE);
        assertArrayEquals(new byte[] {5, 6}, undecodable.getOriginalBytes().array());
        assertFalse(undecodable.getBytesTruncated());
        assertEquals(1, undecodable.getSourceOffset());
        DeadLetter notFinite = letters.get(DeadLetterReason.NON_FINITE_FEATURE);
        assertEquals("k", notFinite.getKey());
        assertEquals("e-1", notFinite.getEventId());
        assertEquals(Events.START, notFinite.getTimeMillis());
        assertEquals(infinite.getFeatures(), notFinite.getFeatures());
        assertEquals(2, notFinite.getLabel());
        assertEquals(2, notFinite.getSourceOffset());
        assertNull(notFinite.getOriginalBytes());

        for (ConsumerRecord<byte[], byte[]> record : topics.read(topics.topic("all", "dead-letters"))) {
            DeadLetter letter = DeadLetter.getDecoder().decode(record.value());
            assertEquals(letter.getReason().name(), header(record, DeadLetters.REASON));
            assertEquals("shown", header(record, DeadLetters.SOURCE_TOPIC));
            assertEquals(Long.toString(letter.getSourceOffset()), header(record, DeadLetters.SOURCE_OFFSET));
            assertEquals("k", new String(record.key(), StandardCharsets.UTF_8));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
