package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.broker.Ports;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink session cluster of separate processes, a job manager and task managers, started from the jars that a Flink distribution has; with high
 * availability also the ZooKeeper that Flink brings along.
 *
 * <p>The class path is the launcher's lib folder without the project's own jars and those that the job jar brings, so that a job which
 * forgot one of its parts fails here as it would elsewhere.
 */
public final class StandaloneCluster implements AutoCloseable {

    private static final List<String> IN_THE_JOB_JAR = List.of(
            "stepnet-", "flink-connector-kafka", "flink-avro", "avro-", "kafka", "jackson", "picocli", "snakeyaml-2");
    private static final String RESULT_PREFIX = "BASH_JAVA_UTILS_EXEC_RESULT:";
    private static final String HOST = "127.0.0.1";

    private final Path home;
    private final Path logs;
    private final String classPath;
    private final FlinkRest rest;
    private final List<JavaProcess> processes = new ArrayList<>();
    private final JavaProcess jobManager;
    private final List<JavaProcess> taskManagers = new ArrayList<>();

    /**
     * Starts it and waits until the slots of all task managers are offered.
     *
     * @param home the folder of its files
     * @param lib the launcher's jars
     * @param taskManagers how many
     * @param isHighlyAvailable whether jobs survive the job manager
     * @param more settings of Flink
     */
    public StandaloneCluster(Path home, Path lib, int taskManagers, boolean isHighlyAvailable, Map<String, String> more)
            throws IOException, InterruptedException {
        this.home = Files.createDirectories(home);
        logs = Files.createDirectories(home.resolve("logs"));
        classPath = leash() + File.pathSeparator + classPath(lib);
        int restPort = Ports.kept();
        rest = new FlinkRest(URI.create("http://" + HOST + ":" + restPort));
        Map<String, String> settings = settings(restPort);
        try {
            if (isHighlyAvailable) {
                int port = Ports.kept();
                process("zookeeper", List.of("-Xmx128m"), zooKeeper(port)).start();
                makeAvailable(settings, port);
            }
            settings.putAll(more);
            Path conf = Files.createDirectories(home.resolve("conf"));
            Files.write(
                    conf.resolve("config.yaml"),
                    settings.entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .toList());
            List<String> arguments = List.of("--configDir", conf.toString());
            jobManager = process(
                    "jobmanager",
                    List.of("-Xmx512m"),
                    with("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", arguments));
            jobManager.start();
            startTaskManagers(taskManagers, arguments);
            Patience.await(taskManagers + " task managers", () -> isComplete() && rest.freeSlots() >= taskManagers);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private void startTaskManagers(int count, List<String> arguments) throws IOException, InterruptedException {
        List<String> resources = resources(arguments);
        List<String> flags = Arrays.asList(resources.get(0).trim().split(" +"));
        List<String> main = with("org.apache.flink.runtime.taskexecutor.TaskManagerRunner", arguments);
        main.addAll(Arrays.asList(resources.get(1).trim().split(" +")));
        for (int i = 1; i <= count; i++) {
            JavaProcess process = process("taskmanager-" + i, flags, main);
            taskManagers.add(process);
            process.start();
        }
    }

    private Map<String, String> settings(int restPort) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put("jobmanager.rpc.address", HOST);
        settings.put("jobmanager.rpc.port", Integer.toString(Ports.kept()));
        settings.put("jobmanager.bind-host", HOST);
        settings.put("jobmanager.memory.process.size", "900m");
        settings.put("rest.address", HOST);
        settings.put("rest.bind-address", HOST);
        settings.put("rest.port", Integer.toString(restPort));
        settings.put("taskmanager.host", HOST);
        settings.put("taskmanager.bind-host", HOST);
        settings.put("taskmanager.memory.process.size", "1100m");
        settings.put("taskmanager.numberOfTaskSlots", "1");
        settings.put("execution.checkpointing.dir", folder("checkpoints"));
        settings.put("execution.checkpointing.savepoint-dir", folder("savepoints"));
        String temporary = Files.createDirectories(home.resolve("tmp")).toString();
        settings.put("web.upload.dir", temporary);
        settings.put("io.tmp.dirs", temporary);
        return settings;
    }

    private List<String> zooKeeper(int port) throws IOException {
        Path data = Files.createDirectories(home.resolve("zookeeper"));
        Path file = home.resolve("zoo.cfg");
        Files.writeString(file, """
                clientPort=%d
                clientPortAddress=%s
                dataDir=%s
                tickTime=1000
                admin.enableServer=false
                """.formatted(port, HOST, data));
        return List.of(
                "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                "--zkConfigFile",
                file.toString(),
                "--peerId",
                "1");
    }

    private void makeAvailable(Map<String, String> settings, int port) throws IOException {
        settings.put("high-availability.type", "zookeeper");
        settings.put("high-availability.zookeeper.quorum", HOST + ":" + port);
        settings.put("high-availability.storageDir", folder("high-availability"));
        settings.put("high-availability.jobmanager.port", settings.get("jobmanager.rpc.port"));
        // For so long a dead job manager counts as the leader.
        settings.put("high-availability.zookeeper.client.session-timeout", "5 s");
        settings.put("high-availability.zookeeper.client.connection-timeout", "5 s");
    }

    /** How it is driven. */
    public FlinkRest rest() {
        return rest;
    }

    JavaProcess jobManager() {
        return jobManager;
    }

    JavaProcess taskManager(int index) {
        return taskManagers.get(index);
    }

    /** Whether every process runs and knows of the others. */
    boolean isComplete() throws IOException, InterruptedException {
        checkProcesses();
        return rest.taskManagers() >= taskManagers.size();
    }

    /** A process that ends by itself will not be waited for. */
    private void checkProcesses() {
        for (JavaProcess process : processes) {
            try {
                process.check();
            } catch (IOException ended) {
                throw new IllegalStateException(ended.getMessage(), ended);
            }
        }
    }

    /** Submits a job and returns its id once all its tasks run; {@code savepoint} may be null. */
    public String run(String jarId, List<String> arguments, int parallelism, String savepoint)
            throws IOException, InterruptedException {
        String job = rest.submit(jarId, arguments, parallelism, savepoint);
        Patience.await("all tasks of job " + job, () -> rest.isRunning(job));
        return job;
    }

    /** Stops a job with a savepoint and returns where that lies. */
    public String stopWithSavepoint(String job) throws IOException, InterruptedException {
        String stop = rest.stop(job);
        Patience.await(
                "the savepoint of job " + job, () -> rest.savepoint(job, stop).isPresent());
        return rest.savepoint(job, stop).orElseThrow();
    }

    /** Kills the processes. */
    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
    }

