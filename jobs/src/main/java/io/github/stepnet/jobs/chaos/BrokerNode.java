package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.broker.BrokerMain;
import io.github.stepnet.jobs.broker.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;

/** A broker in a process of its own, which comes back with its port and its data. */
final class BrokerNode implements AutoCloseable {

    private static final long ANSWER_SECONDS = 5;

    private final int port = Ports.kept();
    private final JavaProcess process;
    private final Admin admin;

    /** Starts it and waits until it answers. */
    BrokerNode(Path home, Path lib) throws IOException, InterruptedException {
        Path data = home.resolve("kafka");
        Path logs = Files.createDirectories(home.resolve("logs"));
        process = new JavaProcess(
                "broker",
                logs,
                List.of("-Xmx512m"),
                classPath(lib),
                List.of(BrokerMain.class.getName(), Integer.toString(port), data.toString()));
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        try {
            process.start();
            Patience.await("the broker", this::answers);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private static String classPath(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** For the {@code bootstrap.servers} of clients. */
    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    JavaProcess process() {
        return process;
    }

    /** Whether it serves every partition that it has. */
    boolean answers() throws IOException, InterruptedException {
        process.check();
        try {
            Map<String, TopicDescription> topics = admin.describeTopics(
                            admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS))
                    .allTopicNames()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.leader() != null && !partition.leader().isEmpty());
        } catch (ExecutionException | TimeoutException notNow) {
            throw new IOException("the broker does not answer: " + notNow.getMessage(), notNow);
        }
    }

    void createTopics(List<String> names, int partitions) throws IOException, InterruptedException {
        List<NewTopic> topics = names.stream()
                .map(name -> new NewTopic(name, partitions, (short) 1))
                .toList();
        try {
            admin.createTopics(topics).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new IOException("topics " + names + " were not created: " + refused.getMessage(), refused);
        }
        Patience.await("topics " + names, this::answers);
    }

    @Override
    public void close() {
        process.close();
        admin.close(Duration.ZERO);
    }
}
