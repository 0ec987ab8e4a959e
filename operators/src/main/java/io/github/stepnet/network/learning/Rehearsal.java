package io.github.stepnet.network.learning;

/**
 * How a technique learns from more than the event at hand: it writes an example to the inputs, then adds its gradient.
 *
 * <p>While a lesson is rehearsed, gradients are added to that of the sample, and the mean of all counts as the sample's; {@link #step} is not
 * called. After a lesson, what was added since the last step becomes an update of its own by {@link #step}.
 */
public interface Rehearsal {

    /** Where the (scaled) features of an example go in {@link #inputs}; called before every example. */
    int inputAt();

    /** The array that holds an example's features; may be another one after {@link #inputAt}. */
    float[] inputs();

    /** Computes the example and adds its gradient, with the weights and the memory as they are; the memory stays. */
    void add(float[] truth);

    /** Computes the example, and adds the gradient that the rule makes of this signal at the output. */
    void addSignal(float[] signal);

    /**
     * Takes a step along the mean of what was added.
     *
     * @return whether it was taken; not so if nothing was added or a non-finite value would have been left
     */
    boolean step();
}
