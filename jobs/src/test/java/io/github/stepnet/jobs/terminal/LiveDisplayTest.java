package io.github.stepnet.jobs.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {

    private static final Terminal LIVE = new Terminal(true, false, true, 80);
    private static final Terminal COLOURED = new Terminal(true, true, true, 80);

    private final Captured captured = new Captured();
    private long nanos = 7_000_000_000L;

    @Test
    void aNewStatusTakesThePlaceOfTheOneBefore() {
        LiveDisplay display = LiveDisplay.open(captured.out(), LIVE);
        display.status(List.of("1,000 ticks", "accuracy 40 %"));
        display.status(List.of("2,000 ticks", "accuracy 50 %", "checkpoint 1"));
        display.status(List.of("3,000 ticks"));
        assertEquals(List.of("3,000 ticks", ""), captured.screen());
    }

    @Test
    void eventsStayAboveTheStatus() {
        LiveDisplay display = LiveDisplay.open(captured.out(), LIVE);
        display.event("started");
        display.status(List.of("1,000 ticks", "accuracy 40 %"));
        display.event("machine 3 reached 40 %");
        display.event("machine 5 reached 40 %");
        display.status(List.of("2,000 ticks", "accuracy 50 %"));
        assertEquals(
                List.of(
                        "started",
                        "machine 3 reached 40 %",
                        "machine 5 reached 40 %",
                        "2,000 ticks",
                        "accuracy 50 %",
                        ""),
                captured.screen());
    }

    @Test
    void theLastStatusStaysWhenItIsClosedAndLaterEventsFollowIt() {
        LiveDisplay display = LiveDisplay.open(captured.out(), LIVE);
        display.status(List.of("2,000 ticks"));
        display.close();
        display.status(List.of("too late"));
        display.event("stopped");
        assertEquals(List.of("2,000 ticks", "stopped", ""), captured.screen());
    }

    @Test
    void aBlockIsNeverHigherThanAScreen() {
        LiveDisplay display = LiveDisplay.open(captured.out(), LIVE);
        display.status(Collections.nCopies(60, "line"));
        display.status(List.of("one"));
        assertEquals(List.of("one", ""), captured.screen());
    }

    @Test
    void coloursAreUsedOnlyWhereTheyAreWelcome() {
        LiveDisplay.open(captured.out(), COLOURED).event(Tone.GOOD, "reached");
        assertTrue(captured.raw().contains("\u001b[32mreached\u001b[0m"));
        Captured grey = new Captured();
        LiveDisplay.open(grey.out(), LIVE).event(Tone.GOOD, "reached");
        assertEquals("reached\n", grey.raw());
    }

    @Test
    void withoutATerminalThereAreEventsAndNowAndThenTheFirstLineOfTheStatus() {
        LiveDisplay display = LiveDisplay.open(captured.out(), Terminal.plain(), () -> nanos);
        display.status(List.of("1,000 ticks", "more"));
        nanos += 4_900_000_000L;
        display.status(List.of("2,000 ticks", "more"));
        display.event(Tone.GOOD, "machine 3 reached 40 %");
        nanos += 200_000_000L;
        display.status(List.of("3,000 ticks", "more"));
        display.close();
        assertFalse(captured.raw().contains("\u001b"));
        assertEquals(List.of("1,000 ticks", "machine 3 reached 40 %", "3,000 ticks", ""), captured.screen());
    }
}
