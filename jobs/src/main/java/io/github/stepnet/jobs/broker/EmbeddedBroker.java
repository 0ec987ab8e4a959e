package io.github.stepnet.jobs.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;

/**
 * A single Kafka node in this JVM, broker and controller in one (KRaft), reachable from this machine only.
 *
 * <p>Transactions work as on a cluster, with one replica of everything. Topics are created by {@link #createTopic} and
 * not by their first use: a misspelt name is an error. {@link #close} may be called from any thread, shutdown hooks
 * included, and more than once.
 *
 * <p>A fault of the broker never ends the JVM, as it would that of a stand-alone broker: see {@link #fault}.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    /** Between asking for a free port and using it another process may take it; that seldom happens twice. */
    private static final int STARTS = 3;

    private static final Duration TOPIC_WAIT = Duration.ofSeconds(30);

    private final KafkaRaftServer server;
    private final int port;
    private final Path directory;
    private final boolean ownsDirectory;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, int port, Path directory, boolean ownsDirectory) {
        this.server = server;
        this.port = port;
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
    }

    /** Starts an empty broker on a free port; its data is deleted when it is closed. */
    public static EmbeddedBroker start() throws IOException {
        return start(0);
    }

    /**
     * Starts an empty broker; its data is deleted when it is closed.
     *
     * @param port for its clients, or 0 for any that is free
     * @throws IOException if the port is taken or the broker does not start
     */
    public static EmbeddedBroker start(int port) throws IOException {
        Path directory = Files.createTempDirectory("stepnet-kafka-");
        try {
            return start(port, directory, true);
        } catch (IOException | RuntimeException failure) {
            Directories.delete(directory);
            throw failure;
        }
    }

    /**
     * Starts a broker that keeps its data.
     *
     * @param port for its clients, or 0 for any that is free
     * @param directory where the data of an earlier broker is, or goes; no other broker may be using it
     * @throws IOException if the port is taken or the broker does not start
     */
    public static EmbeddedBroker start(int port, Path directory) throws IOException {
        return start(port, Files.createDirectories(directory), false);
    }

    private static EmbeddedBroker start(int port, Path directory, boolean ownsDirectory) throws IOException {
        Faults.keepJvmAlive();
        if (port != 0 && !Ports.isFree(port)) {
            throw new IOException("port " + port + " of " + HOST + " is taken; choose another, or 0 for any free one");
        }
        for (int attempt = 1; ; attempt++) {
            int brokerPort = port == 0 ? Ports.free() : port;
            Properties settings = settings(brokerPort, Ports.free(), directory);
            format(settings, directory);
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            try {
                server.startup();
                return new EmbeddedBroker(server, brokerPort, directory, ownsDirectory);
            } catch (Exception failure) {
                server.shutdown();
                server.awaitShutdown();
                if (attempt == STARTS) {
                    throw new IOException("the broker did not start in " + directory, failure);
                }
            }
        }
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

    /** For the {@code bootstrap.servers} of clients. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Where its data lies. */
    public Path directory() {
        return directory;
    }

    /** What a broker of this JVM gave as reason for wanting to end it; such a broker is of no further use. */
    public static Optional<String> fault() {
        return Faults.first();
    }

    /** Creates a topic and returns when it can be written to. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic and returns when it can be written to.
     *
     * @param settings of this topic, as Kafka names them, such as {@code max.message.bytes}
     * @throws IllegalArgumentException if the broker refuses, for instance because the topic exists
     */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(topic)).all().get();
            awaitTopic(admin, name);
        } catch (ExecutionException refused) {
            throw new IllegalArgumentException(
                    "topic " + name + " with " + partitions + " partitions cannot be created: "
                            + refused.getCause().getMessage(),
                    refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + name, interrupted);
        }
    }

    /** The controller answers before the broker knows of the topic. */
    private static void awaitTopic(Admin admin, String name) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + TOPIC_WAIT.toNanos();
        while (!isReady(admin, name)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("topic " + name + " has no leader after " + TOPIC_WAIT.toSeconds()
                        + " s; see the broker's log");
            }
            Thread.sleep(10);
        }
    }

    private static boolean isReady(Admin admin, String name) throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().stream()
                    .allMatch(partition ->
                            partition.leader() != null && !partition.leader().isEmpty());
        } catch (ExecutionException notYet) {
            if (notYet.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw notYet;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        if (ownsDirectory) {
            Directories.delete(directory);
        }
    }
}
