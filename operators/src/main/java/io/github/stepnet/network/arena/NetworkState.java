package io.github.stepnet.network.arena;

/**
 * What one key remembers: a header of longs, doubles and ids, and one flat {@code float[]}.
 *
 * <p>The arrays' sizes and the meaning of every position come from a {@link StateLayout}; this class is the plain bag
 * that lies in keyed state. Parameters come first in {@link #floats} and are contiguous. An id may be null. Whoever holds the bag
 * writes into its arrays directly; nothing else in the engine remembers anything between two events.
 */
public final class NetworkState {

    /** Counters, random state, rings of hits and labels, milestones. */
    public final long[] longs;

    /** Sums that need more than 24 bits: the scalers' moments, losses and errors, bounds of the parameters. */
    public final double[] doubles;

    /** Ids of events in flight; null where there is none. */
    public final String[] ids;

    /** Parameters, optimiser state, memory of a mesh, the window of a regression's errors: in this order. */
    public final float[] floats;

    /** The number of the layout that the arrays have, if it is an earlier one than the model's; 0 if it is the model's own. */
    public final int earlierLayout;

    /** A state of its model's layout. */
    public NetworkState(long[] longs, double[] doubles, String[] ids, float[] floats) {
        this(longs, doubles, ids, floats, 0);
    }

    /** A state of a layout that may be an earlier one. */
    public NetworkState(long[] longs, double[] doubles, String[] ids, float[] floats, int earlierLayout) {
        this.earlierLayout = earlierLayout;
        this.longs = longs;
        this.doubles = doubles;
        this.ids = ids;
        this.floats = floats;
    }

    /** A deep copy; ids are immutable and shared. */
    public NetworkState copy() {
        return new NetworkState(longs.clone(), doubles.clone(), ids.clone(), floats.clone(), earlierLayout);
    }

    /** Bytes of the arrays' contents on the heap, object headers and id texts left out. */
    public long bytes() {
        return 8L * longs.length + 8L * doubles.length + 8L * ids.length + 4L * floats.length;
    }
}
