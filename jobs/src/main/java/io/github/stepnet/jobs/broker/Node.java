package io.github.stepnet.jobs.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** Kafka's own classes for a node that is broker and controller in one: how it is configured, prepared and stopped. */
final class Node {

    static final String HOST = "127.0.0.1";
    static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private Node() {}

    /** A node that is ready to be started. */
    static KafkaRaftServer prepare(int port, int controllerPort, Path directory) throws IOException {
        Properties settings = settings(port, controllerPort, directory);
        format(settings, directory);
        return new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    }

    private static Properties settings(int port, int controllerPort, Path directory) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        settings.put("listeners", "CLIENTS://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "CLIENTS://" + HOST + ":" + port);
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        // There is nobody to replicate to.
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            // Dozens of partitions spread load over brokers; here they only cost files and time to start.
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put(
                "transaction.max.timeout.ms",
                Long.toString(Duration.ofMinutes(15).toMillis()));
        // A lone consumer has no companions to wait for.
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Held on the heap for as long as the broker runs; the default is 128 MB.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        return settings;
    }

    /** Prepares an empty directory; one that is prepared already stays as it is. */
    private static void format(Properties settings, Path directory) throws IOException {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Path file = Files.createTempFile("stepnet-kafka-", ".properties");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            try (var out = Files.newOutputStream(file)) {
                settings.store(out, null);
            }
            String clusterId = Uuid.randomUuid().toString();
            String[] command = {"format", "-t", clusterId, "-c", file.toString()};
            int code = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
            if (code != 0) {
                throw new IOException(
                        "Kafka could not format " + directory + ": " + said.toString(StandardCharsets.UTF_8));
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Whether it has stopped in time. In a thread of its own: a broker whose controller is broken waits for minutes. */
    static boolean stop(KafkaRaftServer server) {
        Thread stopper = new Thread(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                },
                "stop-embedded-broker");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopper.join(STOP_WAIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return !stopper.isAlive();
    }
}
