package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.kernel.Kernel;
import java.io.Serializable;
import java.util.List;

/**
 * How a gradient becomes a step: an immutable description that is bound to the parameters of a plan.
 *
 * <p>State: {@link #floatsPerParameter} runs of as many floats as the plan has parameters, zeros when fresh. A number out of its range is an
 * {@link IllegalArgumentException} of the record's constructor. With a gradient below 2^50 everywhere and a rate of at most 1, no
 * optimiser moves a parameter by more than 1e24.
 */
public sealed interface Optimizer extends Serializable permits Sgd, Momentum, TweenMomentum, RmsProp, Adam {

    /** The learning rate. */
    Schedule rate();

    /** The same optimiser with another learning rate. */
    Optimizer withRate(Schedule rate);

    /** Floats of state for each parameter; zeros when fresh. */
    int floatsPerParameter();

    /**
     * Binds this optimiser to parameters.
     *
     * @param parameters what it moves, without overlaps; whatever is not listed keeps its bits, parameters and state of this optimiser alike
     * @param floats number of all parameters of the plan, listed or not
     */
    Step bind(List<ParameterBlock> parameters, int floats);

    /** The same optimiser with its rate decaying as {@code rate / sqrt(1 + t / over)} after {@code t} updates. */
    default Optimizer decayingOver(long over) {
        return withRate(rate().decayingOver(over));
    }

    /** An optimiser bound to a plan's parameters. */
    @FunctionalInterface
    interface Step {

        /**
         * Moves the parameters against the gradient.
         *
         * @param kernel the loops
         * @param updates updates that this key has made before this one
         * @param factor of the learning rate
         * @param gradient the gradient, from position 0
         * @param state the key's floats
         * @param parametersAt where the parameters start
         * @param slotsAt where this optimiser's state starts: its first float for every parameter, then its second
         */
        void apply(
                Kernel kernel,
                long updates,
                float factor,
                float[] gradient,
                float[] state,
                int parametersAt,
                int slotsAt);
    }
}
