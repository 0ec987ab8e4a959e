package io.github.stepnet.jobs.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.jobs.Stepnet;
import io.github.stepnet.network.kernel.Kernels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class ModesSuiteTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Stepnet.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }

    private int runModes(Path file, String budget, String modes) {
        return run(
                "compare",
                "--suite",
                "modes",
                "--only",
                "Dense",
                "--depths",
                "3",
                "--seeds",
                "4,5",
                "--budget",
                budget,
                "--modes",
                modes,
                "--resume",
                file.toString());
    }

    @Test
    void theTableHasALineForEachCellThenTrainingCrossedThenTheWayOfEachMode() {
        assertEquals(
                0,
                run(
                        "compare",
                        "--suite",
                        "modes",
                        "--only",
                        "Dense,SwiGLU",
                        "--depths",
                        "3",
                        "--seeds",
                        "4",
                        "--budget",
                        "2000",
                        "--modes",
                        "NormalBP,StepTween"));
        String text = out.toString();
        assertTrue(text.startsWith("2,000 sample gradients each on 500 samples, 5,000 fresh ones, one seed"), text);
        assertTrue(
                text.matches("(?s).*net +layers +mode +training +majority +previous +fresh +majority +previous +to 50 %"
                        + " +to 90 % +updates +updates/s +published +re-run\\R.*"),
                text);
        assertTrue(
                text.matches(
                        "(?s).*Dense +3 +StepTween( +\\d\\d\\.\\d){6} +[12],000 +- +2,000 +[\\d,]+ +98\\.4/99\\.0 <"
                                + " +99\\.8 <\\R.*"),
                text);
        assertTrue(text.matches("(?s).*SwiGLU +3 +StepTween.* - +49\\.2[ <]*\\R.*"), text);
        assertTrue(text.matches("(?s).*training in % +NormalBP +StepTween\\R.*"), text);
        assertTrue(text.matches("(?s).*Dense +3 layers +\\d\\d\\.\\d < +\\d\\d\\.\\d <\\R.*"), text);
        assertTrue(
                text.matches("(?s).*StepTween +\\{network-learner: \\{rule: \\{chain-tween: .*execution: step.*"),
                text);
    }

    @Test
    void aStoppedRunGoesOnAfterItsLastWholeLine() throws IOException {
        Path file = directory.resolve("trials.jsonl");
        assertEquals(0, runModes(file, "1500", "NormTween"), err.toString());
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size());
        Files.writeString(file, lines.get(0).substring(0, lines.get(0).length() / 2), StandardOpenOption.APPEND);

        assertEquals(0, runModes(file, "1500", "NormTween,Step+BP"), err.toString());
        assertEquals(2, err.toString().split("done before", -1).length - 1, err.toString());
        List<String> more = Files.readAllLines(file);
        assertEquals(lines, more.subList(0, 2));
        assertEquals(4, more.size());
        for (String line : more) {
            assertEquals(1500, new ObjectMapper().readTree(line).get("budget").asLong());
        }
        String first = out.toString();
        assertEquals(0, runModes(file, "1500", "NormTween,Step+BP"), err.toString());
        assertEquals(first, out.toString());
        assertEquals(more, Files.readAllLines(file));
    }

    @Test
    void aFileOfOtherSettingsOrOfAnythingElseIsRefusedAndStaysAsItIs() throws IOException {
        Path file = directory.resolve("trials.jsonl");
        assertEquals(0, runModes(file, "500", "NormalBP"), err.toString());
        String whole = Files.readString(file);
        assertEquals(1, runModes(file, "600", "NormalBP"));
        assertTrue(
                err.toString()
                        .contains("holds trials of 500 sample gradients, but these have 600; use --budget 500 or name"
                                + " another file"),
                err.toString());

        Files.writeString(file, whole.replace("rate: 0.0005", "rate: 0.25"));
        assertFalse(Files.readString(file).equals(whole), "the learner's rate is in the file: " + whole);
        assertEquals(1, runModes(file, "500", "NormalBP"));
        assertTrue(
                err.toString().contains("a trial of Dense, 3 layers, NormalBP with other settings; name another file"),
                err.toString());

        for (String other : List.of("no line end", "{\"suite\": \"layers\"}\n", "[1, 2]\n" + whole)) {
            Files.writeString(file, other);
            assertEquals(1, runModes(file, "500", "NormalBP"));
            assertTrue(err.toString().contains("is not a file of trials: line 1 is none"), err.toString());
            assertEquals(other, Files.readString(file));
        }
    }

    @Test
    void theSameSeedGivesTheSameFiguresWhereverItRuns() throws IOException {
        assertEquals(
                0,
                run(
                        "compare",
                        "--suite",
                        "modes",
                        "--only",
                        "RNN",
                        "--depths",
                        "5",
                        "--seeds",
                        "4",
                        "--budget",
                        "1200",
                        "--modes",
                        "step+bp",
                        "--json"));
        JsonNode cell = new ObjectMapper().readTree(out.toString()).get("cells").get(0);
        ModeTrial trial = ModeTrial.run(new ModeCell(SeedNet.RNN, 5, Mode.STEP_BP).learner(), 4, 1200, Kernels.auto());
        assertEquals(trial.training(), cell.get("training").asDouble());
        assertEquals(trial.fresh(), cell.get("fresh").asDouble());
        assertEquals(1200, trial.updates());
        assertEquals(1200, cell.get("runs").get(0).get("updates").asLong());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyModeOfTheSeedsLearnsTheSamplesAndLittleThatHoldsElsewhere(Mode mode) {
        ModeCell cell = new ModeCell(SeedNet.CONV2D, 3, mode);
        ModeTrial trial = ModeTrial.run(cell.learner(), 1, 20_000, Kernels.auto());
        assumeTrue(!SeedFigure.published(cell).text().equals("-"), "the seeds have no figure for " + mode.label);
        assertTrue(trial.training() > 0.98, trial.toString());
        assertTrue(trial.half() > 0 && trial.most() > trial.half() && trial.most() <= 20_000, trial.toString());
        assertTrue(trial.trainingMajority() > 0.4 && trial.freshMajority() > 0.45, trial.toString());
        assertTrue(trial.fresh() < trial.freshMajority(), trial.toString());
        assertEquals(0, trial.refused());
    }

    @Test
    void mistakesAreAnsweredInALine() {
        assertEquals(2, run("compare", "--suite", "modes", "--modes", "NormalBP,Tweed"));
        assertTrue(
                err.toString().contains("--modes names \"Tweed\"; allowed: NormalBP, NormTween, Step+BP"),
                err.toString());
        assertEquals(2, run("compare", "--suite", "tasks", "--modes", "NormalBP"));
        assertTrue(
                err.toString().contains("--modes is given with the suite tasks; it goes with --suite modes"),
                err.toString());
        assertEquals(2, run("compare", "--resume", "trials.jsonl"));
        assertTrue(
                err.toString().contains("--resume is given with the suite layers; it goes with --suite modes"),
                err.toString());
        assertEquals(2, run("compare", "--suite", "modes", "--depths", "4"));
        assertTrue(err.toString().contains("leaves nothing; rows: Dense, Conv2D, RNN"), err.toString());
        assertEquals(1, run("compare", "--suite", "modes", "--resume", directory.toString()));
        assertTrue(err.toString().contains("--resume cannot open"), err.toString());
    }

    @Test
    void aFigureOfTheSeedsCountsByItsGreatestNumberToTheTenthThatIsShown() {
        ModeCell both = new ModeCell(SeedNet.DENSE, 5, Mode.STEP_TWEEN);
        assertEquals("78.2/80.6", SeedFigure.published(both).text());
        assertTrue(SeedFigure.published(both).isAbove(0.805));
        assertFalse(SeedFigure.published(both).isAbove(0.8056));
        assertEquals(
                "~50",
                SeedFigure.published(new ModeCell(SeedNet.ATTENTION, 9, Mode.NORM_TWEEN))
                        .text());
        assertFalse(new SeedFigure("-").isAbove(0));
    }
}
