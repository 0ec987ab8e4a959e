package io.github.stepnet.stream.input;

import java.io.Serializable;
import java.util.Arrays;

/** The features or the target of an event, however the user's reader hands them out. */
sealed interface Values<T> extends Serializable {

    /** Instead of a number of values: there are none. */
    int NONE = -1;

    /**
     * Writes the values of {@code event} if they are as many as {@code into} takes.
     *
     * @return how many there are, or {@link #NONE}
     */
    int read(T event, float[] into);

    /** The values as they came, for a dead letter. */
    float[] asTheyCame(T event, int expected);

    /** The features of a record that has none. */
    record Nothing<T>() implements Values<T> {

        @Override
        public int read(T event, float[] into) {
            return 0;
        }

        @Override
        public float[] asTheyCame(T event, int expected) {
            return null;
        }
    }

    /** Features written by the user's code. */
    record Features<T>(FeatureReader<T> reader) implements Values<T> {

        @Override
        public int read(T event, float[] into) {
            Arrays.fill(into, Float.NaN);
            reader.read(event, into, 0);
            return into.length;
        }

        @Override
        public float[] asTheyCame(T event, int expected) {
            float[] values = new float[expected];
            read(event, values);
            return values;
        }
    }

    /** A target written by the user's code. */
    record Target<T>(TargetReader<T> reader) implements Values<T> {

        @Override
        public int read(T event, float[] into) {
            Arrays.fill(into, Float.NaN);
            return reader.read(event, into, 0) ? into.length : NONE;
        }

        @Override
        public float[] asTheyCame(T event, int expected) {
            float[] values = new float[expected];
            return read(event, values) == NONE ? null : values;
        }
    }

    /** Values that lie in an array of the event. */
    record Array<T>(ArrayReader<T> reader) implements Values<T> {

        @Override
        public int read(T event, float[] into) {
            float[] values = reader.read(event);
            if (values == null) {
                return NONE;
            }
            if (values.length == into.length) {
                System.arraycopy(values, 0, into, 0, into.length);
            }
            return values.length;
        }

        @Override
        public float[] asTheyCame(T event, int expected) {
            return reader.read(event);
        }
    }
}
