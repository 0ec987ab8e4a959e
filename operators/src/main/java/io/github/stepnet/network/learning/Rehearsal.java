package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Pass;

/**
 * How a technique learns from more than the event at hand: it takes an example in, then adds its gradient.
 *
 * <p>While a lesson is rehearsed, gradients are added to that of the sample, and the mean of all counts as the sample's; {@link #step} is not
 * called. After a lesson, what was added since the last step becomes an update of its own by {@link #step}.
 */
public interface Rehearsal {

    /**
     * Takes in an example; called before every one.
     *
     * @param past the (scaled) features and the memory before the example, as {@link Pass#copyPast} lays them out from {@code at} on
     */
    void recall(float[] past, int at);

    /** Computes the example with the weights as they are, and adds its gradient; the key's memory stays. */
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
