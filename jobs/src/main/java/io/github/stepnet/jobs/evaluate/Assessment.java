package io.github.stepnet.jobs.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * What a run achieved. The same data and the same learner give an equal one, to the last bit, whatever ran them.
 *
 * @param total over all rows
 * @param checkpoints over the last rows at some moments
 * @param keys how many keys there were
 * @param worst the key with the lowest accuracy, or with the largest error; the first by name of equals
 * @param answered rows that were answered
 * @param updates updates of all keys' weights
 * @param refused updates that would have left a non-finite value and were not made
 * @param rejected rows that could not be used
 * @param reasons where the first few of those are, and why
 */
record Assessment(
        Score total,
        List<Checkpoint> checkpoints,
        int keys,
        Optional<OfKey> worst,
        long answered,
        long updates,
        long refused,
        long rejected,
        List<String> reasons) {

    Assessment {
        checkpoints = List.copyOf(checkpoints);
        reasons = List.copyOf(reasons);
    }

    /**
     * The score of the last rows at a moment.
     *
     * @param at how many rows had been read
     * @param last how many of them are meant
     * @param score of those
     */
    record Checkpoint(long at, long last, Score score) {}

    /**
     * The score of one key.
     *
     * @param key which
     * @param score over all of its rows
     */
    record OfKey(String key, Score score) {}
}
