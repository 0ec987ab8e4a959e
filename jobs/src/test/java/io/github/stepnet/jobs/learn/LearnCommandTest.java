package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.network.spec.SpecException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LearnCommandTest {

    @Test
    void aDryRunShowsNetworkAndJobAndConnectsToNothing() throws Exception {
        String shown = learn("--config", LearnJobTest.YAML, "--dry-run", "--network.seed", "-5");
        assertTrue(shown.contains("seed: -5"), shown);
        assertTrue(shown.replaceAll(" +", " ").contains("layers[0] Dense 4 8 40 "), shown);
        assertTrue(shown.contains("wear-network "), shown);
        assertTrue(shown.contains("writes  dead-letters to readings-dlq, avro"), shown);
        assertTrue(shown.contains("no checkpoint interval is configured"), shown);
        assertFalse(shown.contains("writes  health") || shown.contains("writes  learning-events"), shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fraud", "forecast", "rare-faults"})
    void theExamplesCanBeRun(String example) throws Exception {
        String file = Path.of("src", "main", "examples", example + ".yaml").toString();
        assertTrue(learn("--config", file, "--dry-run").contains(example + "-network "));
    }

    @Test
    void aDryRunShowsTheTopicsThatAreAskedFor() throws Exception {
        String[] more = {"--health.every", "9", "--learning.techniques", "[best-state, drift]"};
        String shown = learn("--config", LearnJobTest.YAML, "--dry-run", more[0], more[1], more[2], more[3]);
        assertTrue(shown.contains("writes  health to readings-health, avro"), shown);
        assertTrue(shown.contains("writes  learning-events to readings-learning-events, avro"), shown);
        assertTrue(shown.contains("writes  drifts to readings-drifts, avro"), shown);
    }

    @Test
    void aDryRunShowsTheTableOfEveryAgent() throws Exception {
        String shown = learn("--config", LearnJobTest.AGENTS, "--dry-run", "--network.agents.big.seed", "-5");
        int small = shown.indexOf("\nagent small:\n");
        int big = shown.indexOf("\nagent big:\n");
        assertTrue(0 < small && small < big, shown);
        assertTrue(shown.substring(small, big).contains("15 parameters"), shown);
        assertTrue(shown.substring(big).contains("67 parameters"), shown);
        assertTrue(shown.contains("seed: -5"), shown);
        assertTrue(shown.contains("wear-small-network "), shown);
        assertTrue(shown.contains("wear-route "), shown);
    }

    @Test
    void aMistakeIsSaidWithItsLine(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("job.yaml");
        Files.writeString(file, LearnJobTest.YAML.replace("leaky-relu", "leakyrelu"));
        SpecException mistake =
                assertThrows(SpecException.class, () -> learn("--config", file.toString(), "--dry-run"));
        assertTrue(
                mistake.getMessage()
                        .startsWith("job.yaml:4: network.layers[0].dense.activation is \"leakyrelu\"; allowed: "),
                mistake.getMessage());
        SpecException option = assertThrows(
                SpecException.class,
                () -> learn("--config", LearnJobTest.YAML, "--dry-run", "--network.layers.1.dense.outputs", "0"));
        assertTrue(option.getMessage().startsWith("--network.layers.1.dense.outputs: "), option.getMessage());
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSaid() {
        CannotRun none = assertThrows(
                CannotRun.class,
                () -> BrokerCheck.verify(JobFile.read(LearnJobTest.YAML).config(), Duration.ofSeconds(1)));
        assertTrue(none.getMessage().startsWith("no answer from source.bootstrap 127.0.0.1:1: "), none.getMessage());
    }

    @Test
    void theMainClassThrowsWhatFails() {
        assertThrows(CannotRun.class, () -> LearnMain.main(new String[] {"--config", LearnJobTest.YAML}));
    }

    @Test
    void theJobFileIsRequired() {
        assertEquals(
                "Missing required option: '--config=<place>'",
                assertThrows(CommandLine.MissingParameterException.class, () -> LearnMain.main(new String[0]))
                        .getMessage());
    }

    private static String learn(String... arguments) throws Exception {
        StringWriter out = new StringWriter();
        LearnCommand command = new LearnCommand();
        CommandLine line = new CommandLine(command).setOut(new PrintWriter(out));
        line.parseArgs(arguments);
        assertEquals(0, command.call());
        return out.toString();
    }
}
