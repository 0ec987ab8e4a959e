package io.github.stepnet.network.arena;

/**
 * Hands out the positions of a {@link NetworkState}: every component that remembers something reserves its slots here while
 * it is compiled, and keeps the offset.
 *
 * <p>A reservation is final and never moves. Two layouts are alike if the same reservations were made in the same
 * order, which is so for equal specifications.
 */
public final class StateLayout {

    private int longs;
    private int doubles;
    private int ids;
    private int floats;

    /** Reserves {@code count} longs and returns the position of the first. */
    public int reserveLongs(int count) {
        int at = longs;
        longs = grow("longs", at, count);
        return at;
    }

    /** Reserves {@code count} doubles and returns the position of the first. */
    public int reserveDoubles(int count) {
        int at = doubles;
        doubles = grow("doubles", at, count);
        return at;
    }

    /** Reserves {@code count} ids and returns the position of the first. */
    public int reserveIds(int count) {
        int at = ids;
        ids = grow("ids", at, count);
        return at;
    }

    /** Reserves {@code count} floats and returns the position of the first. */
    public int reserveFloats(int count) {
        int at = floats;
        floats = grow("floats", at, count);
        return at;
    }

    public int longs() {
        return longs;
    }

    public int doubles() {
        return doubles;
    }

    public int ids() {
        return ids;
    }

    public int floats() {
        return floats;
    }

    /** A state of this layout: zeros, and no ids. */
    public NetworkState newState() {
        return new NetworkState(new long[longs], new double[doubles], new String[ids], new float[floats]);
    }

    /** Whether {@code state} has the sizes of this layout. */
    public boolean fits(NetworkState state) {
        return state.longs.length == longs
                && state.doubles.length == doubles
                && state.ids.length == ids
                && state.floats.length == floats;
    }

    private static int grow(String what, int at, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot reserve " + count + " " + what);
        }
        long end = (long) at + count;
        if (end > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a model would need " + end + " " + what + "; at most 2^31-1 fit, use smaller layers");
        }
        return (int) end;
    }

    @Override
    public String toString() {
        return longs + " longs, " + doubles + " doubles, " + ids + " ids, " + floats + " floats";
    }
}
