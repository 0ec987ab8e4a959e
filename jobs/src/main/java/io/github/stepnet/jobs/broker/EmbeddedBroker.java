package io.github.stepnet.jobs.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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

    /** Between asking for a free port and using it another process may take it; that seldom happens twice. */
    private static final int STARTS = 3;

    private static final Duration TOPIC_WAIT = Duration.ofSeconds(30);

    private final KafkaRaftServer server;
    private final int port;
    private final Path directory;
    private final boolean ownsDirectory;
    private final DirectoryLock lock;
    private boolean closed;

    private EmbeddedBroker(
            KafkaRaftServer server, int port, Path directory, boolean ownsDirectory, DirectoryLock lock) {
        this.server = server;
        this.port = port;
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
        this.lock = lock;
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
     * @param directory where the data of an earlier broker is, or goes
     * @throws IOException if the port is taken, another broker uses the directory, or this one does not start
     */
    public static EmbeddedBroker start(int port, Path directory) throws IOException {
        return start(port, Files.createDirectories(directory), false);
    }

    private static EmbeddedBroker start(int port, Path directory, boolean ownsDirectory) throws IOException {
        if (port != 0 && !Ports.isFree(port)) {
            throw new IOException(
                    "port " + port + " of " + Node.HOST + " is taken; choose another, or 0 for any free one");
        }
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            Faults.keepJvmAlive();
            for (int attempt = 1; ; attempt++) {
                int brokerPort = port == 0 ? Ports.free() : port;
                KafkaRaftServer server = Node.prepare(brokerPort, Ports.free(), directory);
                try {
                    server.startup();
                    return new EmbeddedBroker(server, brokerPort, directory, ownsDirectory, lock);
                } catch (Exception failure) {
                    if (!Node.stop(server) || attempt == STARTS) {
                        throw new IOException("the broker did not start in " + directory, failure);
                    }
                }
            }
        } catch (IOException | RuntimeException failure) {
            lock.close();
            // What kept it from starting is told by the exception, and is no fault of a broker that runs.
            Faults.forget();
            throw failure;
        }
    }

    /** For the {@code bootstrap.servers} of clients. */
    public String bootstrapServers() {
        return Node.HOST + ":" + port;
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

    /**
     * Stops the broker and deletes its data, if they are its own.
     *
     * @throws IOException if it does not stop in time, which a broker with a {@link #fault} may not
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            if (!Node.stop(server)) {
                throw new IOException(
                        "the broker has not stopped after " + Node.STOP_WAIT.toSeconds() + " s and is left behind");
            }
        } finally {
            if (ownsDirectory) {
                Directories.delete(directory);
            }
        }
    }
}
