package io.github.stepnet.jobs.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operator of a cluster asks of its REST API. While nobody answers, and where the answer is an error, it is an {@link IOException}. */
public final class FlinkRest {

    private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "FINISHED");
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;

    FlinkRest(URI address) {
        this.address = address;
    }

    /**
     * How a job does.
     *
     * @param isRunning whether all of its tasks run
     * @param restarts since its job manager took it over
     * @param checkpoints that were completed since then
     * @param lastCheckpoint number of the last one of all, 0 if there is none
     */
    record JobProgress(boolean isRunning, long restarts, long checkpoints, long lastCheckpoint) {}

    /** Uploads a jar and returns its id. */
    public String upload(Path jar) throws IOException, InterruptedException {
        String boundary = "stepnet-job-jar";
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        HttpRequest.Builder request = request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofFile(jar),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
        String stored = send(request).path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    /**
     * Submits the job of an uploaded jar and returns the job's id.
     *
     * @param parallelism of the job: what the configuration says is not asked
     * @param savepoint may be null
     */
    String submit(String jarId, List<String> arguments, int parallelism, String savepoint)
            throws IOException, InterruptedException {
        Map<String, Object> body = new HashMap<>(Map.of("programArgsList", arguments, "parallelism", parallelism));
        if (savepoint != null) {
            body.put("savepointPath", savepoint);
        }
        return post("/jars/" + jarId + "/run", body).path("jobid").asText();
    }

    /** How a job does; one that has ended is an {@link IllegalStateException}. */
    JobProgress progress(String job) throws IOException, InterruptedException {
        JsonNode details = details(job);
        String state = details.path("state").asText();
        if (ENDED.contains(state)) {
            throw new IllegalStateException("job " + job + " is " + state.toLowerCase(Locale.ROOT));
        }
        JsonNode checkpoints = get("/jobs/" + job + "/checkpoints");
        JsonNode restarts = get("/jobs/" + job + "/metrics?get=numRestarts");
        return new JobProgress(
                isRunning(details),
                restarts.path(0).path("value").asLong(),
                checkpoints.path("counts").path("completed").asLong(),
                checkpoints.path("latest").path("completed").path("id").asLong());
    }

    /** Whether all tasks of a job run. */
    public boolean isRunning(String job) throws IOException, InterruptedException {
        return isRunning(details(job));
    }

    private JsonNode details(String job) throws IOException, InterruptedException {
        return get("/jobs/" + job);
    }

    private static boolean isRunning(JsonNode details) {
        int running = details.path("status-counts").path("RUNNING").asInt();
        return running > 0 && running == details.path("vertices").size();
    }

    /** Starts to stop a job with a canonical savepoint; returns what to ask for. */
    public String stop(String job) throws IOException, InterruptedException {
        return post("/jobs/" + job + "/stop", Map.of("drain", false, "formatType", "CANONICAL"))
                .path("request-id")
                .asText();
    }

    /** Where the savepoint lies, once it is there. */
    public Optional<String> savepoint(String job, String stop) throws IOException, InterruptedException {
        JsonNode answer = get("/jobs/" + job + "/savepoints/" + stop);
        if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
            return Optional.empty();
        }
        JsonNode operation = answer.path("operation");
        if (operation.path("location").isMissingNode()) {
            throw new IllegalStateException("job " + job + " made no savepoint: " + operation);
        }
        return Optional.of(operation.path("location").asText());
    }

    int taskManagers() throws IOException, InterruptedException {
        return get("/overview").path("taskmanagers").asInt();
    }

    int freeSlots() throws IOException, InterruptedException {
        return get("/overview").path("slots-available").asInt();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private JsonNode post(String path, Map<String, Object> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(LONGEST_ANSWER);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(request.method() + " " + request.uri().getPath() + " answered "
                    + response.statusCode() + ": " + response.body());
        }
        return json.readTree(response.body());
    }
}
