package io.github.stepnet.stream.state;

import java.util.Arrays;

/**
 * Numbers in the order of their last use: a doubly linked list through two arrays, so that moving one allocates nothing.
 *
 * <p>Position 0 of the arrays is the list's end mark; number {@code i} lies at {@code i + 1}. A number that is not in the list links to
 * itself. The arrays grow with the largest number.
 */
final class RecencyOrder {

    private static final int END = 0;

    private int[] older = {END};
    private int[] newer = {END};
    private int size;

    int size() {
        return size;
    }

    /** Makes {@code number} the newest, whether it was in the list or not. */
    void touch(int number) {
        int at = number + 1;
        if (older[END] == at) {
            return;
        }
        reserve(at);
        if (!contains(number)) {
            size++;
        }
        unlink(at);
        int newest = older[END];
        older[at] = newest;
        newer[at] = END;
        newer[newest] = at;
        older[END] = at;
    }

    /** Takes {@code number} out, if it was in. */
    void remove(int number) {
        if (contains(number)) {
            int at = number + 1;
            unlink(at);
            older[at] = at;
            newer[at] = at;
            size--;
        }
    }

    boolean contains(int number) {
        int at = number + 1;
        return at < newer.length && newer[at] != at;
    }

    /** The number that was not used for longest, or -1. */
    int oldest() {
        return newer[END] - 1;
    }

    private void unlink(int at) {
        newer[older[at]] = newer[at];
        older[newer[at]] = older[at];
    }

    private void reserve(int at) {
        int length = newer.length;
        if (at >= length) {
            int grown = Math.max(at + 1, 2 * length);
            older = Arrays.copyOf(older, grown);
            newer = Arrays.copyOf(newer, grown);
            for (int i = length; i < grown; i++) {
                older[i] = i;
                newer[i] = i;
            }
        }
    }
}
