package io.github.stepnet.jobs.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink session cluster of separate processes, a job manager and a task manager, started from the jars that a Flink distribution has
 * and driven through its REST API, as an operator of a real one would.
 *
 * <p>The class path is the launcher's lib folder without the project's own jars and those that the job jar brings, so that a job which
 * forgot one of its parts fails here as it would elsewhere.
 */
final class StandaloneCluster implements AutoCloseable {

    private static final List<String> IN_THE_JOB_JAR = List.of(
            "stepnet-", "flink-connector-kafka", "flink-avro", "avro-", "kafka", "jackson", "picocli", "snakeyaml-2");
    private static final String RESULT_PREFIX = "BASH_JAVA_UTILS_EXEC_RESULT:";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path home;
    private final String classPath;
    private final URI rest;
    private final List<Process> processes = new ArrayList<>();

    /** Starts both processes and waits until the task manager's slots are offered. */
    StandaloneCluster(Path home, Path lib) throws Exception {
        this.home = home;
        classPath = classPath(lib);
        int restPort = freePort();
        rest = URI.create("http://127.0.0.1:" + restPort);
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(conf.resolve("config.yaml"), """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.rpc.port: %d
                jobmanager.bind-host: 127.0.0.1
                jobmanager.memory.process.size: 900m
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %d
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                taskmanager.memory.process.size: 1100m
                taskmanager.numberOfTaskSlots: 2
                execution.checkpointing.interval: 500ms
                execution.checkpointing.dir: %s
                execution.checkpointing.savepoint-dir: %s
                state.backend.type: rocksdb
                web.upload.dir: %s
                io.tmp.dirs: %s
                """.formatted(
                        freePort(), restPort, folder("checkpoints"), folder("savepoints"), home, home));
        start("jobmanager", List.of(), "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
        List<String> resources = resources(conf);
        List<String> flags = Arrays.asList(resources.get(0).trim().split(" +"));
        start(
                "taskmanager",
                flags,
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                resources.get(1).trim().split(" +"));
        waitFor("a slot", () -> get("/overview").path("slots-available").asInt() > 0);
    }

    /** Uploads a jar and returns its id. */
    String upload(Path jar) throws Exception {
        String boundary = "stepnet-job-jar";
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        HttpRequest request = HttpRequest.newBuilder(rest.resolve("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofFile(jar),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                .build();
        String stored = send(request).path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    /** Runs an uploaded jar and returns the job's id once all its tasks run; {@code savepoint} may be null. */
    String run(String jarId, List<String> arguments, String savepoint) throws Exception {
        Map<String, Object> body = savepoint == null
                ? Map.of("programArgsList", arguments)
                : Map.of("programArgsList", arguments, "savepointPath", savepoint);
        String job = post("/jars/" + jarId + "/run", body).path("jobid").asText();
        waitFor("all tasks of job " + job, () -> {
            JsonNode details = get("/jobs/" + job);
            int running = details.path("status-counts").path("RUNNING").asInt();
            return running > 0 && running == details.path("vertices").size();
        });
        return job;
    }

    /** Stops a job with a savepoint and returns where that lies. */
    String stopWithSavepoint(String job) throws Exception {
        String trigger = post("/jobs/" + job + "/stop", Map.of("drain", false))
                .path("request-id")
                .asText();
        String path = "/jobs/" + job + "/savepoints/" + trigger;
        waitFor(
                "the savepoint of job " + job,
                () -> get(path).path("status").path("id").asText().equals("COMPLETED"));
        JsonNode operation = get(path).path("operation");
        if (operation.path("location").isMissingNode()) {
            throw new IllegalStateException("no savepoint: " + operation);
        }
        return operation.path("location").asText();
    }

    /** Kills the processes. */
    @Override
    public void close() {
        for (Process process : processes) {
            process.destroyForcibly();
        }
        for (Process process : processes) {
            process.onExit().join();
        }
    }

    /** Repeats a question until the answer is yes; shows the logs if it never is. */
    void waitFor(String what, Callable<Boolean> question) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (question.call()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException(
                "waited " + PATIENCE.toSeconds() + " s in vain for " + what + "\n" + tail("jobmanager")
                        + tail("taskmanager"),
                last);
    }

    private JsonNode get(String path) throws Exception {
        return send(HttpRequest.newBuilder(rest.resolve(path)).build());
    }

    private JsonNode post(String path, Map<String, Object> body) throws Exception {
        return send(HttpRequest.newBuilder(rest.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    private JsonNode send(HttpRequest request) throws Exception {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(request.method() + " " + request.uri().getPath() + " answered "
                    + response.statusCode() + ": " + response.body());
        }
        return json.readTree(response.body());
    }

    /** The task manager's JVM flags and its -D settings, which Flink's own start script asks for in the same way. */
    private List<String> resources(Path conf) throws Exception {
        List<String> command = java(List.of());
        command.addAll(List.of(
                "org.apache.flink.runtime.util.bash.BashJavaUtils",
                "GET_TM_RESOURCE_PARAMS",
                "--configDir",
                conf.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(home.resolve("resources.err").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<String> results = printed.lines()
                .filter(line -> line.startsWith(RESULT_PREFIX))
                .map(line -> line.substring(RESULT_PREFIX.length()))
                .toList();
        if (results.size() != 2) {
            throw new IllegalStateException("the task manager's resources are unknown; printed was: " + printed);
        }
        return results;
    }

    private void start(String name, List<String> flags, String main, String... settings) throws IOException {
        List<String> command = java(flags);
        command.add(main);
        command.add("--configDir");
        command.add(home.resolve("conf").toString());
        command.addAll(List.of(settings));
        File log = home.resolve(name + ".log").toFile();
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start());
    }

    private List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                classPath));
        return command;
    }

    private String folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name)).toUri().toString();
    }

    private String tail(String name) throws IOException {
        List<String> lines = Files.readAllLines(home.resolve(name + ".log"));
        return "---- " + name + "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()))
                + "\n";
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