    private static List<String> with(String main, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(main));
        all.addAll(arguments);
        return all;
    }

    private JavaProcess process(String name, List<String> flags, List<String> main) {
        JavaProcess process = new JavaProcess(name, logs, flags, classPath, main);
        processes.add(process);
        return process;
    }

    /** The task managers' JVM flags and their -D settings, which Flink's own start script asks for in the same way. */
    private List<String> resources(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "org.apache.flink.runtime.util.bash.BashJavaUtils",
                "GET_TM_RESOURCE_PARAMS"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(logs.resolve("resources.log").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<String> results = printed.lines()
                .filter(line -> line.startsWith(RESULT_PREFIX))
                .map(line -> line.substring(RESULT_PREFIX.length()))
                .toList();
        if (results.size() != 2) {
            throw new IllegalStateException("the task managers' resources are unknown; printed was: " + printed);
        }
        return results;
    }

    private String folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name)).toUri().toString();
    }

    /** A folder with nothing in it but the leash. */
    private Path leash() throws IOException {
        String file = Leash.class.getName().replace('.', '/') + ".class";
        Path copy = home.resolve("leash").resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream in = Leash.class.getClassLoader().getResourceAsStream(file)) {
            Files.write(copy, in.readAllBytes());
        }
        return home.resolve("leash");
    }

    private static String classPath(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.filter(jar -> IN_THE_JOB_JAR.stream()
                            .noneMatch(part -> jar.getFileName().toString().startsWith(part)))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
