package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Truth TRUTH = Truth.ofClass(1, 0);

    private final Ledger ledger = new Ledger(2);

    @Test
    void anEventIsAnsweredOnceWithItsTruth() {
        ledger.sent("a", "0", TRUTH);
        ledger.sent("b", "0", Truth.ofNumber(2));
        assertEquals(Optional.of(TRUTH), ledger.answered("a", "0"));
        assertEquals(new Ledger.Counts(2, 1, 0, 0), ledger.counts());
        assertFalse(ledger.counts().isExactlyOnce());
        assertEquals(Optional.of(Truth.ofNumber(2)), ledger.answered("b", "0"));
        assertTrue(ledger.counts().isExactlyOnce());
    }

    @Test
    void aSecondAnswerAndOneToNothingAreStrays() {
        ledger.sent("a", "0", TRUTH);
        assertEquals(Optional.of(TRUTH), ledger.answered("a", "0"));
        assertEquals(Optional.empty(), ledger.answered("a", "0"));
        assertEquals(Optional.empty(), ledger.answered("c", "7"));
        assertEquals(2, ledger.counts().strays());
        assertFalse(ledger.counts().isExactlyOnce());
    }

    @Test
    void aRefusedEventHasComeBackAsWell() {
        ledger.sent("a", "0", TRUTH);
        ledger.sentNameless();
        ledger.refused(Optional.of("a"), Optional.of("0"));
        ledger.refused(Optional.empty(), Optional.empty());
        assertEquals(new Ledger.Counts(2, 0, 2, 0), ledger.counts());
        assertTrue(ledger.counts().isExactlyOnce());
        ledger.refused(Optional.empty(), Optional.empty());
        assertEquals(1, ledger.counts().strays());
    }

    @Test
    void anEventIsNotSentTwice() {
        ledger.sent("a", "0", TRUTH);
        assertThrows(IllegalStateException.class, () -> ledger.sent("a", "0", TRUTH));
    }

    @Test
    void theProducerWaitsForAnAnswerOrTheEnd() throws InterruptedException {
        ledger.sent("a", "0", TRUTH);
        assertTrue(ledger.awaitRoom());
        ledger.sent("a", "1", TRUTH);
        Thread answer = new Thread(() -> assertEquals(Optional.of(TRUTH), ledger.answered("a", "0")));
        answer.start();
        assertTrue(ledger.awaitRoom());
        answer.join();
        ledger.sent("a", "2", TRUTH);
        Thread end = new Thread(ledger::close);
        end.start();
        assertFalse(ledger.awaitRoom());
        end.join();
    }
}
