package io.github.stepnet.jobs.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private static final Terminal WIDE = new Terminal(true, true, true, 100);

    private final Captured captured = new Captured();
    private long nanos;

    @Test
    void itEndsWithTheWholeBarAndTheRateOfTheWholeRun() {
        try (ProgressBar bar = ProgressBar.open(captured.out(), WIDE, "elec  45,312 events", 45_312, () -> nanos)) {
            bar.update(45_312);
            nanos = 200_000_000L;
        }
        assertEquals(
                List.of("  elec  45,312 events  " + "\u2588".repeat(40) + " 100 %   227,000 events/s", ""),
                captured.screen());
    }

    @Test
    void itShowsHowFarTheRunIs() {
        ProgressBar bar = ProgressBar.open(captured.out(), WIDE, "elec", 100_000, () -> nanos);
        nanos = 1_000_000_000L;
        for (int event = 1; event <= 25_088; event++) {
            bar.update(event);
        }
        nanos = 2_000_000_000L;
        for (int event = 25_089; event <= 25_344; event++) {
            bar.update(event);
        }
        assertEquals(
                List.of("  elec  " + "\u2588".repeat(10) + "\u2591".repeat(30) + "  25 %   12,700 events/s"),
                captured.screen());
    }

    @Test
    void itIsRewrittenTenTimesASecondAtMost() {
        ProgressBar bar = ProgressBar.open(captured.out(), WIDE, "elec", 1_000_000, () -> nanos);
        for (int event = 1; event <= 1_000_000; event++) {
            nanos += 1000;
            bar.update(event);
        }
        long written = captured.raw().chars().filter(c -> c == '\r').count();
        assertTrue(written <= 11, written + " times in a second");
    }

    @Test
    void itUsesPlainCharactersWhereTheLocaleHasNoOthers() {
        ProgressBar.open(captured.out(), new Terminal(true, true, false, 100), "elec", 0, () -> nanos)
                .close();
        assertEquals(List.of("  elec  " + "#".repeat(40) + " 100 %   - events/s", ""), captured.screen());
    }

    @Test
    void itIsNotShownWithoutATerminal() {
        try (ProgressBar bar = ProgressBar.open(captured.out(), Terminal.plain(), "elec", 1000)) {
            for (int event = 1; event <= 1000; event++) {
                bar.update(event);
            }
        }
        assertEquals("", captured.raw());
    }

    @Test
    void thereIsNoNegativeNumberOfEvents() {
        assertThrows(
                IllegalArgumentException.class, () -> ProgressBar.open(captured.out(), Terminal.plain(), "elec", -1));
    }
}
