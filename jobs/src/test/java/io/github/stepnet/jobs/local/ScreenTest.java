package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.jobs.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private static final Terminal LIVE = new Terminal(true, false, false, 80);

    private final Sparkline history = new Sparkline(8);

    @Test
    void aTerminalShowsABlock() {
        history.add(0.4);
        history.add(0.93);
        assertEquals(
                List.of(
                        "",
                        "  0:42        ####################....................  50 %   Ctrl-C stops",
                        "  events      80,000 sent   78,123 answered   2,500 ticks/s   31 checkpoints",
                        "  accuracy    93.4 %   worst of 8 keys 92.1 %   over the last 1,000 events",
                        "  to compare  ceiling 95.0 %, majority class 34.1 %, previous label 32.9 %",
                        "  over time   .#"),
                new Screen(LIVE).status(SNAPSHOT, history));
    }

    @Test
    void elsewhereOneLineSaysEnough() {
        assertEquals(
                List.of("  0:42        accuracy 93.4 %, worst key 92.1 %, ceiling 95.0 %, majority class 34.1 %,"
                        + " previous label 32.9 %; 78,123 of 160,000 answered, 2,500 ticks/s"),
                new Screen(Terminal.plain()).status(SNAPSHOT, history));
    }

    @Test
    void beforeTheFirstAnswerItSaysWhatItWaitsFor() {
        Snapshot young = new Snapshot(
                Duration.ofSeconds(9),
                new Ledger.Counts(500, 0, 0, 0),
                OptionalLong.empty(),
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                OptionalDouble.empty(),
                new JobState(9, 3, false, 0),
                0,
                0,
                "");
        assertEquals(
                List.of(
                        "",
                        "  0:09        until it is stopped: Ctrl-C stops",
                        "  events      500 sent   0 answered   0 ticks/s   0 checkpoints",
                        "              waiting for the job's tasks: 3 of 9 run"),
                new Screen(LIVE).status(young, history));
        assertEquals(
                List.of("  0:09        waiting for the job's tasks: 3 of 9 run; 0 answered, 0 ticks/s"),
                new Screen(Terminal.plain()).status(young, history));
    }

    static final Standing STANDING = new Standing(Measure.ACCURACY, 8, 0.934, 0.921, "machine-3", 0.341, 0.329);

    static final Snapshot SNAPSHOT = new Snapshot(
            Duration.ofSeconds(42),
            new Ledger.Counts(80_000, 78_123, 0, 0),
            OptionalLong.of(160_000),
            2504,
            8,
            0,
            List.of(STANDING),
            List.of(),
            List.of(STANDING),
            OptionalDouble.of(0.95),
            new JobState(9, 9, false, 31),
            72,
            1,
            "");
}
