package io.github.stepnet.jobs.stream;

/**
 * An endless stream of labelled samples of several keys, the keys taking turns: sample {@code n} belongs to key
 * {@code n mod keys()}.
 *
 * <p>{@link #next} writes the features and returns the label; {@link #key}, {@link #sequence}, {@link #phase} and
 * {@link #ceiling} then speak of that sample. A sample allocates nothing. Not for use by several threads at once.
 */
public interface SampleStream {

    /** Features of a sample. */
    int inputs();

    /** Labels lie in 0 .. classes() - 1. */
    int classes();

    /** Keys lie in 0 .. keys() - 1. */
    int keys();

    /**
     * Draws the next sample.
     *
     * @param features where its features go, {@link #inputs} of them
     * @return its label
     */
    int next(float[] features);

    /** The key of the last sample. */
    int key();

    /** The number of the last sample within its key, from 0. */
    long sequence();

    /** How often the last sample's key had drifted by then: 0 until what its features mean changes. */
    int phase();

    /** The best accuracy that any learner can have in the last sample's phase, in 0 .. 1 (the Bayes rate). */
    double ceiling();
}
