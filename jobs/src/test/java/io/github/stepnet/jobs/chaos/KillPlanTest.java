package io.github.stepnet.jobs.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.chaos.KillPlan.Kill;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KillPlanTest {

    @Test
    void inEachRoundEveryProcessDiesOnce() {
        KillPlan plan = new KillPlan(3, 2, true);
        for (int round = 0; round < 50; round++) {
            List<String> killed = IntStream.range(0, 4)
                    .mapToObj(i -> plan.next().words())
                    .sorted()
                    .toList();
            assertEquals(List.of("broker", "job manager", "task manager 1", "task manager 2"), killed);
        }
    }

    @Test
    void theJobManagerIsSparedUnlessAsked() {
        KillPlan plan = new KillPlan(3, 2, false);
        Map<Victim, Long> killed = IntStream.range(0, 30)
                .mapToObj(i -> plan.next().victim())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertEquals(Map.of(Victim.TASK_MANAGER, 20L, Victim.BROKER, 10L), killed);
    }

    @Test
    void theSameSeedIsTheSamePlan() {
        assertEquals(kills(9), kills(9));
        assertNotEquals(kills(9), kills(10));
    }

    @Test
    void waitsAreWithinTheLongest() {
        KillPlan plan = new KillPlan(5, 1, false);
        Duration longest = Duration.ofMillis(100);
        List<Duration> waits =
                IntStream.range(0, 1000).mapToObj(i -> plan.wait(longest)).toList();

        assertTrue(waits.stream().allMatch(wait -> wait.compareTo(longest) < 0 && !wait.isNegative()));
        assertTrue(waits.stream().distinct().count() > 90);
    }

    private static List<Kill> kills(long seed) {
        KillPlan plan = new KillPlan(seed, 2, true);
        return IntStream.range(0, 40).mapToObj(i -> plan.next()).toList();
    }
}
