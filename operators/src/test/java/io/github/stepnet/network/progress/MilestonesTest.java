package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MilestonesTest {

    @Test
    void theUsualOnesAreAtEveryTenPercentOfTheLastFiveHundred() {
        assertEquals(new Milestones(10, 500, 50, 2), Milestones.everyTenPercent());
    }

    @Test
    void everyPartCanBeChangedAlone() {
        assertEquals(
                new Milestones(5, 1_000, 20, 3),
                Milestones.every(5).overLast(1_000).sustainedFor(20).rearmBelow(3));
    }

    @Test
    void theLeadIsOverTheBetterBaseline() {
        assertEquals(0.1, Milestones.lead(0.9, 0.8, 0.3), 1e-15);
        assertEquals(-0.1, Milestones.lead(0.7, 0.3, 0.8), 1e-15);
    }

    @Test
    void aWrongConfigurationSaysWhatIsAllowed() {
        assertMessage("Milestones.every is 0; allowed: 1 to 100", () -> Milestones.every(0));
        assertMessage("Milestones.every is 101; allowed: 1 to 100", () -> Milestones.every(101));
        Milestones usual = Milestones.everyTenPercent();
        assertMessage("Milestones.overLast is 0; allowed: 1 to 1000000", () -> usual.overLast(0));
        assertMessage("Milestones.sustainedFor is 0; allowed: 1 to 1000000", () -> usual.sustainedFor(0));
        assertMessage("Milestones.rearmBelow is 0; allowed: 1 to 100", () -> usual.rearmBelow(0));
    }

    private static void assertMessage(String expected, Runnable built) {
        String message =
                assertThrows(IllegalArgumentException.class, built::run).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
