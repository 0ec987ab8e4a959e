package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.schemas.Awaited;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiryReason;
import io.github.stepnet.schemas.Milestone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job with truths on a topic of their own. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LateTruthITCase {

    private static final int EVENTS = 6_000;
    private static final int KEYS = 8;
    private static final long DELAY = 400;
    private static final long TIMEOUT = 1_000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = JobRuns.cluster();

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    private static List<Event> withoutLabels(List<Event> events) {
        return events.stream()
                .map(event -> Event.newBuilder(event).setLabel(null).build())
                .toList();
    }

    /** Of most events; one in ten never comes, one in ten comes earlier than its event. */
    private static List<Event> truths(List<Event> events) {
        List<Event> truths = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            long delay = i % 10 == 3 ? -DELAY : DELAY;
            if (i % 10 != 7) {
                truths.add(Event.newBuilder(events.get(i))
                        .setFeatures(List.of())
                        .setTimeMillis(events.get(i).getTimeMillis() + delay)
                        .build());
            }
        }
        truths.sort((one, other) -> Long.compare(one.getTimeMillis(), other.getTimeMillis()));
        return truths;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "hashmap"})
    void aFailureWhileTruthsAreAwaitedChangesNoBit(String backend) throws Exception {
        Topics topics = new Topics(BROKER.broker(), "late-" + backend);
        List<Event> events = Events.random(EVENTS, KEYS, 11);
        topics.send(withoutLabels(events));
        String truths = "late-" + backend + "-truths";
        topics.sendTruths(truths, truths(events));
        String[] late = {
            "--truth.source.topic",
            truths,
            "--truth.source.bootstrap",
            BROKER.broker().bootstrapServers(),
            "--truth.source.start",
            "earliest",
            "--truth.timeout",
            TIMEOUT + "ms",
            "--truth.order",
            "event-time",
            "--learning.optimizer",
            "{adam: {rate: 0.01}}"
        };
        JobRuns.runToTheEnd(new LearnJob(topics.run("uninterrupted", late)));

        Interruption interruption = Interruption.throwing();
        LearnJob job = new LearnJob(topics.run("interrupted", late));
        StreamExecutionEnvironment env = JobRuns.environment(
                Map.of("state.backend.type", backend, "execution.checkpointing.interval", "200 ms"));
        job.write(job.learn(
                JobRuns.bounded(job, env)
                        .map(interruption)
                        .returns(DecodedSerializer.TYPE)
                        .uid("interruption"),
                JobRuns.boundedTruths(job, env)));
        env.execute(job.name());
        assertTrue(Interruption.hasThrown());

        assertEquals(EVENTS, JobRuns.count(topics.predictions("uninterrupted")));
        assertEquals(topics.predictions("uninterrupted"), topics.predictions("interrupted"));
        assertEquals(topics.milestones("uninterrupted"), topics.milestones("interrupted"));
        assertEquals(topics.expired("uninterrupted"), topics.expired("interrupted"));
        assertEquals(List.of(), topics.deadLetters("uninterrupted"));
        checkExpired(topics.expired("uninterrupted"));
        assertFalse(topics.milestones("uninterrupted").isEmpty(), "truths are credited");
        for (List<Milestone> ofKey : topics.milestones("uninterrupted").values()) {
            assertTrue(ofKey.get(ofKey.size() - 1).getAccuracy() > 0.6, "and learned: " + ofKey);
        }
    }

    private static void checkExpired(Map<String, List<ExpiredExample>> expired) {
        assertEquals(EVENTS / 10, JobRuns.count(expired));
        for (ExpiredExample example :
                expired.values().stream().flatMap(List::stream).toList()) {
            assertEquals(Awaited.TRUTH, example.getWaitedFor());
            assertEquals(ExpiryReason.TIMEOUT, example.getReason());
            assertEquals(Events.CLASSES, example.getOutputs().size());
        }
    }
}
