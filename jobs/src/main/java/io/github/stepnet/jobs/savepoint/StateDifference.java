package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.network.arena.NetworkState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * In what the networks of keys differ from what they should be, bit for bit: not only in weights, but in all that they remember.
 *
 * @param keys that there should be
 * @param longs compared
 * @param doubles compared
 * @param ids compared
 * @param floats compared
 * @param differing a line for each key that differs: in what first
 */
public record StateDifference(long keys, long longs, long doubles, long ids, long floats, List<String> differing) {

    /** Compares the networks of keys with what they should be. */
    public static StateDifference of(Map<String, NetworkState> expected, Map<String, NetworkState> found) {
        long longs = 0;
        long doubles = 0;
        long ids = 0;
        long floats = 0;
        for (NetworkState state : expected.values()) {
            longs += state.longs.length;
            doubles += state.doubles.length;
            ids += state.ids.length;
            floats += state.floats.length;
        }
        List<String> differing = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            String difference = difference(expected.get(key), found.get(key));
            if (!difference.isEmpty()) {
                differing.add(key + ": " + difference);
            }
        }
        return new StateDifference(expected.size(), longs, doubles, ids, floats, differing);
    }

    /** Whether every bit is the same. */
    public boolean isNone() {
        return differing.isEmpty();
    }

    private static String difference(NetworkState expected, NetworkState found) {
        if (expected == null) {
            return "it should have no network";
        }
        if (found == null) {
            return "its network is lost";
        }
        if (!isOfSameSize(expected, found)) {
            return "it is of another network";
        }
        int at = Arrays.mismatch(bits(expected.floats), bits(found.floats));
        if (at >= 0) {
            return "float " + at + " is " + found.floats[at] + " instead of " + expected.floats[at];
        }
        at = Arrays.mismatch(bits(expected.doubles), bits(found.doubles));
        if (at >= 0) {
            return "double " + at + " is " + found.doubles[at] + " instead of " + expected.doubles[at];
        }
        at = Arrays.mismatch(expected.longs, found.longs);
        if (at >= 0) {
            return "long " + at + " is " + found.longs[at] + " instead of " + expected.longs[at];
        }
        at = Arrays.mismatch(expected.ids, found.ids);
        return at < 0 ? "" : "id " + at + " is " + found.ids[at] + " instead of " + expected.ids[at];
    }

    private static boolean isOfSameSize(NetworkState expected, NetworkState found) {
        return expected.floats.length == found.floats.length
                && expected.doubles.length == found.doubles.length
                && expected.longs.length == found.longs.length
                && expected.ids.length == found.ids.length;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
