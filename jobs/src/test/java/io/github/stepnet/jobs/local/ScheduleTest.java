package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void theUsualRunHasTenThousandEventsPerKeyBeforeTheDriftAndAfterIt() {
        Schedule usual = Schedule.of(Duration.ofSeconds(90), false, 2500, 8);
        assertEquals(10_000, usual.phaseLength());
        assertEquals(OptionalLong.of(160_000), usual.events(8));
    }

    @Test
    void aShortRunSpendsHalfOfItsTimeOnEvents() {
        assertEquals(1250, Schedule.of(Duration.ofSeconds(10), false, 2000, 4).phaseLength());
    }

    @Test
    void anEndlessRunDriftsAsOftenAndHasNoLastEvent() {
        Schedule endless = Schedule.of(Duration.ofSeconds(90), true, 2500, 8);
        assertEquals(10_000, endless.phaseLength());
        assertEquals(OptionalLong.empty(), endless.events(8));
    }

    @Test
    void everyKeyNeedsAnEventBeforeTheDriftAndOneAfterIt() {
        var refusal =
                assertThrows(IllegalArgumentException.class, () -> Schedule.of(Duration.ofSeconds(10), false, 10, 100));
        assertEquals(
                "--duration 10s at --rate 10 leaves 50 events for 100 keys; each needs at least 2: use a longer duration,"
                        + " a higher rate or fewer --keys",
                refusal.getMessage());
    }
}
