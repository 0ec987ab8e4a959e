package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real broker answers before anything runs. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BrokerCheckITCase {

    @RegisterExtension
    static final OwnBroker BROKER = new OwnBroker();

    @Test
    void topicsThatAreMissingAreNamed() {
        Topics topics = new Topics(BROKER.broker(), "lonely");
        String brokers = BROKER.broker().bootstrapServers();
        assertEquals(
                "missing at sink.bootstrap " + brokers
                        + ": sink.predictions \"lonely-none-predictions\", sink.milestones \"lonely-none-milestones\","
                        + " sink.dead-letters \"lonely-none-dead-letters\"; create these topics, or correct the configuration",
                assertThrows(CannotRun.class, () -> BrokerCheck.verify(topics.config("none")))
                        .getMessage());
        assertEquals(
                "missing at source.bootstrap " + brokers
                        + ": source.topic \"misspelt\"; create this topic, or correct the configuration",
                assertThrows(
                                CannotRun.class,
                                () -> BrokerCheck.verify(topics.config("none", "--source.topic", "misspelt")))
                        .getMessage());
    }

    @Test
    void aTopicOfModelsThatIsNotCompactedIsWarnedOf() {
        Topics topics = new Topics(BROKER.broker(), "modelled");
        topics.createOutputs("all");
        JobConfig deleted = topics.config("all", "--snapshots.every", "5");
        BrokerCheck.verify(deleted);
        assertEquals(
                Optional.of(
                        "sink.snapshots \"modelled-all-snapshots\" has cleanup.policy = delete, so that the models of silent keys are deleted in time;"
                                + " set it to compact, which keeps the latest of every key"),
                BrokerCheck.warning(deleted, Duration.ofSeconds(20)));
        BROKER.broker().createTopic("compacted", Topics.PARTITIONS, Map.of("cleanup.policy", "compact"));
        JobConfig compacted = topics.config("all", "--snapshots.every", "5", "--sink.snapshots", "compacted");
        assertEquals(Optional.empty(), BrokerCheck.warning(compacted, Duration.ofSeconds(20)));
        assertEquals(Optional.empty(), BrokerCheck.warning(topics.config("all"), Duration.ofSeconds(20)));
    }

    @Test
    void transactionsLongerThanTheBrokerAllowsAreRefused() {
        Topics topics = new Topics(BROKER.broker(), "patient");
        BrokerCheck.verify(topics.run("all"));
        JobConfig longer = topics.config("all", "--sink.transaction-timeout", "16min");
        assertEquals(
                "sink.transaction-timeout is 960000 ms, but broker 1 has transaction.max.timeout.ms = 900000; raise it there,"
                        + " or lower the timeout: to more than the longest time that the job may be down, or output that waits for its"
                        + " checkpoint is lost",
                assertThrows(CannotRun.class, () -> BrokerCheck.verify(longer)).getMessage());
        BrokerCheck.verify(
                topics.config("all", "--sink.transaction-timeout", "16min", "--sink.guarantee", "at-least-once"));
    }
}
