package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import java.util.List;

/**
 * Stochastic gradient descent, {@code p -= rate g}. No state.
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
        return (kernel, updates, gradient, state, parametersAt, slotsAt) ->
                kernel.descend(floats, rate.rate(updates), gradient, 0, state, parametersAt);
    }
}
