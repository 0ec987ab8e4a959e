package io.github.stepnet.jobs.chaos;

import io.github.stepnet.network.arena.SplitMix64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is killed next, and when: the same for the same seed.
 *
 * <p>In each round every process is killed once, in random order. The moment is random, within some checkpoints' time after the one that showed the
 * last kill to be survived.
 */
final class KillPlan {

    private final SplitMix64 random;
    private final List<Kill> processes = new ArrayList<>();
    private final List<Kill> round = new ArrayList<>();

    /**
     * One process.
     *
     * @param victim what it is
     * @param index which of several, from 0
     */
    record Kill(Victim victim, int index) {

        /** For people. */
        String words() {
            return victim == Victim.TASK_MANAGER ? victim.words() + " " + (index + 1) : victim.words();
        }
    }

    KillPlan(long seed, int taskManagers, boolean isJobManagerKilled) {
        random = new SplitMix64(seed);
        for (int i = 0; i < taskManagers; i++) {
            processes.add(new Kill(Victim.TASK_MANAGER, i));
        }
        processes.add(new Kill(Victim.BROKER, 0));
        if (isJobManagerKilled) {
            processes.add(new Kill(Victim.JOB_MANAGER, 0));
        }
    }

    /** How long to wait before the next kill. */
    Duration wait(Duration longest) {
        return Duration.ofMillis((long) (random.nextDouble() * longest.toMillis()));
    }

    /** Who is next. */
    Kill next() {
        if (round.isEmpty()) {
            round.addAll(processes);
        }
        return round.remove((int) (random.nextDouble() * round.size()));
    }
}
