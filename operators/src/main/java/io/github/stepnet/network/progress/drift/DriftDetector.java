package io.github.stepnet.network.progress.drift;

import io.github.stepnet.network.progress.ProgressPart;
import java.io.Serializable;

/**
 * Notices that a sequence of figures no longer is what it was: an immutable description that works on slots of the caller's arrays.
 *
 * <p>A detector takes one value after the other. When it says that they have {@linkplain Verdict#RISEN risen} or {@linkplain Verdict#FALLEN
 * fallen}, it has forgotten what was before, each in its own way, and goes on with the next value. The first double of its slots is the {@linkplain #statistic
 * statistic} of its last detection. Values must be finite. The same values leave the same bits.
 */
public sealed interface DriftDetector extends ProgressPart, Serializable permits Adwin, PageHinkley, Ddm, Kswin {

    /** What a detector says after a value. */
    enum Verdict {
        /** Nothing has changed as far as can be told. */
        STEADY,
        /** Something may be changing for the worse; only {@link Ddm} says so. */
        WARNING,
        /** The values have changed, upwards. */
        RISEN,
        /** The values have changed, downwards. */
        FALLEN
    }

    /** Takes one more value of a key. */
    Verdict observe(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt, double value);

    /** What the key's last detection was made by; 0 before there was one. Each detector says what it is. */
    default double statistic(double[] doubles, int doublesAt) {
        return doubles[doublesAt];
    }
}
