package io.github.stepnet.network.progress;

import java.util.Arrays;

/**
 * Something that one key remembers about how well it does: a stateless, immutable object, shared by all keys of a
 * subtask, that works on slots of the caller's arrays.
 *
 * <p>A part says how many consecutive longs, doubles and floats it needs; its verbs then get the three arrays (or those
 * of them that it uses), each with the position of its first slot. It touches no other slot and remembers nothing
 * anywhere else, so that whoever stores the arrays stores the part. Slots that are all zero are a fresh key.
 */
public interface ProgressPart {

    /** How many longs one key needs. */
    int longs();

    /** How many doubles one key needs. */
    int doubles();

    /** How many floats one key needs. */
    int floats();

    /** Forgets everything: the key's slots become those of a fresh key. */
    default void reset(long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt) {
        Arrays.fill(longs, longsAt, longsAt + longs(), 0L);
        Arrays.fill(doubles, doublesAt, doublesAt + doubles(), 0.0);
        Arrays.fill(floats, floatsAt, floatsAt + floats(), 0f);
    }
}
