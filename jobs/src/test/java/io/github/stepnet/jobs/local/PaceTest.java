package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLISECOND = 1_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final Pace pace = new Pace(300, clock::get);

    @Test
    void partsOfAnEventAreKeptUntilTheyAreAWholeOne() {
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            clock.addAndGet(MILLISECOND);
            int due = pace.take();
            assertTrue(due <= 1, "at once: " + due);
            taken += due;
        }
        assertEquals(3000, taken, 1);
    }

    @Test
    void afterAPauseThereIsNoFlood() {
        clock.addAndGet(60_000 * MILLISECOND);
        assertEquals(300, pace.take());
        clock.addAndGet(10 * MILLISECOND);
        assertEquals(3, pace.take());
    }
}
