package io.github.stepnet.jobs.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.CannotRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The trials that are done, a file of one JSON line for each, so that a run that was stopped goes on where it was.
 *
 * <p>A line names its cell, its seed and its settings: the budget and the whole learner. A last line without an end is what a killed process
 * has left, and is cut off. A file of other settings, or of anything else, is refused and stays as it is. The file is locked while open.
 */
final class TrialLog implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What every line begins with. */
    private static final String HEAD = "{\"suite\":\"modes\",";

    private final Path file;
    private final long budget;
    private final FileChannel channel;
    private final Map<String, JsonNode> done = new HashMap<>();

    private TrialLog(Path file, long budget, FileChannel channel) {
        this.file = file;
        this.budget = budget;
        this.channel = channel;
    }

    /**
     * Opens a file, or makes it.
     *
     * @param budget sample gradients of a trial
     * @throws CannotRun if it cannot be used for these trials
     */
    static TrialLog open(Path file, long budget) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CannotRun("--resume cannot open " + file + " to read and write: " + e, e);
        }
        TrialLog log = new TrialLog(file, budget, channel);
        try {
            log.lock();
            log.read();
            return log;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(e);
        }
        throw inUse(null);
    }

    private CannotRun inUse(Exception cause) {
        return new CannotRun(
                "--resume " + file + " is in use by another run; wait for it, or name another file", cause);
    }

    private void read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = 0;
        int number = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                take(++number, new String(bytes, end, i - end, StandardCharsets.UTF_8));
                end = i + 1;
            }
        }
        String torn = new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8);
        if (!torn.startsWith(HEAD) && !HEAD.startsWith(torn)) {
            throw notATrial(number + 1, null);
        }
        channel.truncate(end);
        channel.position(end);
    }

    private void take(int number, String line) {
        JsonNode trial;
        try {
            trial = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw notATrial(number, e);
        }
        if (!line.startsWith(HEAD)
                || !trial.path("budget").isIntegralNumber()
                || !trial.path("trial").isObject()) {
            throw notATrial(number, null);
        }
        long its = trial.get("budget").longValue();
        if (its != budget) {
            throw new CannotRun("--resume " + file + " holds trials of " + its + " sample gradients, but these have "
                    + budget + "; use --budget " + its + " or name another file");
        }
        done.put(
                key(
                        trial.path("net").asText(),
                        trial.path("depth").asInt(),
                        trial.path("mode").asText(),
                        trial.path("seed").asLong()),
                trial);
    }

    private CannotRun notATrial(int number, Exception cause) {
        return new CannotRun(
                "--resume " + file + " is not a file of trials: line " + number
                        + " is none; name another file, or one that is not there yet",
                cause);
    }

    /**
     * A trial that was done before.
     *
     * @throws CannotRun if it had other settings
     */
    Optional<ModeTrial> find(ModeCell cell, long seed) throws IOException {
        JsonNode trial = done.get(key(cell.net().label, cell.depth(), cell.mode().label, seed));
        if (trial == null) {
            return Optional.empty();
        }
        String its = trial.path("learner").asText();
        String ours = cell.learner().canonicalText();
        if (!its.equals(ours)) {
            throw new CannotRun("--resume " + file + " holds a trial of " + cell.net().label + ", " + cell.depth()
                    + " layers, " + cell.mode().label + " with other settings; name another file. It has " + its
                    + ", this program has " + ours);
        }
        return Optional.of(MAPPER.treeToValue(trial.get("trial"), ModeTrial.class));
    }

    /** Adds a trial. By any thread. */
    synchronized void append(ModeCell cell, long seed, ModeTrial trial) throws IOException {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("suite", Suite.MODES.word())
                .put("net", cell.net().label)
                .put("depth", cell.depth())
                .put("mode", cell.mode().label)
                .put("seed", seed)
                .put("budget", budget)
                .put("learner", cell.learner().canonicalText())
                .set("trial", MAPPER.valueToTree(trial));
        ByteBuffer bytes = ByteBuffer.wrap((MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String key(String net, int depth, String mode, long seed) {
        return net + "/" + depth + "/" + mode + "/" + seed;
    }
}
