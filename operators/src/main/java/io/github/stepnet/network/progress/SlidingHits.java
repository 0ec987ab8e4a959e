package io.github.stepnet.network.progress;

/**
 * Counts hits and misses over the last {@code window} events, for several streams of them side by side.
 *
 * <p>Per stream one long for the count and one bit per event of the window, {@code 1 + ceil(window / 64)} longs. The
 * bits are a ring: an event overwrites the bit of the event that leaves, and the count follows by their difference.
 * Until the ring has gone round once, the bits that it overwrites are the zeros of a fresh key, so a young window needs
 * no case of its own. Work per event and stream: constant.
 */
final class SlidingHits {

    private final int streams;
    private final int window;
    private final int stride;

    SlidingHits(int streams, int window) {
        this.streams = streams;
        this.window = window;
        this.stride = 1 + (window + Long.SIZE - 1) / Long.SIZE;
    }

    int longs() {
        return streams * stride;
    }

    /** Where in the ring an event lies that {@code seen} events came before. */
    int position(long seen) {
        return (int) (seen % window);
    }

    /** Enters the event at {@code position} of one stream. */
    void enter(long[] longs, int at, int stream, int position, boolean hit) {
        int count = at + stream * stride;
        int word = count + 1 + position / Long.SIZE;
        int shift = position % Long.SIZE;
        long leaving = (longs[word] >>> shift) & 1L;
        long entering = hit ? 1L : 0L;
        longs[word] ^= (leaving ^ entering) << shift;
        longs[count] += entering - leaving;
    }

    /** Hits of one stream in its window. */
    long hits(long[] longs, int at, int stream) {
        return longs[at + stream * stride];
    }
}
