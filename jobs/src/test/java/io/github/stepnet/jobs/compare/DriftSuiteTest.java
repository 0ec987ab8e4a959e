package io.github.stepnet.jobs.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.jobs.Stepnet;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.progress.drift.DriftDetector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DriftSuiteTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine commandLine = Stepnet.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }

    private static DriftTrial trial(String row, long seed) {
        DriftCell cell = DriftCell.all().stream()
                .filter(one -> one.row().equals(row) && !one.isGradual())
                .findFirst()
                .orElseThrow();
        return DriftTrial.run(cell, seed, DriftCell.BUDGET, Kernels.auto());
    }

    @Test
    void afterAnAbruptDriftAHigherRateBringsBackTheAccuracySoonerWithEverySeed() {
        for (long seed = 1; seed <= 3; seed++) {
            DriftTrial without = trial("no response", seed);
            DriftTrial raised = trial("rate x10 over 500", seed);
            assertEquals(without.before(), raised.before(), "nothing was done before the drift");
            assertTrue(without.before() > 0.9 && without.lowest() < 0.6, without.toString());
            assertEquals(0, without.falseAlarms());
            assertTrue(without.delay() <= 64 && raised.delay() == without.delay(), without.toString());
            assertTrue(
                    raised.recovered() > 0 && raised.recovered() < 0.8 * without.recovered(),
                    raised.recovered() + " events instead of " + without.recovered());
        }
    }

    @Test
    void everyDetectorHasARow() {
        Set<Class<?>> tried = new HashSet<>();
        DriftCell.all().forEach(cell -> tried.add(cell.detector().getClass()));
        assertEquals(Set.of(DriftDetector.class.getPermittedSubclasses()), tried);
    }

    @Test
    void adwinCutsTheStepOfThePublishedExampleWhereItIsCutThere() {
        DetectorFigures adwin = DetectorFigures.of(List.of(5L), "adwin"::equals).get(0);
        assertEquals(Double.parseDouble(adwin.published()), adwin.step());
        for (double alarms : adwin.falseAlarms()) {
            assertTrue(alarms <= 0.6, alarms + " alarms in 10,000 are more than delta for each look");
        }
    }

    @Test
    void thereIsATableForResponsesOneForDetectorsAndWhatIsPublished() {
        assertEquals(
                0,
                run("compare", "--suite", "drift", "--only", "no,ddm", "--budget", "4000", "--seeds", "4"),
                err.toString());
        String text = out.toString();
        assertTrue(text.startsWith("4,000 sample gradients each, the drift starts at half of them"), text);
        assertTrue(text.matches("(?s).*no response +gradual( +\\d\\d\\.\\d){2} .*"), text);
        assertTrue(text.matches("(?s).*\\Rddm +abrupt .*\\Rddm +( +\\d\\.\\d\\d){3}( +[\\d,]+){3} +-  -\\R.*"), text);
        assertTrue(text.contains("(Bifet and Gavalda 2007"), text);
    }

    @Test
    void theSameSeedGivesTheSameFiguresOutOfAnyThread() throws IOException {
        assertEquals(
                0,
                run(
                        "compare",
                        "--suite",
                        "drift",
                        "--only",
                        "reset of 1",
                        "--budget",
                        "3000",
                        "--seeds",
                        "4",
                        "--json"));
        JsonNode cell = new ObjectMapper().readTree(out.toString()).get("cells").get(1);
        DriftCell same = DriftCell.all().stream()
                .filter(one -> one.row().startsWith("reset of 1") && one.isGradual())
                .findFirst()
                .orElseThrow();
        DriftTrial trial = DriftTrial.run(same, 4, 3000, Kernels.auto());
        assertEquals(trial.before(), cell.get("runs").get(0).get("before").asDouble());
        assertEquals(trial.lowest(), cell.get("runs").get(0).get("lowest").asDouble());
        assertEquals(trial.delay(), cell.get("runs").get(0).get("delay").asLong());
    }
}
