package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.jobs.config.SourceConfig;
import io.github.stepnet.jobs.config.TruthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers what would otherwise fail the job over and over: whether they answer, have the topics, and allow transactions as long as
 * the job's.
 *
 * <p>What a broker may not tell this user is not checked, and the log says so.
 */
public final class BrokerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCheck.class);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CLEANUP = "cleanup.policy";
    private static final String LONGEST_TRANSACTION = "transaction.max.timeout.ms";

    private BrokerCheck() {}

    /**
     * Checks the brokers of source and sink.
     *
     * @throws CannotRun if the job could not run; the message says why and what to do
     */
    public static void verify(JobConfig config) {
        verify(config, PATIENCE);
    }

    static void verify(JobConfig config, Duration patience) {
        SourceConfig source = config.source();
        SinkConfig sink = config.sink();
        Map<String, String> written = new LinkedHashMap<>();
        config.outputs().forEach(output -> written.put("sink." + output.key(), output.topic(sink)));
        try (Admin admin = connect("source.bootstrap", source.bootstrap(), source.properties(), patience)) {
            checkTopics(admin, "source.bootstrap", source.bootstrap(), Map.of("source.topic", source.topic()));
        }
        config.truth().map(TruthConfig::source).ifPresent(truths -> {
            String bootstrap = truths.bootstrap();
            try (Admin admin = connect("truth.source.bootstrap", bootstrap, truths.properties(), patience)) {
                checkTopics(admin, "truth.source.bootstrap", bootstrap, Map.of("truth.source.topic", truths.topic()));
            }
        });
        try (Admin admin = connect("sink.bootstrap", sink.bootstrap(), sink.properties(), patience)) {
            checkTopics(admin, "sink.bootstrap", sink.bootstrap(), written);
            if (sink.guarantee() == SinkConfig.Guarantee.EXACTLY_ONCE) {
                checkTransactions(admin, sink);
            }
        }
        warning(config, patience).ifPresent(LOG::warn);
    }

    private static Admin connect(String what, String bootstrap, Map<String, String> properties, Duration patience) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("default.api.timeout.ms", Long.toString(patience.toMillis()));
        settings.put("request.timeout.ms", Long.toString(patience.toMillis() / 2));
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CannotRun(what + " is " + bootstrap + ": " + cause.getMessage(), e);
        }
    }

    private static void checkTopics(Admin admin, String what, String bootstrap, Map<String, String> topics) {
        List<String> missing = new ArrayList<>();
        var found = admin.describeTopics(topics.values()).topicNameValues();
        topics.forEach((role, topic) -> {
            try {
                await(found.get(topic));
            } catch (UnknownTopicOrPartitionException e) {
                missing.add(role + " \"" + topic + "\"");
            } catch (AuthorizationException e) {
                LOG.warn("Not allowed to ask for topic {}; going on without knowing whether it exists", topic);
            } catch (KafkaException e) {
                throw new CannotRun(
                        "no answer from " + what + " " + bootstrap + ": " + e.getMessage()
                                + "; is a broker running there, and can it be reached from here?",
                        e);
            }
        });
        if (!missing.isEmpty()) {
            throw new CannotRun("missing at " + what + " " + bootstrap + ": " + String.join(", ", missing)
                    + "; create " + (missing.size() == 1 ? "this topic" : "these topics")
                    + ", or correct the configuration");
        }
    }

    /** Why the topic of the models is not what it should be: one that keeps the latest of each key. Empty if it is, or nothing goes there. */
    static Optional<String> warning(JobConfig config, Duration patience) {
        SinkConfig sink = config.sink();
        if (!config.snapshots().isOn()) {
            return Optional.empty();
        }
        String topic = sink.snapshots();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = connect("sink.bootstrap", sink.bootstrap(), sink.properties(), patience)) {
            String policy = await(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get(CLEANUP)
                    .value();
            return policy.contains("compact")
                    ? Optional.empty()
                    : Optional.of(
                            "sink.snapshots \"" + topic + "\" has " + CLEANUP + " = " + policy
                                    + ", so that the models of silent keys are deleted in time; set it to compact, which keeps the latest of every key");
        } catch (KafkaException e) {
            return Optional.of(CLEANUP + " of sink.snapshots \"" + topic + "\" is not known (" + e.getMessage()
                    + "); it should be compact");
        }
    }

    private static void checkTransactions(Admin admin, SinkConfig sink) {
        long wanted = sink.transactionTimeout().toMillis();
        try {
            List<ConfigResource> brokers = new ArrayList<>();
            for (Node node : await(admin.describeCluster().nodes())) {
                brokers.add(new ConfigResource(ConfigResource.Type.BROKER, node.idString()));
            }
            Map<ConfigResource, Config> configs =
                    await(admin.describeConfigs(brokers).all());
            for (Map.Entry<ConfigResource, Config> broker : configs.entrySet()) {
                ConfigEntry longest = broker.getValue().get(LONGEST_TRANSACTION);
                if (longest != null && Long.parseLong(longest.value()) < wanted) {
                    throw new CannotRun("sink.transaction-timeout is " + wanted + " ms, but broker "
                            + broker.getKey().name() + " has " + LONGEST_TRANSACTION + " = " + longest.value()
                            + "; raise it there, or lower the timeout: to more than the longest time that the job may be down,"
                            + " or output that waits for its checkpoint is lost");
                }
            }
        } catch (AuthorizationException e) {
            LOG.warn("Not allowed to ask the brokers for {}; it must be at least {}", LONGEST_TRANSACTION, wanted);
        } catch (KafkaException e) {
            throw new CannotRun("sink.bootstrap " + sink.bootstrap() + ": " + e.getMessage(), e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException refused) {
                throw refused;
            }
            throw new IllegalStateException("the broker's answer could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the broker", e);
        }
    }
}
