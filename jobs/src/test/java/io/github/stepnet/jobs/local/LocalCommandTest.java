package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.stream.StreamName;
import io.github.stepnet.jobs.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Mistakes of the user: each is said before anything starts. */
class LocalCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --rate 0                    | --rate is 0; allowed: 1 to 1000000
                    --keys 0                    | --keys is 0; allowed: 1 to 100000
                    --stream fleets             | --stream is "fleets"; allowed: fleet, xor-noise, parity, attractor
                    --duration 2x               | --duration is "2x"; allowed: seconds, minutes or hours, such as 90s, 5min, 1h
                    --duration 9s --forever     | --duration and --forever are both given; leave one of them out
                    --rat 5                     | "--rat" is no option; values of the job file are given by their path, such as --learning.rule chain-tween
                    fleet                       | "fleet" is no option; values of the job file are given by their path, such as --learning.rule chain-tween
                    --label state               | --label is for CSV files, and no file is given; add --csv FILE, or leave it out
                    --agent big                 | --agent is "big", but the network has no agents; leave it out
                    --csv no.csv                | --csv is no.csv, which is no file that can be read; give the path of a CSV file
                    --csv no.csv --keys 3       | --keys 3 is for generated streams; leave it out, or leave --csv out
                    --csv no.csv --forever      | --forever is for generated streams; leave it out, or leave --csv out
                    --web-port 70000            | --web-port is 70000; allowed: 0 to 65535
                    --learning.rule chaintween  | --learning.rule: learning.rule is "chaintween"; allowed: backprop, chain-tween, tween; did you mean chain-tween?
                    --model looped-mlp --config {} | --model and --config both say what every key owns; leave one of them out
                    --network.inputs 4          | network.inputs: 4, but the events have 8 features; make it 8 in the job file, or leave --config out
                    --network.loss squared-error | network.loss is for numbers, but the events have classes; use softmax-cross-entropy
                    """)
    void aMistakeSaysWhatWasGivenAndWhatIsAllowed(String arguments, String message) {
        assertEquals(2, execute(arguments.split(" ")));
        assertEquals(
                "stepnet local: " + message + "\nstepnet local --help lists the options.\n",
                err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aPortThatIsTakenIsAMistake() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String port = Integer.toString(other.getLocalPort());
            assertEquals(2, execute("--kafka-port", port));
            String said = err.toString(StandardCharsets.UTF_8);
            assertTrue(
                    said.startsWith("stepnet local: --kafka-port is " + port
                            + ", which another program has taken; choose another, or leave it out for a free one"),
                    said);
        }
    }

    @Test
    void aColumnThatIsNotThereIsAMistake(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("two.csv"), "a,b\n1,0\n2,1\n");
        assertEquals(2, execute("--csv", file.toString(), "--label", "c"));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.startsWith("stepnet local: label column is \"c\"; columns: a, b"), said);
    }

    @Test
    void whatGoesWrongWhileItRunsIsNoMistakeInTheOptionsAndClosesTheFeed() throws InterruptedException {
        Feed samples = new SampleFeed(StreamName.FLEET, 1, 1, new Schedule(10, false));
        AtomicInteger closed = new AtomicInteger();
        Feed feed = (Feed) Proxy.newProxyInstance(
                Feed.class.getClassLoader(), new Class<?>[] {Feed.class}, (proxy, method, arguments) -> {
                    closed.addAndGet(method.getName().equals("close") ? 1 : 0);
                    return method.invoke(samples, arguments);
                });
        LocalJob job = new LocalJob(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), feed);
        // No socket has such a port, which a ServerSocket says by an IllegalArgumentException.
        LocalRun run = new LocalRun(
                new LocalRun.Setup(feed, job, 1, Optional.empty(), -1, 0),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                Terminal.plain());
        assertEquals(1, command().run(run));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.startsWith("stepnet local: ") && !said.contains("--help"), said);
        assertEquals(1, closed.get());
    }

    private int execute(String... arguments) {
        return new CommandLine(command()).execute(arguments);
    }

    private LocalCommand command() {
        return new LocalCommand(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.plain());
    }
}
