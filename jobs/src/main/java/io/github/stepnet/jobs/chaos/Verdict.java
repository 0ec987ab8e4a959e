package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.savepoint.StateDifference;
import java.time.Duration;
import java.util.Map;

/**
 * What came of a run that was disturbed, beside one that was not.
 *
 * @param kills of each process
 * @param disturbed how long they went on
 * @param restarts of the job
 * @param checkpoints that were completed
 * @param events that were sent and deserve an answer
 * @param answered those that have one
 * @param repeated further answers to them
 * @param bad records that were sent and deserve none
 * @param topics by output
 * @param networks of all keys
 */
record Verdict(
        Map<String, Integer> kills,
        Duration disturbed,
        long restarts,
        long checkpoints,
        long events,
        long answered,
        long repeated,
        long bad,
        Map<Output, RecordDifference> topics,
        StateDifference networks) {

    /** Whether nobody could tell from output and networks that anything was killed. */
    boolean isGood() {
        return answered == events
                && repeated == 0
                && networks.isNone()
                && topics.values().stream().allMatch(RecordDifference::isNone);
    }
}
