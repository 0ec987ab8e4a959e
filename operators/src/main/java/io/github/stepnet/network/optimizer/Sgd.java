package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import java.util.List;

/**
 * Stochastic gradient descent, {@code p -= rate g} (Robbins and Monro 1951). No state.
 *
 * <p>An error is a rate that is not above 0 and finite; the schedule says so. Too high a rate is none: the loss grows, and steps that
 * would leave a non-finite value are refused. Not for gradients of very different size from layer to layer or from event to event:
 * one rate must serve them all, {@link Adam} finds one for each parameter.
 *
 * @param rate learning rate
 */
public record Sgd(Schedule rate) implements Optimizer {

    /** A constant rate. */
    public static Sgd rate(float rate) {
        return new Sgd(new Schedule.Constant(rate));
    }

    @Override
    public Sgd withRate(Schedule other) {
        return new Sgd(other);
    }

    @Override
    public int floatsPerParameter() {
        return 0;
    }

    @Override
    public Step bind(List<ParameterBlock> parameters, int floats) {
        Run[] runs = Run.alike(parameters);
        return (kernel, updates, factor, gradient, state, parametersAt, slotsAt) -> {
            float now = factor * rate.rate(updates);
            for (Run run : runs) {
                kernel.descend(run.floats(), now, gradient, run.at(), state, parametersAt + run.at());
            }
        };
    }
}
