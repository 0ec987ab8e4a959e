package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.csv.CsvOptions;
import io.github.stepnet.jobs.stream.StreamName;
import io.github.stepnet.jobs.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs with a real broker, a real cluster and the learn job, on an output that is no terminal. */
class LocalITCase {

    private static final long SEED = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void aFleetIsLearnedBeforeTheDriftAndAfterItAndEveryEventIsAnsweredOnce() throws Exception {
        Feed feed = new SampleFeed(StreamName.FLEET, 4, SEED, new Schedule(4000, false));
        LocalRun.Report report = run(feed, List.of()).run();
        String said = out.toString(StandardCharsets.UTF_8);
        assertEquals(Ending.COMPLETE, report.ending(), said);
        assertEquals(new Ledger.Counts(16_000, 16_000, 0, 0), report.last().counts(), said);
        assertTrue(report.isGood());
        beatsBaselines(report.last().beforeDrift(), said);
        beatsBaselines(report.last().now(), said);
        assertTrue(report.last().job().checkpoints() > 0, said);
        assertTrue(report.last().milestonesReached() >= 4 * 5, said);
        for (String part : List.of(
                "(the running job, for a browser)",
                "drift: features mean something else now; accuracy was ",
                "Done in ",
                "before the drift        at the end",
                "16,000 sent, each answered exactly once",
                "0 dead letters")) {
            assertTrue(said.contains(part), part + " is not in:\n" + said);
        }
        assertFalse(said.contains("\u001b"), said);
    }

    private static void beatsBaselines(List<Standing> standings, String said) {
        Standing accuracy = standings.get(0);
        assertEquals(4, accuracy.keys());
        assertTrue(accuracy.worst() > Math.max(accuracy.first(), accuracy.second()) + 0.2, said);
    }

    /** STEP answers later events' ticks: the last ones only because the job is drained. */
    @Test
    void aFileIsARegressionWithDeadLettersAndEveryRowComesBack(@TempDir Path folder) throws Exception {
        StringBuilder rows = new StringBuilder("x,y,z\n");
        for (int i = 0; i < 2000; i++) {
            double x = Math.sin(i);
            double y = Math.cos(3 * i);
            rows.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(10 * x - 5 * y)
                    .append('\n');
        }
        rows.append("1,,3\n").append("1,2,3,4\n").append("1,2,three\n");
        Path file = Files.writeString(folder.resolve("sums.csv"), rows);
        Feed feed = CsvFeed.open(file, CsvOptions.defaults().withTarget("z"));
        LocalRun.Report report =
                run(feed, List.of("--learning.execution", "step")).run();
        String said = out.toString(StandardCharsets.UTF_8);
        assertEquals(Ending.COMPLETE, report.ending(), said);
        assertEquals(new Ledger.Counts(2003, 2000, 3, 0), report.last().counts(), said);
        assertTrue(report.isGood());
        Standing error = report.last().now().get(0);
        assertEquals(Measure.MAE, error.measure());
        assertTrue(error.mean() < Math.min(error.first(), error.second()), said);
        assertTrue(said.contains("first dead letter: "), said);
        assertTrue(said.contains("2,003 sent, each answered or refused exactly once"), said);
    }

    @Test
    void aRunWithoutEndStopsWithinSecondsAndLeavesNothingBehind() throws Exception {
        LocalRun run = run(new SampleFeed(StreamName.XOR_NOISE, 2, SEED, new Schedule(4000, true)), List.of());
        CompletableFuture<LocalRun.Report> report = CompletableFuture.supplyAsync(() -> {
            try {
                return run.run();
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
        while (!out.toString(StandardCharsets.UTF_8).contains("accuracy ")) {
            assertFalse(run.awaitEnd(Duration.ofMillis(100)));
        }
        run.stop();
        assertTrue(run.awaitEnd(Duration.ofSeconds(30)));
        assertEquals(Ending.STOPPED, report.get(1, TimeUnit.SECONDS).ending());
        assertTrue(report.get().isGood());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("Stopped after "));
        assertFalse(Files.exists(run.directory()), run.directory().toString());
    }

    private LocalRun run(Feed feed, List<String> overrides) {
        LocalJob job = new LocalJob(Optional.empty(), Optional.empty(), Optional.empty(), overrides, feed);
        LocalRun.Setup setup = new LocalRun.Setup(feed, job, 4000, Optional.of(Duration.ofMinutes(3)), 0, 0);
        return new LocalRun(setup, new PrintStream(out, true, StandardCharsets.UTF_8), Terminal.plain());
    }
}
