package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Sparkline history = new Sparkline(8);

    @Test
    void bothSidesOfTheDriftStandBesideCeilingAndBaselines() {
        history.add(0.93);
        Standing end = new Standing(Measure.ACCURACY, 8, 0.94, 0.93, "machine-1", 0.34, 0.33);
        List<String> lines = lines(
                new Ledger.Counts(160_000, 160_000, 0, 0),
                List.of(end),
                List.of(ScreenTest.STANDING),
                OptionalDouble.of(0.95),
                Ending.COMPLETE);
        assertEquals(
                List.of(
                        "",
                        "  Done in 1:24.",
                        "",
                        "  Last 1,000 events of each key       before the drift        at the end",
                        "  accuracy, mean of 8 keys                      93.4 %            94.0 %",
                        "    worst key                                   92.1 %            93.0 %",
                        "    ceiling                                     95.0 %            95.0 %",
                        "    majority class                              34.1 %            34.0 %",
                        "    previous label                              32.9 %            33.0 %",
                        "",
                        "  over time   #",
                        "  events      160,000 sent, each answered exactly once",
                        "  job         2,500 ticks/s, 71 checkpoints, 0 dead letters",
                        "  milestones  90 reached, 18 lost",
                        "  settling    7.3 iterations an event",
                        ""),
                lines.subList(0, 16));
        assertTrue(lines.get(16).startsWith("  next        stepnet local "), lines.get(16));
    }

    @Test
    void aRegressionWithoutDriftHasErrorsOfTheEndAndOfAllEvents() {
        Standing mae = new Standing(Measure.MAE, 1, 0.123456, 0.123456, "elec", 12.3456, 0.5);
        Standing rmse = new Standing(Measure.RMSE, 1, 1234.56, 1234.56, "elec", 3, 4);
        List<String> lines = lines(
                new Ledger.Counts(100, 97, 3, 0),
                List.of(mae, rmse),
                List.of(),
                OptionalDouble.empty(),
                Ending.COMPLETE);
        assertEquals(
                List.of(
                        "  Last 1,000 events                         at the end      (all events)",
                        "  mean absolute error                           0.1235            0.1235",
                        "    running mean                                 12.35             12.35",
                        "    last value                                     0.5               0.5",
                        "  root mean squared error                         1235              1235",
                        "    running mean                                     3                 3",
                        "    last value                                       4                 4"),
                lines.subList(3, 10));
        assertTrue(lines.contains("  events      100 sent, each answered or refused exactly once"), lines.toString());
    }

    @Test
    void whatCameTwiceOrNeverIsSaid() {
        assertTrue(textOf(new Ledger.Counts(10, 9, 0, 1), Ending.SILENCE)
                .contains("9 answered, and 1 answers that nobody waited for: NOT exactly once"));
        assertTrue(
                textOf(new Ledger.Counts(10, 9, 0, 0), Ending.SILENCE).contains("1 events were not answered for 60 s"));
        assertTrue(textOf(new Ledger.Counts(10, 9, 0, 0), Ending.STOPPED)
                .contains("10 sent, 9 answered exactly once, 1 on their way"));
        assertTrue(textOf(new Ledger.Counts(10, 10, 0, 0), Ending.TIME_LIMIT)
                .contains("Ended at the time limit, after 1:24: this machine answered 2,500 events/s."));
    }

    private String textOf(Ledger.Counts counts, Ending ending) {
        return String.join("\n", lines(counts, List.of(), List.of(), OptionalDouble.empty(), ending));
    }

    private List<String> lines(
            Ledger.Counts counts,
            List<Standing> now,
            List<Standing> beforeDrift,
            OptionalDouble ceiling,
            Ending ending) {
        Snapshot last = new Snapshot(
                Duration.ofSeconds(84),
                counts,
                OptionalLong.of(counts.sent()),
                2504,
                8,
                1,
                now,
                beforeDrift,
                now,
                ceiling,
                new JobState(9, 9, false, 71),
                90,
                18,
                "7.3 iterations an event");
        return new Summary(last, ending, history, Terminal.plain()).lines();
    }
}
