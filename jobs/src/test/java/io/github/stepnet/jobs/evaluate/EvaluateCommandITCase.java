package io.github.stepnet.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user runs it, a Flink cluster of its own in this process. */
class EvaluateCommandITCase {

    @TempDir
    Path folder;

    @Test
    void theJobAndTheEnginePrintTheSameFigures() throws Exception {
        String file = TestFiles.markets(folder, 4000, 3, false).toString();
        Ran job =
                Ran.evaluate("--csv", file, "--key-column", "market", "--parallelism", "2", "--last", "500", "--json");
        Ran engine = Ran.evaluate("--csv", file, "--key-column", "market", "--engine", "--last", "500", "--json");
        assertEquals(0, job.code(), job.err());
        assertEquals(0, engine.code(), engine.err());
        assertEquals(timeless(engine.json()), timeless(job.json()));
        JsonNode total = job.json().at("/runs/0/total");
        assertTrue(
                total.get("accuracy").asDouble()
                        > total.get("previousLabelAccuracy").asDouble(),
                total.toString());
        assertTrue(total.get("kappaTemporal").asDouble() > 0, total.toString());
    }

    private static JsonNode timeless(JsonNode report) {
        ((ObjectNode) report).remove("runner");
        report.get("runs")
                .forEach(run -> ((ObjectNode) run).remove(List.of("seconds", "eventsPerSecond", "updatesPerSecond")));
        return report;
    }
}
