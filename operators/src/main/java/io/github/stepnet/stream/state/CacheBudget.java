package io.github.stepnet.stream.state;

import io.github.stepnet.network.arena.NetworkState;
import java.io.Serializable;

/**
 * How much heap one subtask's hot networks may take, the texts of ids in flight not counted.
 *
 * @param cacheBytes of all hot networks
 * @param dirtyBytes of those that have learned since they were last written: what is to be written before a barrier
 */
public record CacheBudget(long cacheBytes, long dirtyBytes) implements Serializable {

    /** About what a network takes beyond its arrays' contents: array headers, the cache's entry, the key. */
    private static final long OVERHEAD = 256;

    public CacheBudget {
        checkPositive("cache bytes", cacheBytes);
        checkPositive("dirty bytes", dirtyBytes);
    }

    /** Networks like this one that may be hot; the one in use always is. */
    public int slots(NetworkState like) {
        return slots(cacheBytes, like);
    }

    /** Networks like this one that may be hot and not yet written; the one in use always may. */
    public int dirtySlots(NetworkState like) {
        return Math.min(slots(like), slots(dirtyBytes, like));
    }

    private static int slots(long bytes, NetworkState like) {
        return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(1, bytes / (like.bytes() + OVERHEAD)));
    }

    private static void checkPositive(String what, long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    what + " is " + bytes + "; it must be at least 1, which keeps one network hot");
        }
    }
}
