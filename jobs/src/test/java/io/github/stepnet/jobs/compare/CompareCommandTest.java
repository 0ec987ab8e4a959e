package io.github.stepnet.jobs.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.jobs.Stepnet;
import io.github.stepnet.network.kernel.Kernels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class CompareCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine commandLine = Stepnet.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }

    @Test
    void aTableHasARowForEachNetAndABaselineBelow() {
        assertEquals(0, run("compare", "--only", "Dense", "--depths", "3,5", "--budget", "3000", "--seeds", "4"));
        assertTrue(
                out.toString().contains("3,000 sample gradients each, the last 2,000 answers, one seed"),
                out.toString());
        assertTrue(out.toString().matches("(?s).*accuracy in % +3 layers +5 layers\\R.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*Dense +\\d+\\.\\d +\\d+\\.\\d\\R.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*majority class +[45]\\d\\.\\d\\R.*"), out.toString());
    }

    @Test
    void theSameSeedGivesTheSameFiguresOutOfAnyThread() throws IOException {
        assertEquals(
                0, run("compare", "--suite", "tasks", "--only", "four", "--budget", "2500", "--seeds", "4", "--json"));
        JsonNode first =
                new ObjectMapper().readTree(out.toString()).get("contests").get(0);
        Contest same = Suite.TASKS.contests().stream()
                .filter(contest -> contest.row().startsWith("four"))
                .findFirst()
                .orElseThrow();
        Trial trial = Trial.run(same, 4, 2500, 2000, Kernels.auto());
        assertEquals(trial.accuracy(), first.get("accuracy").asDouble());
        assertEquals(trial.parameters(), first.get("parameters").asInt());
    }

    @Test
    void mistakesAreAnsweredInALine() {
        assertEquals(2, run("compare", "--suite", "speed"));
        assertTrue(
                err.toString().contains("--suite is \"speed\"; allowed: layers, tasks, techniques, delay, modes"),
                err.toString());
        assertEquals(2, run("compare", "--only", "Dens3"));
        assertTrue(err.toString().contains("leaves nothing; rows: Dense, Conv2d"), err.toString());
        assertEquals(2, run("compare", "--budget", "0"));
        assertTrue(err.toString().contains("--budget is 0; it must be at least 1"), err.toString());
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void everyContestOfASuiteRuns(Suite suite) {
        Set<String> places = new HashSet<>();
        for (Contest contest : suite.contests()) {
            assertTrue(places.add(contest.row() + "/" + contest.column()), "twice: " + contest);
            Trial trial = Trial.run(contest, 1, 60, 30, Kernels.auto());
            assertTrue(trial.accuracy() >= 0 && trial.accuracy() <= 1, contest.toString());
        }
    }
}
