package io.github.stepnet.jobs.evaluate;

import java.io.Closeable;
import java.io.IOException;

/** A cursor over the rows of some {@link Data}; what it tells is of the row that {@link #next} went to last. */
interface Rows extends Closeable {

    /** Goes on to the next row; false after the last. */
    boolean next() throws IOException;

    /** Where the row is and why it cannot be used, or null if it can; if not, nothing else may be asked of it. */
    String rejection();

    /** Whose row it is. */
    String key();

    /** The features, all finite; the same array for every row. */
    float[] features();

    /** The class or the value to predict; NaN if it is not known. */
    float truth();
}
