package io.github.stepnet.jobs.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.savepoint.StateDifference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosReportTest {

    private static final RecordDifference SAME = new RecordDifference(1_000, 0, 0, 0, 0);
    private static final StateDifference BITS = new StateDifference(4, 40, 8, 0, 1_200, List.of());

    @Test
    void aGoodRunSaysWhatWasComparedAndThatNothingDiffers() {
        Verdict verdict = verdict(1_000, 0, SAME, BITS);

        assertTrue(verdict.isGood());
        assertEquals("""

                  killed      3 processes in 1:05 (broker: 3)
                  job         restarts: 2, checkpoints: 60
                  events      1,000 sent, each answered exactly once; 10 bad records beside them

                  topic                  records        lost  duplicated   differing   misplaced
                  predictions              1,000           0           0           0           0

                  networks    4 keys, 1,200 floats, 8 doubles, 40 longs, 0 ids: all bits the same

                  Nothing is lost, nothing is duplicated, and every bit is that of the undisturbed run.
                """, String.join("\n", ChaosReport.lines(verdict)));
    }

    @Test
    void whateverDiffersIsNoGoodRun() {
        assertFalse(verdict(999, 0, SAME, BITS).isGood());
        assertFalse(verdict(1_000, 1, SAME, BITS).isGood());
        assertFalse(
                verdict(1_000, 0, new RecordDifference(1_000, 1, 0, 0, 0), BITS).isGood());
        assertFalse(
                verdict(1_000, 0, new RecordDifference(1_000, 0, 1, 0, 0), BITS).isGood());
        assertFalse(
                verdict(1_000, 0, new RecordDifference(1_000, 0, 0, 1, 0), BITS).isGood());
        assertFalse(
                verdict(1_000, 0, new RecordDifference(1_000, 0, 0, 0, 2), BITS).isGood());

        Verdict verdict = verdict(1_000, 0, SAME, new StateDifference(4, 40, 8, 0, 1_200, List.of("key-1: lost")));
        assertFalse(verdict.isGood());
        String lines = String.join("\n", ChaosReport.lines(verdict));
        assertTrue(lines.contains("1 keys DIFFER\n              key-1: lost\n"), lines);
        assertTrue(lines.contains("  NOT the same as the undisturbed run."), lines);
    }

    private static Verdict verdict(long answered, long repeated, RecordDifference topic, StateDifference networks) {
        return new Verdict(
                Map.of("broker", 3),
                Duration.ofSeconds(65),
                2,
                60,
                1_000,
                answered,
                repeated,
                10,
                Map.of(Output.PREDICTIONS, topic),
                networks);
    }
}
