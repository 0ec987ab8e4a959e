package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The section {@code sink}: where predictions, milestones, layer health, learning events, drifts, what windows taught, what networks that settle have reached, models, what has expired and dead letters go. One sink with one transaction serves all.
 *
 * <p>Texts may use {@code <topic>} and {@code <bootstrap>} of the source, and {@code <uid-prefix>}.
 *
 * @param bootstrap brokers to ask first, {@code host:port, ...}
 * @param predictions topic of the predictions
 * @param milestones topic of the milestones
 * @param health topic of the layers' health; needed where {@code health} is on
 * @param learningEvents topic of what changed how keys learn; needed where {@code learning} has a hand-over or techniques that tell of what they do
 * @param expired topic of what waited for a truth, or for an event, in vain; needed where there is a {@code truth}
 * @param drifts topic of the drifts that are noticed; needed where {@code learning} watches for any
 * @param expiredModels topic of the models that are given up; needed with {@code expire-after}
 * @param windows topic of what windows of events have taught; needed where events come in windows
 * @param equilibrium topic of what networks that settle reach or lose; needed where there are any
 * @param snapshots topic of whole models, which is to be compacted; needed where {@code snapshots} is on
 * @param deadLetters topic of the events that could not be used; always {@code DeadLetter} records in Avro
 * @param format how all but the dead letters are encoded
 * @param guarantee what a failure may do to the output
 * @param transactionTimeout how long the broker keeps an open transaction: longer than the longest down time, or output is lost;
 *     at most the broker's {@code transaction.max.timeout.ms}
 * @param transactionalIdPrefix what the producers' transactional ids start with; two running jobs that use the same one
 *     abort each other's transactions, whatever topics they write
 * @param properties more properties of the producer
 */
public record SinkConfig(
        @Default("<bootstrap>") String bootstrap,
        @Default("<topic>-predictions") String predictions,
        @Default("<topic>-milestones") String milestones,
        @Default("<topic>-health") String health,
        @Default("<topic>-learning-events") String learningEvents,
        @Default("<topic>-expired") String expired,
        @Default("<topic>-drifts") String drifts,
        @Default("<topic>-expired-models") String expiredModels,
        @Default("<topic>-windows") String windows,
        @Default("<topic>-equilibrium") String equilibrium,
        @Default("<topic>-models") String snapshots,
        @Default("<topic>-dlq") String deadLetters,
        @Default("avro") Format format,
        @Default("exactly-once") Guarantee guarantee,
        @Default("15min") Duration transactionTimeout,
        @Default("<uid-prefix>-<topic>") String transactionalIdPrefix,
        @Default("{}") Map<String, String> properties) {

    private static final Set<String> OWN_PROPERTIES = Set.of(
            "bootstrap.servers",
            "transactional.id",
            "transaction.timeout.ms",
            "key.serializer",
            "value.serializer",
            "enable.idempotence");

    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    /** Kafka counts it in milliseconds, in an int. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

    /** How a record's value is encoded. */
    public enum Format {
        /** Avro's single-object encoding, which carries the schema's fingerprint. */
        AVRO,
        /** One JSON object, UTF-8. */
        JSON
    }

    /** What a failure may do to the output; weights are exactly-once either way. */
    public enum Guarantee {
        /** Some records may come twice. */
        AT_LEAST_ONCE,
        /** Transactions: readers of committed records see each once, after the checkpoint that it belongs to. Needs checkpoints. */
        EXACTLY_ONCE
    }

    public SinkConfig {
        if (transactionTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || transactionTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("SinkConfig.transactionTimeout is "
                    + CanonicalText.of(Duration.class, transactionTimeout) + "; it must be within 1s and 24d");
        }
        Kafka.checkProperties("SinkConfig.properties", properties, OWN_PROPERTIES);
    }

    /** The same with the placeholders filled in. */
    SinkConfig filled(String topic, String sourceBootstrap, String uidPrefix) {
        return new SinkConfig(
                fill(bootstrap, topic, sourceBootstrap, uidPrefix),
                fill(predictions, topic, sourceBootstrap, uidPrefix),
                fill(milestones, topic, sourceBootstrap, uidPrefix),
                fill(health, topic, sourceBootstrap, uidPrefix),
                fill(learningEvents, topic, sourceBootstrap, uidPrefix),
                fill(expired, topic, sourceBootstrap, uidPrefix),
                fill(drifts, topic, sourceBootstrap, uidPrefix),
                fill(expiredModels, topic, sourceBootstrap, uidPrefix),
                fill(windows, topic, sourceBootstrap, uidPrefix),
                fill(equilibrium, topic, sourceBootstrap, uidPrefix),
                fill(snapshots, topic, sourceBootstrap, uidPrefix),
                fill(deadLetters, topic, sourceBootstrap, uidPrefix),
                format,
                guarantee,
                transactionTimeout,
                fill(transactionalIdPrefix, topic, sourceBootstrap, uidPrefix),
                properties);
    }

    private static String fill(String text, String topic, String bootstrap, String uidPrefix) {
        return text.replace("<topic>", topic).replace("<bootstrap>", bootstrap).replace("<uid-prefix>", uidPrefix);
    }
}
