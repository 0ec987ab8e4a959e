package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.schemas.Awaited;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiryReason;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.WindowUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that use all that there is, so that each topic of the sink has records, fail in mid-stream and say the same as jobs that do not. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class EveryOutputITCase {

    private static final int EVENTS = 6_000;
    private static final int KEYS = 8;
    private static final long TRUTHS_COME_AFTER = 400;
    private static final long TIMEOUT = 1_000;

    /** Keys from this one on are silent for the middle of the stream, longer than models live. */
    private static final int FIRST_SILENT_KEY = 6;

    private static final int MALFORMED = 123;
    private static final int WITH_A_GAP = 40;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = JobRuns.cluster();

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    /** In the second half the classes mean something else; some features are missing, and one event has too few. */
    private static List<Event> events() {
        List<Event> events = Events.random(EVENTS, KEYS, 11);
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Event event = events.get(i);
            if (i >= EVENTS / 2) {
                event.setLabel((event.getLabel() + 1) % Events.CLASSES);
            }
            if (i % WITH_A_GAP == 5) {
                event.getFeatures().set(i % Events.FEATURES, Float.NaN);
            }
            if (i == MALFORMED) {
                event.setFeatures(List.of(1f));
            }
            boolean isSilent = i % KEYS >= FIRST_SILENT_KEY && i > EVENTS / 4 && i < EVENTS * 3 / 4;
            if (!isSilent) {
                all.add(event);
            }
        }
        return all;
    }

    private static List<Event> withoutLabels(List<Event> events) {
        return events.stream()
                .map(event -> Event.newBuilder(event).setLabel(null).build())
                .toList();
    }

    /** Of most events; one in ten never comes, one in ten comes earlier than its event. */
    private static List<Event> truths(List<Event> events) {
        List<Event> truths = new ArrayList<>();
        for (Event event : events) {
            long number = event.getTimeMillis() - Events.START;
            long delay = number % 10 == 3 ? -TRUTHS_COME_AFTER : TRUTHS_COME_AFTER;
            if (number % 10 != 7) {
                truths.add(Event.newBuilder(event)
                        .setFeatures(List.of())
                        .setTimeMillis(event.getTimeMillis() + delay)
                        .build());
            }
        }
        truths.sort((one, other) -> Long.compare(one.getTimeMillis(), other.getTimeMillis()));
        return truths;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "hashmap"})
    void aCommitteeThatAwaitsTruthsWatchesForDriftsAndForgetsTheSilent(String backend) throws Exception {
        Topics topics = new Topics(BROKER.broker(), "all-" + backend);
        List<Event> events = events();
        topics.send(withoutLabels(events));
        String truths = "all-" + backend + "-truths";
        topics.sendTruths(truths, truths(events));
        String[] everything = {
            "--source.missing",
            "mean",
            "--source.out-of-orderness",
            "0s",
            "--truth.source.topic",
            truths,
            "--truth.source.bootstrap",
            BROKER.broker().bootstrapServers(),
            "--truth.source.start",
            "earliest",
            "--truth.source.out-of-orderness",
            "0s",
            "--truth.timeout",
            TIMEOUT + "ms",
            "--truth.order",
            "event-time",
            "--network.temporal",
            "{previous-labels: 1, label-averages: [0.9], feature-averages: [0.9], time-since-last: true}",
            "--learning.committee",
            "[net: {optimizer: {adam: {rate: 0.01}}, techniques: [drift: {watch: errors, response: {raise-rate: {factor: 3, updates: 100}}}]},"
                    + " net: {optimizer: {sgd: {rate: 0.05}}, hand-over: {after-updates: {to: chain-tween, updates: 150}}}, persistence]",
            "--health.every",
            "100",
            "--snapshots.every",
            "150",
            "--expire-after",
            "1500ms"
        };
        runInterruptedAndNot(topics, backend, everything);

        checkExpired(topics.expired("uninterrupted"), events);
        assertEquals(
                Set.of("key-6", "key-7"), topics.expiredModels("uninterrupted").keySet(), "the keys that were silent");
        for (String forgotten : List.of("key-6", "key-7")) {
            List<String> models =
                    topics.bytes("uninterrupted", Output.SNAPSHOTS).get(forgotten);
            assertTrue(models.contains("tombstone"), models.toString());
        }
        List<DeadLetter> letters = topics.deadLetters("uninterrupted");
        assertEquals(DeadLetterReason.WRONG_FEATURE_COUNT, letters.get(0).getReason());
        List<Milestone> ofOne = topics.milestones("uninterrupted").get("key-0");
        assertTrue(
                ofOne.stream().anyMatch(milestone -> milestone.getAccuracy() > 0.6),
                "truths are credited and learned: " + ofOne);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "hashmap"})
    void networksThatLearnFromWindows(String backend) throws Exception {
        Topics topics = new Topics(BROKER.broker(), "windows-" + backend);
        List<Event> events = events();
        topics.send(events);
        runInterruptedAndNot(
                topics,
                backend,
                "--window.over",
                "{tumbling: 200ms}",
                "--window.channels",
                "class-stratified",
                "--window.updates",
                "3",
                "--snapshots.every",
                "10",
                "--learning.optimizer",
                "{adam: {rate: 0.02}}");

        int answered = 0;
        for (WindowUpdate update : topics.windowUpdates("uninterrupted").values().stream()
                .flatMap(List::stream)
                .toList()) {
            answered += update.getEvents();
            assertFalse(update.getLate() || update.getEarly() || update.getRefused(), update.toString());
            assertEquals(3, update.getUpdatesTaken(), update.toString());
        }
        assertEquals(JobRuns.count(topics.predictions("uninterrupted")), answered);
        assertEquals(
                events.size(), answered + topics.deadLetters("uninterrupted").size());
    }

    /** Both runs must write the same bytes to each topic, and something to each but those of what the job does not have. */
    private static void runInterruptedAndNot(Topics topics, String backend, String... arguments) throws Exception {
        JobRuns.runToTheEnd(new LearnJob(topics.run("uninterrupted", arguments)));

        JobConfig config = topics.run("interrupted", arguments);
        Interruption interruption = Interruption.throwing();
        LearnJob job = new LearnJob(config);
        StreamExecutionEnvironment env = JobRuns.environment(
                Map.of("state.backend.type", backend, "execution.checkpointing.interval", "200 ms"));
        DataStream<Decoded> interrupted = JobRuns.bounded(job, env)
                .map(interruption)
                .returns(DecodedSerializer.TYPE)
                .uid("interruption");
        job.write(
                config.truth().isPresent()
                        ? job.learn(interrupted, JobRuns.boundedTruths(job, env))
                        : job.learn(interrupted));
        env.execute(job.name());
        assertTrue(Interruption.hasThrown());

        Set<String> written = new HashSet<>();
        for (Output output : Output.values()) {
            Map<String, List<String>> expected = topics.bytes("uninterrupted", output);
            checkSame(output, expected, topics.bytes("interrupted", output));
            if (!expected.isEmpty()) {
                written.add(output.key());
            }
        }
        assertEquals(config.outputs().stream().map(Output::key).collect(Collectors.toSet()), written);
    }

    /** Names the first difference only: a topic has thousands of records. */
    private static void checkSame(
            Output output, Map<String, List<String>> expected, Map<String, List<String>> interrupted) {
        assertEquals(expected.keySet(), interrupted.keySet(), output.key());
        expected.forEach((key, records) -> {
            List<String> again = interrupted.get(key);
            for (int i = 0; i < Math.min(records.size(), again.size()); i++) {
                assertEquals(records.get(i), again.get(i), output.key() + " of " + key + ", record " + i);
            }
            assertEquals(records.size(), again.size(), output.key() + " of " + key);
        });
    }

    private static void checkExpired(Map<String, List<ExpiredExample>> expired, List<Event> events) {
        long withoutTruth = events.stream()
                .filter(event -> (event.getTimeMillis() - Events.START) % 10 == 7)
                .count();
        assertTrue(JobRuns.count(expired) >= withoutTruth - 1, "at least those that have no truth");
        for (ExpiredExample example :
                expired.values().stream().flatMap(List::stream).toList()) {
            if (example.getWaitedFor() == Awaited.TRUTH && example.getReason() == ExpiryReason.TIMEOUT) {
                assertEquals(Events.CLASSES, example.getOutputs().size());
            }
        }
    }
}
