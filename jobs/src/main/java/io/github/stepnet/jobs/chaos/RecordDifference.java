package io.github.stepnet.jobs.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In what a topic differs from what it should be, compared by key, byte by byte.
 *
 * @param records that there should be
 * @param lost those that are missing
 * @param duplicated further copies of those that should be there
 * @param differing records that should not be there as they are
 * @param misplaced positions of a key at which another of its own records is than should be
 */
record RecordDifference(long records, long lost, long duplicated, long differing, long misplaced) {

    boolean isNone() {
        return lost == 0 && duplicated == 0 && differing == 0 && misplaced == 0;
    }

    /**
     * Compares two topics.
     *
     * @param expected by key, in order
     * @param isOrdered whether the order of a key's records matters: those of one writer have one
     */
    static <T> RecordDifference of(Map<String, List<T>> expected, Map<String, List<T>> found, boolean isOrdered) {
        RecordDifference sum = new RecordDifference(0, 0, 0, 0, 0);
        Set<String> keys = new HashSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            sum = sum.plus(ofKey(expected.getOrDefault(key, List.of()), found.getOrDefault(key, List.of()), isOrdered));
        }
        return sum;
    }

    private static <T> RecordDifference ofKey(List<T> expected, List<T> found, boolean isOrdered) {
        Map<T, Integer> surplus = new HashMap<>();
        found.forEach(record -> surplus.merge(record, 1, Integer::sum));
        expected.forEach(record -> surplus.merge(record, -1, Integer::sum));
        Set<T> known = new HashSet<>(expected);
        long missing = 0;
        long duplicated = 0;
        long differing = 0;
        for (Map.Entry<T, Integer> entry : surplus.entrySet()) {
            int more = entry.getValue();
            if (more < 0) {
                missing -= more;
            } else if (known.contains(entry.getKey())) {
                duplicated += more;
            } else {
                differing += more;
            }
        }
        // A record that came out differently is not lost as well.
        long lost = Math.max(0, missing - differing);
        boolean sameRecords = missing == 0 && duplicated == 0 && differing == 0;
        long misplaced = isOrdered && sameRecords ? misplaced(expected, found) : 0;
        return new RecordDifference(expected.size(), lost, duplicated, differing, misplaced);
    }

    private static <T> long misplaced(List<T> expected, List<T> found) {
        long misplaced = 0;
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(found.get(i))) {
                misplaced++;
            }
        }
        return misplaced;
    }

    private RecordDifference plus(RecordDifference other) {
        return new RecordDifference(
                records + other.records,
                lost + other.lost,
                duplicated + other.duplicated,
                differing + other.differing,
                misplaced + other.misplaced);
    }
}
