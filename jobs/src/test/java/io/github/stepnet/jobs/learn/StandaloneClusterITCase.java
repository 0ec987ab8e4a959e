package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.broker.EmbeddedBroker;
import io.github.stepnet.jobs.chaos.Patience;
import io.github.stepnet.jobs.chaos.StandaloneCluster;
import io.github.stepnet.schemas.Event;
import io.github.stepnet.schemas.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a cluster of separate processes: submitted through REST, stopped with a savepoint, resumed. */
class StandaloneClusterITCase {

    private static final int KEYS = 4;
    private static final String RUN = "twice";
    private static final Path TARGET = Path.of("target");
    private static final Path JOB_JAR = TARGET.resolve("stepnet-jobs.jar");
    private static final Path LIB = TARGET.resolve("stepnet").resolve("lib");

    private static final Map<String, String> SETTINGS = Map.of(
            "taskmanager.numberOfTaskSlots", "2",
            "execution.checkpointing.interval", "500 ms",
            "state.backend.type", "rocksdb");

    @TempDir
    private Path home;

    @Test
    void aJobStoppedWithASavepointGoesOnWhereItStopped() throws Exception {
        assertTrue(Files.exists(JOB_JAR), JOB_JAR + " is missing; run this test in the phase verify, after package");
        List<Event> events = Events.random(6000, KEYS, 17);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                StandaloneCluster cluster = new StandaloneCluster(home, LIB, 1, false, SETTINGS)) {
            Topics topics = new Topics(broker, "submitted");
            topics.createOutputs(RUN);
            List<String> arguments = List.of("--config", topics.text(RUN));
            String jar = cluster.rest().upload(JOB_JAR);

            topics.send(events.subList(0, 4000));
            String job = cluster.run(jar, arguments, 1, null);
            Patience.await(
                    "predictions of the first run", () -> topics.answers(RUN).size() > 1000);
            String savepoint = cluster.stopWithSavepoint(job);

            topics.send(events.subList(4000, 6000));
            String resumed = cluster.run(jar, arguments, 1, savepoint);
            Patience.await(
                    "the rest of the predictions", () -> topics.answers(RUN).size() >= events.size());
            cluster.stopWithSavepoint(resumed);

            assertEachEventWasAnsweredOnceByItsKeysOneModel(topics.answers(RUN), events.size());
        }
    }

    /** A model that had been lost or rolled back would answer with a tick or an update that was there already. */
    private static void assertEachEventWasAnsweredOnceByItsKeysOneModel(List<Prediction> predictions, int events) {
        assertEquals(events, predictions.size());
        Map<String, Long> ticks = new HashMap<>();
        for (Prediction prediction : predictions) {
            long tick = ticks.merge(prediction.getKey(), 1L, Long::sum);
            assertEquals(tick - 1, prediction.getTick(), "tick of " + prediction.getKey());
            assertEquals(tick - 1, prediction.getModelVersion(), "updates of " + prediction.getKey());
        }
        assertEquals(KEYS, ticks.size());
    }
}
