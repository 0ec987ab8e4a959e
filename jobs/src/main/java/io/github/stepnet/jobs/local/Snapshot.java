package io.github.stepnet.jobs.local;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A run at one moment, as it is shown.
 *
 * @param elapsed since it was started
 * @param counts events sent and answered
 * @param total events there will be, if they end
 * @param ticksPerSecond answers per second, lately
 * @param keys keys that have been heard of
 * @param phase how often every key has drifted
 * @param now the figures, the most important first; empty before the first answer
 * @param beforeDrift the same when the keys last drifted; empty before
 * @param overall the same over all events; empty while it runs
 * @param ceiling the best accuracy that any learner can have, where it is known
 * @param job how far it has come, and its checkpoints
 * @param milestonesReached by all keys
 * @param milestonesLost by all keys
 * @param settling how networks that settle have done so; empty for networks of layers
 */
record Snapshot(
        Duration elapsed,
        Ledger.Counts counts,
        OptionalLong total,
        double ticksPerSecond,
        int keys,
        int phase,
        List<Standing> now,
        List<Standing> beforeDrift,
        List<Standing> overall,
        OptionalDouble ceiling,
        JobState job,
        long milestonesReached,
        long milestonesLost,
        String settling) {}
