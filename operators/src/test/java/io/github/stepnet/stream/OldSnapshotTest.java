package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.schemas.Prediction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Snapshots of whole operators that earlier builds have written are restored with every bit, and their models go on.
 *
 * <p>A fixture is never written again: where the format changes, {@link #main} writes one more beside those that there are.
 */
class OldSnapshotTest {

    private static final int CUT = 300;
    private static final int EVENTS = 500;

    private static LearnerSpec learner(String model) {
        return switch (model) {
            case "sweep" -> Nets.classifier(Execution.SWEEP);
            case "step" -> Nets.classifier(Execution.STEP);
            case "settling" -> Nets.settling();
            default -> throw new IllegalArgumentException(model);
        };
    }

    private static OperatorPlan<Sample, Prediction> plan(String model) {
        return Nets.plan(learner(model), Nets.settings(8_000, Settings.NO_IDLE_GAP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2-sweep", "v2-step", "v2-settling"})
    void anOldSnapshotIsRestoredWithEveryBitAndItsModelsLearnOn(String fixture, @TempDir Path folder) throws Exception {
        OperatorPlan<Sample, Prediction> plan = plan(fixture.substring(fixture.indexOf('-') + 1));
        try (OperatorRun run = OperatorRun.restore(Backend.HEAP, plan, snapshot(fixture, folder))) {
            assertEquals(digests(fixture), digests(run));
            List<Prediction> predictions = run.send(CUT, EVENTS).predictions();
            assertEquals(EVENTS - CUT, predictions.size());
            Prediction last = predictions.get(predictions.size() - 1);
            assertTrue(last.getTick() > CUT / Sample.KEYS, last::toString);
            assertTrue(last.getModelVersion() > CUT / Sample.KEYS / 2, last::toString);
        }
    }

    private static OperatorSubtaskState snapshot(String fixture, Path folder) throws Exception {
        Path copy = folder.resolve(fixture);
        try (InputStream in = resource(fixture + ".snapshot")) {
            Files.copy(in, copy);
        }
        return OperatorSnapshotUtil.readStateHandle(copy.toString());
    }

    private static Map<String, String> digests(String fixture) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = resource(fixture + ".digests")) {
            properties.load(in);
        }
        Map<String, String> digests = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> digests.put(key, properties.getProperty(key)));
        return digests;
    }

    private static InputStream resource(String name) {
        return OldSnapshotTest.class.getResourceAsStream("/state/" + name);
    }

    /** SHA-256 of every key's state. */
    private static Map<String, String> digests(OperatorRun run) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        for (Map.Entry<String, String> state : run.states().entrySet()) {
            digests.put(state.getKey(), digest(state.getValue()));
        }
        return digests;
    }

    private static String digest(String text) throws NoSuchAlgorithmException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** Writes the fixtures of a version into a folder: {@code main(folder, "v3")}. */
    public static void main(String[] args) throws Exception {
        for (String model : new String[] {"sweep", "step", "settling"}) {
            String fixture = args[0] + "/" + args[1] + "-" + model;
            try (OperatorRun run = OperatorRun.start(Backend.HEAP, plan(model))) {
                OperatorSubtaskState snapshot = run.send(0, CUT).snapshot();
                OperatorSnapshotUtil.writeStateHandle(snapshot, fixture + ".snapshot");
                StringBuilder lines = new StringBuilder();
                digests(run).forEach((key, digest) -> lines.append(key + "=" + digest + "\n"));
                Files.writeString(Path.of(fixture + ".digests"), lines);
            }
        }
    }
}
