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
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WindowSuiteTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine commandLine = Stepnet.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }

    private static WindowTrial trial(String row, long seed) {
        WindowCell cell = WindowCell.all().stream()
                .filter(one -> one.row().equals(row))
                .findFirst()
                .orElseThrow();
        return WindowTrial.run(cell, seed, 40_000, Kernels.auto());
    }

    @Test
    void classAwareWindowsHaveTheBetterBalancedAccuracyWithEverySeed() {
        for (long seed = 1; seed <= 5; seed++) {
            WindowTrial plain = trial("plain windows", seed);
            WindowTrial aware = trial("class-aware windows", seed);
            WindowTrial stratified = trial("class-stratified windows", seed);
            String figures = "seed " + seed + ": " + plain + ", " + aware + ", " + stratified;
            assertEquals(400, plain.updates(), figures);
            assertTrue(aware.balanced() > plain.balanced() + 0.1, figures);
            assertTrue(stratified.balanced() > plain.balanced() + 0.1, figures);
            assertTrue(plain.accuracy() <= 50.0 / 51 + 0.01, figures);
        }
    }

    @Test
    void thereIsATableForEachTaskAndTheFiguresAreThoseOfTheTrials() throws IOException {
        assertEquals(
                0,
                run("compare", "--suite", "windows", "--only", "single", "--budget", "2000", "--seeds", "4"),
                err.toString());
        String text = out.toString();
        assertTrue(text.startsWith("2,000 samples each, the answers of the last quarter, one seed"), text);
        assertTrue(text.matches("(?s).*\\Rsingle events +\\d+\\.\\d +\\d+\\.\\d +2,000 .*"), text);
        assertTrue(text.matches("(?s).*\\Rsingle events( +\\d+\\.\\d\\*?){6}\\R.*"), text);
        out.getBuffer().setLength(0);
        assertEquals(
                0,
                run("compare", "--suite", "windows", "--only", "plain", "--budget", "2000", "--seeds", "4", "--json"));
        JsonNode cell = new ObjectMapper().readTree(out.toString()).get("cells").get(0);
        WindowCell same = WindowCell.all().stream()
                .filter(one -> one.row().startsWith("plain"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                WindowTrial.run(same, 4, 2000, Kernels.auto()).balanced(),
                cell.get("runs").get(0).get("balanced").asDouble());
    }
}
