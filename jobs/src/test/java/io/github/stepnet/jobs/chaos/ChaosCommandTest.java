package io.github.stepnet.jobs.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ChaosCommandTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kills 0            | --kills is 0; allowed: 1 to 10000",
                "--keys 3             | --keys is 3; allowed: 4 to 100000",
                "--rate 0             | --rate is 0; allowed: 1 to 100000",
                "--backend heap       | --backend is \"heap\"; allowed: rocksdb, hashmap",
                "--network.seed 3     | \"--network.seed\" is no option; of the job file, values of learning,",
                "--learning.rule best | learning.rule is \"best\"; allowed: backprop, chain-tween, tween"
            })
    void whatIsWrongIsSaidBeforeAnythingIsStarted(String arguments, String message) {
        assertEquals(2, run(arguments.split(" ")));
        assertTrue(said().startsWith("stepnet chaos: "), said());
        assertTrue(said().contains(message), said());
    }

    @Test
    void aFolderThatIsInUseIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("topics"), "precious");

        assertEquals(2, run("--job-jar", file.toString(), "--directory", folder.toString()));
        assertTrue(said().contains(folder + ", which is not empty; name a folder that is new or empty"), said());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aJobJarThatIsMissingIsNamed(@TempDir Path folder) {
        Path missing = folder.resolve("job.jar");

        assertEquals(2, run("--job-jar", missing.toString()));
        assertTrue(said().contains("--job-jar is " + missing + ", which is no file; build it with"), said());
    }

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new CommandLine(new ChaosCommand(stream, stream, Terminal.plain())).execute(arguments);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
